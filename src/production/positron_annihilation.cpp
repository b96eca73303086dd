#include "production/positron_annihilation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "model/dark_matter/widths.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double me2 = sm::m_e_GeV * sm::m_e_GeV;
constexpr double avogadro = 6.02214076e23;  // exact, SI

}  // namespace

double electrons_per_cm2_and_X0(ElectronTarget const& target) {
  return avogadro * target.X0_g_cm2 / target.A * target.Z;
}

double annihilation_s_GeV2(double positron_energy_GeV) { return 2.0 * sm::m_e_GeV * positron_energy_GeV + 2.0 * me2; }
double annihilation_energy_GeV(double s_GeV2) { return (s_GeV2 - 2.0 * me2) / (2.0 * sm::m_e_GeV); }

ResonantAnnihilation::ResonantAnnihilation(DarkMatter const& dark_matter, double mediator_GeV)
    : dark_matter_{dark_matter}, M_{mediator_GeV} {
  double const both = dark_matter.mass_GeV + dark_matter.heavier_mass_GeV;
  threshold_GeV2_ = both * both;
  on_shell_GeV2_ = running_GeV2(M_ * M_);
}

double ResonantAnnihilation::running_GeV2(double s_GeV2) const {
  if (s_GeV2 <= threshold_GeV2_) return 0.0;
  double const root = std::sqrt(s_GeV2);
  return root * dark_width_GeV(dark_matter_, root);
}

double ResonantAnnihilation::sigma_cm2(double s_GeV2, double strength) const {
  PENUMBRA_EXPECT(s_GeV2 > 4.0 * me2);
  double const running = running_GeV2(s_GeV2);
  if (running == 0.0) return 0.0;
  double const off = s_GeV2 - M_ * M_;
  double const width = strength * running;
  double const electrons = (1.0 + 2.0 * me2 / s_GeV2) / std::sqrt(1.0 - 4.0 * me2 / s_GeV2);
  return 4.0 * pi * sm::alpha * sm::cm2_per_inverse_GeV2 * electrons * running / (off * off + width * width);
}

double ResonantAnnihilation::strength(double alpha_D, double other_width_GeV) const {
  return alpha_D + (on_shell_GeV2_ > 0.0 ? other_width_GeV * M_ / on_shell_GeV2_ : 0.0);
}

double associated_sigma_cm2(double mediator_GeV, double positron_energy_GeV, double energy_min_GeV) {
  double const M2 = mediator_GeV * mediator_GeV;
  double const s = annihilation_s_GeV2(positron_energy_GeV);
  if (s <= M2) return 0.0;
  double const root = std::sqrt(s);
  double const total = positron_energy_GeV + sm::m_e_GeV;
  double const momentum = std::sqrt(total * total - s);
  double const mediator_energy = (s + M2) / (2.0 * root);
  double const mediator_momentum = (s - M2) / (2.0 * root);
  double const z_min =
      std::max((energy_min_GeV * root - total * mediator_energy) / (momentum * mediator_momentum), -1.0);
  if (z_min >= 1.0) return 0.0;
  double const beta2 = 1.0 - 4.0 * me2 / s;
  double const beta = std::sqrt(beta2);
  double const poles = (std::atanh(beta) - std::atanh(beta * z_min)) / beta;  // int dz / (1 - beta^2 z^2)
  double const squares = (poles - (1.0 - z_min)) / beta2;                     // int z^2 dz / (1 - beta^2 z^2)
  double const share = (s - M2) / s;
  return 4.0 * pi * sm::alpha * sm::alpha * sm::cm2_per_inverse_GeV2 / s *
         (0.5 * share * (poles + squares) + 2.0 * M2 / (s - M2) * poles);
}

double soft_photon_share(double s_GeV2) {
  double const L = std::log(s_GeV2 / me2);
  return std::exp(-(0.75 * L + pi * pi / 6.0 - 1.0) / (L - 1.0));
}

}  // namespace penumbra
