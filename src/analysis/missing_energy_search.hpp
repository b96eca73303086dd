#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"
#include "beam/beam.hpp"
#include "detection/missing_energy.hpp"

namespace penumbra {

/// One channel of a search for energy that goes missing: what is counted and how.
struct MissingEnergyChannel {
  std::string signature;  ///< "missing-energy": in a calorimeter; "missing-momentum": of the recoiling beam lepton
  MissingEnergy wanted;
  double efficiency = 1.0;  ///< of a mediator that carries the wanted energy away
  ChannelLikelihood likelihood;
};

/// A search for dark matter made by a beam of electrons or muons in its target, seen as energy or momentum that is not
/// there.
///
///   N = exposure x efficiency x (g_e/e)^2 [BR_inv (radiated + associated) + alpha_D resonant(w)]     per electron
///   N = exposure x efficiency x (g_mu/e)^2 BR_inv radiated                                           per muon
///
/// BR_inv: to everything that leaves nothing visible; the parts: detection/missing_energy.hpp. Off the mass shell of
/// the mediator (M < 2 m_chi) only annihilation counts: radiation of a virtual mediator is neglected, and so are
/// mediators that live long and decay visibly behind the detector.
class MissingEnergySearch : public Analysis {
 public:
  struct Input {
    AnalysisInfo info;
    std::shared_ptr<Beam const> beam;
    double exposure;  ///< electrons or muons on target
    std::vector<MissingEnergyChannel> channels;
    CanonicalWriter definition;  ///< everything read from the file, for the key
    /// Only these productions are counted; empty: all.
    std::vector<std::string> productions;
  };
  explicit MissingEnergySearch(Input input);

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
  /// Nuisance groups of its productions on this beam, one component each per channel.
  std::vector<std::string> const& groups() const { return components_.groups(); }

 private:
  Input input_;
  ChannelComponents components_;
};

/// Changes whenever a number computed by this file changes.
inline constexpr std::int64_t missing_energy_search_physics_version = 1;

}  // namespace penumbra
