#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/channel_likelihood.hpp"
#include "beam/beam.hpp"
#include "detection/dark_matter_flux.hpp"
#include "detection/scattering_window.hpp"
#include "geometry/solid.hpp"

namespace penumbra {

/// One channel of a search for dark matter that scatters: what is hit, which outcomes count, and how.
struct ScatteringChannel {
  std::string signature;  ///< "electron-recoil", "nucleon-recoil", "nucleus-recoil", "inelastic-pi0", "deep-inelastic"
  std::vector<TargetDensity> targets;
  ScatteringWindow window;
  double efficiency = 1.0;
  ChannelLikelihood likelihood;
};

/// A detector that dark matter made in a beam's target passes and may scatter in.
struct ScatteringSetup {
  std::shared_ptr<Beam const> beam;
  double exposure;  ///< in the unit of the beam: particles on target
  Solid detector;
  /// Only these productions are counted; empty: all that the beam offers, one of each exclusive group.
  std::vector<std::string> productions;
  DecayAngles angles = DecayAngles::helicity;  ///< of mediators
};

/// What dark matter of one nuisance group does to some targets, for any couplings: interactions in a window of
/// outcomes. One window (a channel) or many (a recoil spectrum) are asked for together and share the dark-matter flux,
/// which costs most.
class DarkMatterSignals {
 public:
  /// What dark matter does in each window, with a mediator of some mass.
  using Scattering = std::function<std::unique_ptr<EnergyResponse const>(DarkMatter const&, double mediator_GeV)>;
  DarkMatterSignals(Model const& model, Masses masses, FluxStore& fluxes, ScatteringSetup const& setup,
                    Scattering const& scattering);

  /// Sum over the productions of one group in one variant, whole exposure, efficiency one.
  struct Term {
    ProductionChannel production;
    std::string variant;
    double statistical_error;         ///< relative, of the beam table
    std::vector<WidthTable> windows;  ///< per primary collision
  };
  struct Group {
    std::string name;
    std::vector<std::vector<Term>> variants;  ///< outer: variant (first central), inner: productions
  };
  std::vector<Group> const& groups() const { return groups_; }

  /// What all productions share of the couplings.
  struct Point {
    Couplings couplings;
    double decay;             ///< alpha_D of the decay to dark matter
    double scattering;        ///< alpha_D x matter coupling
    WidthTable::Place width;  ///< of the mediator
  };
  Point at(Couplings couplings) const;
  /// Of the proton relative to the central one, where protons radiate: it multiplies their signal.
  ComponentSignal const& form_factor() const { return form_factor_; }
  /// Interactions of a production, or of a group in a variant, in a window.
  double expected(Term const& term, std::size_t window, Point const& point) const;
  double expected(Group const& group, std::size_t variant, std::size_t window, Point const& point) const;
  double collisions() const { return collisions_; }

 private:
  std::optional<DarkMatter> dm_;
  std::vector<DecayMode> decays_;
  double mediator_ = 0.0;
  double collisions_ = 0.0;
  std::vector<Group> groups_;
  ComponentSignal form_factor_;
};

/// A search for what dark matter leaves when it scatters in a detector behind a beam's target.
class ScatteringSearch : public Analysis {
 public:
  struct Input {
    AnalysisInfo info;
    ScatteringSetup setup;
    std::vector<ScatteringChannel> channels;
    CanonicalWriter definition;  ///< everything read from the file, for the key
  };
  explicit ScatteringSearch(Input input);

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
  ChannelComponents const& components() const { return components_; }

 private:
  Input input_;
  ChannelComponents components_;
};

/// Has the model dark matter that this beam can make?
Applicability scatters_in(Model const& model, Beam const& beam);

/// What the key of every analysis of scattering says about the code behind it.
void write_scattering_key(CanonicalWriter& writer, Model const& model, ScatteringSetup const& setup);

/// Changes whenever a number computed by this file changes.
inline constexpr std::int64_t scattering_search_physics_version = 5;

}  // namespace penumbra
