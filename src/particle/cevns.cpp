#include "particle/cevns.hpp"

#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/nuclear_form_factor.hpp"

namespace penumbra {

double largest_nuclear_recoil_GeV(double target_GeV, double E_GeV) {
  return 2.0 * E_GeV * E_GeV / (target_GeV + 2.0 * E_GeV);
}

InterferingCrossSection cevns_cm2_per_GeV(CevnsTarget const& target, double E_GeV, double T_GeV) {
  if (T_GeV < 0.0 || T_GeV > largest_nuclear_recoil_GeV(target.mass_GeV, E_GeV)) return {0.0, 0.0, 0.0};
  double const charge = target.N - (1.0 - 4.0 * sm::sin2_theta_w_low) * target.Z;
  double const form = helm_form_factor(std::sqrt(2.0 * target.mass_GeV * T_GeV), target.Z + target.N);
  double const kinematic = 1.0 - T_GeV / E_GeV - target.mass_GeV * T_GeV / (2.0 * E_GeV * E_GeV);
  double const scale = sm::G_F_per_GeV2 * sm::G_F_per_GeV2 * target.mass_GeV / (4.0 * std::numbers::pi) * form * form *
                       kinematic * sm::cm2_per_inverse_GeV2;
  return {scale * charge * charge, -8.0 * scale * charge, 16.0 * scale};
}

double cevns_above_cm2(CevnsTarget const& target, double E_GeV, double threshold_GeV) {
  double const max_GeV = largest_nuclear_recoil_GeV(target.mass_GeV, E_GeV);
  if (threshold_GeV >= max_GeV) return 0.0;
  // A polynomial times a smooth form factor: 24 nodes are exact to 1e-10 below 100 MeV.
  auto const nodes = gauss_legendre(24, threshold_GeV, max_GeV);
  double sum_cm2 = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum_cm2 += nodes.w[i] * cevns_cm2_per_GeV(target, E_GeV, nodes.x[i]).standard;
  return sum_cm2;
}

}  // namespace penumbra
