#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/errors.hpp"
#include "core/toml_reader.hpp"
#include "statistics/published_curve.hpp"

namespace penumbra {

/// The CMB against annihilation around and after recombination. With x = (share of dark matter)^2,
///
///     p_ann = x f_eff <sigma v> / m        at the velocity that dark matter has then,
///
/// where <sigma v> is that of a self-conjugate species; half of it counts if particles meet antiparticles only.
///
/// - f_eff: `energy_deposition`, by final state, for annihilation through the mediator at sqrt(s) = 2 m and for pairs
///   of mediators that decay in flight.
/// - Velocity: <sigma v> = a + b v^2 from the exact cross section near threshold, v^2 = 6 T_chi/m with T_chi =
///   T^2/T_kd at T = 0.235 eV (z = 1000; f_eff weighs z = 300 to 1000) and kinetic contact until T_kd = m/20 (Slatyer,
///   arXiv:1506.03811, eq. 28 has the same law): v^2 = 7e-12 at 1 MeV and less above. Later decoupling, at T_kd = 10
///   keV, gives 3e-11: p waves never count.
/// - Pseudo-Dirac pairs annihilate through the mediator as chi_1 chi_2, and little is left of chi_2 (`excited_state`);
///   none where the splitting exceeds two electron masses and it lives shorter than 1e13 s. chi_1 chi_1 into two
///   mediators is not suppressed.
/// - Density: "predicted" takes the share of the relic density (at most one), the smaller of the two near a resonance,
///   and says nothing about dark matter that never was in equilibrium. "measured" takes all of it, wherever it is from.
///
/// Likelihood: ln L = -(z mu)^2/2, mu = p_ann over the limit, z = 1.960 at 95 % (flat prior, best fit at zero).
class CmbAnnihilation : public Analysis {
 public:
  enum class Density { predicted, measured };
  struct Input {
    AnalysisInfo info;
    Density density = Density::predicted;
    double limit_cm3_s_GeV = 3.2e-28;  ///< on p_ann, cm^3/s/GeV
    double omega_h2 = 0.12;            ///< measured density
  };
  explicit CmbAnnihilation(Input input);

  /// Reads a parsed file of kind "measurement" and quantity "cmb-annihilation"; null when it has problems.
  static std::unique_ptr<CmbAnnihilation const> read(TomlTable& table, Problems& problems);

  AnalysisInfo const& info() const override { return input_.info; }
  Applicability applies_to(Model const& model) const override;
  std::unique_ptr<Response const> respond(Model const& model, Masses masses, FluxStore& fluxes) const override;
  std::vector<std::string> const& component_groups() const override { return no_groups_; }
  /// There are no components; with one value, ln L of that p_ann over its limit.
  double log_likelihood(std::span<double const> component_signal) const override;
  void write_key(CanonicalWriter& writer, Model const& model) const override;

  Input const& input() const { return input_; }

 private:
  Input input_;
  std::shared_ptr<CurveLikelihood const> likelihood_;
  std::vector<std::string> no_groups_;
};

}  // namespace penumbra
