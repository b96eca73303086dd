#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/errors.hpp"
#include "core/toml_reader.hpp"
#include "statistics/gaussian.hpp"

namespace penumbra {

/// A measured N_eff against light dark matter (and its mediator) in equilibrium with photons and electrons: its entropy
/// goes to photons after neutrinos have decoupled, and N_eff falls below that of the Standard Model
/// (`effective_neutrinos`). With d +- s the Standard Model minus the measurement and x >= 0 the fall:
///
///     ln L(x)/L(0) = min(0, x (2 d - x)/(2 s^2)),   CLs = Phi((d - x)/s)/Phi(d/s)
///
/// It speaks where the dark sector was in equilibrium with the bath: decays of the mediator to the bath faster than the
/// expansion at T = max(m, M) (`bath_contact`; Gamma > H, Kolb and Turner, The Early Universe, section 5.1), the same
/// condition as for freeze-out. What stays in equilibrium with photons until it is gone is judged in full; dark matter
/// that never was is not judged.
///
/// The measured N_eff assumes the helium that standard nucleosynthesis makes; light elements are not fitted. What that
/// changes: for a real scalar, the weakest case, the limit is 3.9 MeV here and 3.7 MeV in a joint fit of Planck 2018
/// and light elements (arXiv:1910.01649), 3.0 MeV with Planck's own likelihood in N_eff and helium (arXiv:1812.05605).
class EffectiveNeutrinos : public Analysis {
 public:
  struct Input {
    AnalysisInfo info;
    Measurement measured;  ///< N_eff
  };
  explicit EffectiveNeutrinos(Input input);

  /// Reads a parsed file of kind "measurement" and quantity "effective-neutrinos"; null when it has problems.
  static std::unique_ptr<EffectiveNeutrinos const> read(TomlTable& table, Problems& problems);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  /// There are no components; with one value, ln L of that fall of N_eff.
  double log_likelihood(std::span<double const> component_signal) const override;
  ToyChannel toy_channel() const override { return {ToyChannel::Kind::one_sided}; }
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  /// What the measurement says about an N_eff; expected is its fall below the Standard Model.
  Outcome outcome(double effective_neutrinos) const;

 private:
  Input input_;
  std::vector<std::string> no_groups_;
};

}  // namespace penumbra
