#include "detection/deep_inelastic.hpp"

#include <algorithm>
#include <cmath>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/structure_functions.hpp"

namespace penumbra {
namespace {

constexpr double m2_per_cm2 = 1e-4;
/// Hadronic mass squared above which ALLM97 was fitted: below are resonances.
constexpr double lowest_W2_GeV2 = 3.0;
/// The cross section varies slowly with energy: it takes fewer than recoils do.
constexpr int energies_left_out = 10;

double nucleon_mass_GeV(Nucleon nucleon) { return nucleon == Nucleon::proton ? sm::m_p_GeV : sm::m_n_GeV; }

/// Q^2 at which a shower of energy nu is in the window; `from` is not below `to` where there is none.
struct Range {
  double from;
  double to;
};
Range allowed(DarkMatter const& dm, double nucleon_GeV, ShowerWindow const& window, double E_GeV, double nu_GeV) {
  auto const kinematic = momentum_transfers(dm, E_GeV, nu_GeV);
  if (!kinematic) return {1.0, 0.0};
  Range range{std::max(kinematic->min_GeV2, window.Q_min_GeV * window.Q_min_GeV),
              std::min(kinematic->max_GeV2, nucleon_GeV * (nucleon_GeV + 2.0 * nu_GeV) - lowest_W2_GeV2)};
  double const across = window.transverse_momentum_min_GeV;
  if (across > 0.0) {
    // |q|^2 = (k -+ sqrt(k'^2 - pT^2))^2 + pT^2
    double const E_out = E_GeV - nu_GeV;
    double const along2 = (E_out - dm.heavier_mass_GeV) * (E_out + dm.heavier_mass_GeV) - across * across;
    if (along2 <= 0.0) return {1.0, 0.0};
    double const along = std::sqrt(along2);
    double const k = std::sqrt((E_GeV - dm.mass_GeV) * (E_GeV + dm.mass_GeV));
    range.from = std::max(range.from, (k - along - nu_GeV) * (k - along + nu_GeV) + across * across);
    range.to = std::min(range.to, (k + along - nu_GeV) * (k + along + nu_GeV) + across * across);
  }
  return range;
}

double in_window_m2(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, ShowerWindow const& window,
                    double E_GeV, Numerics const& numerics) {
  double const M = nucleon_mass_GeV(nucleon);
  double const m2 = mediator_GeV * mediator_GeV;
  double const least = std::max(window.energy_min_GeV, (lowest_W2_GeV2 - M * M) / (2.0 * M));
  double const most = std::min(window.energy_max_GeV, E_GeV - dm.heavier_mass_GeV);
  if (least >= most) return 0.0;
  auto const energies = gauss_legendre(numerics.recoil_energies, std::log(least), std::log(most));
  double sum = 0.0;
  for (std::size_t i = 0; i < energies.size(); ++i) {
    double const nu = std::exp(energies.x[i]);
    auto const [from, to] = allowed(dm, M, window, E_GeV, nu);
    if (from >= to) continue;
    auto const transfers = gauss_legendre(numerics.recoil_energies, std::log(m2 + from), std::log(m2 + to));
    for (std::size_t j = 0; j < transfers.size(); ++j) {
      double const Q2 = std::clamp(std::exp(transfers.x[j]) - m2, from, to);
      sum += energies.w[i] * nu * transfers.w[j] * (m2 + Q2) *
             deep_inelastic_GeV5(dm, mediator_GeV, nucleon, E_GeV, Q2, nu);
    }
  }
  return sum * sm::cm2_per_inverse_GeV2 * m2_per_cm2;
}

double threshold(DarkMatter const& dm, Nucleon nucleon, ShowerWindow const& window, double E_max_GeV) {
  if (!couples_like_photons(dm)) return E_max_GeV;
  return std::max(window.energy_min_GeV + dm.heavier_mass_GeV,
                  excitation_threshold_GeV(dm, nucleon_mass_GeV(nucleon), std::sqrt(lowest_W2_GeV2)));
}

}  // namespace

bool couples_like_photons(DarkMatter const& dm) { return dm.proton == 1.0 && dm.neutron == 0.0; }

double deep_inelastic_GeV5(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, double E_GeV, double Q2_GeV2,
                           double nu_GeV) {
  double const M = nucleon_mass_GeV(nucleon);
  double const W2 = M * (M + 2.0 * nu_GeV) - Q2_GeV2;
  if (W2 < lowest_W2_GeV2 || Q2_GeV2 <= 0.0) return 0.0;
  double const x = Q2_GeV2 / (2.0 * M * nu_GeV);
  double const ratio = nucleon == Nucleon::proton ? 1.0 : neutron_to_proton_F2(x, Q2_GeV2);
  double const F2 = ratio * proton_F2(Q2_GeV2, W2);
  double const F1 = F2 * (1.0 + Q2_GeV2 / (nu_GeV * nu_GeV)) / (2.0 * x * (1.0 + longitudinal_ratio(x, Q2_GeV2)));
  // dW^2 = 2 M dnu
  return 2.0 * M *
         inclusive_cross_section(dm, mediator_GeV, M, {2.0 * F1, 2.0 * F2 / (M * nu_GeV)}, E_GeV, Q2_GeV2, nu_GeV);
}

DeepInelasticCrossSection::DeepInelasticCrossSection(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon,
                                                     ShowerWindow const& window, double E_max_GeV,
                                                     Numerics const& numerics)
    : CrossSectionTable{threshold(dm, nucleon, window, E_max_GeV), E_max_GeV, numerics.recoil_table / energies_left_out,
                        [&](double E) { return in_window_m2(dm, mediator_GeV, nucleon, window, E, numerics); }} {}

}  // namespace penumbra
