#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"
#include "beam/beam.hpp"
#include "core/interpolate.hpp"
#include "detection/decay_in_volume.hpp"

namespace penumbra {

/// Efficiency for decays of a particle: a number, or linear between those of some masses and constant beyond.
struct DecayEfficiency {
  std::vector<double> masses_GeV{};  ///< ascending; none: the same for all
  std::vector<double> values{1.0};
  double operator()(double mass_GeV) const {
    return values.size() == 1 ? values.front() : interpolate(masses_GeV, values, mass_GeV);
  }
};

/// One channel of a search for decays: what is counted and how.
struct DecayChannel {
  std::string signature = "decay-in-volume";
  std::vector<std::string> final_states;  ///< names, "charged" for all that have charged tracks, or "visible" for all
  DecaySelection selection;
  DecayEfficiency efficiency;  ///< of a decay that the selection accepts
  ChannelLikelihood likelihood;
};

/// A search for decays of long-lived mediators in a volume behind a beam's target or interaction point.
class DecaySearch : public Analysis {
 public:
  struct Input {
    AnalysisInfo info;
    std::shared_ptr<Beam const> beam;
    double exposure;  ///< in the unit of the beam: fb^-1, or particles on target
    DecayVolume volume;
    std::vector<DecayChannel> channels;
    CanonicalWriter definition;  ///< everything read from the file, for the key
    /// Only these productions are counted; empty: all that the beam offers, one of each exclusive group.
    std::vector<std::string> productions;
  };
  explicit DecaySearch(Input input);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return components_.of_components(); }
  double log_likelihood(std::span<double const> component_signal) const override;
  void slopes(std::span<double const> component_signal, std::span<double> by_component) const override;
  ChannelComponents const* channels() const override { return &components_; }
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  std::unique_ptr<Analysis const> restricted_to(std::vector<std::string> const& productions) const override;
  Input const& input() const { return input_; }
  /// Nuisance groups of the beam: one component each, for every channel.
  std::vector<std::string> const& signal_groups() const { return components_.groups(); }

 private:
  friend class DecayResponse;
  Input input_;
  ChannelComponents components_;
};

/// Changes whenever a number computed by this file changes.
inline constexpr std::int64_t decay_search_physics_version = 3;

}  // namespace penumbra
