#include "particle/neutrino_electron.hpp"

#include <numbers>
#include <utility>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

namespace penumbra {

double largest_electron_recoil_GeV(double E_GeV) { return 2.0 * E_GeV * E_GeV / (sm::m_e_GeV + 2.0 * E_GeV); }

InterferingCrossSection neutrino_electron_cm2_per_GeV(Neutrino neutrino, double E_GeV, double T_GeV) {
  if (T_GeV < 0.0 || T_GeV > largest_electron_recoil_GeV(E_GeV)) return {0.0, 0.0, 0.0};
  double right = sm::sin2_theta_w_low;
  double left = sm::sin2_theta_w_low + (neutrino.flavour == NeutrinoFlavour::electron ? 0.5 : -0.5);
  if (neutrino.anti) std::swap(left, right);
  double const kept = (1.0 - T_GeV / E_GeV) * (1.0 - T_GeV / E_GeV);
  double const flip = sm::m_e_GeV * T_GeV / (E_GeV * E_GeV);
  double const scale =
      2.0 * sm::G_F_per_GeV2 * sm::G_F_per_GeV2 * sm::m_e_GeV / std::numbers::pi * sm::cm2_per_inverse_GeV2;
  return {scale * (left * left + right * right * kept - left * right * flip),
          scale * (2.0 * left + 2.0 * right * kept - (left + right) * flip), scale * (1.0 + kept - flip)};
}

double neutrino_electron_cm2(Neutrino neutrino, double E_GeV) {
  auto const nodes = gauss_legendre(4, 0.0, largest_electron_recoil_GeV(E_GeV));  // a parabola: exact
  double sum_cm2 = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum_cm2 += nodes.w[i] * neutrino_electron_cm2_per_GeV(neutrino, E_GeV, nodes.x[i]).standard;
  return sum_cm2;
}

}  // namespace penumbra
