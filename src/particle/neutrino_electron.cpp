#include "particle/neutrino_electron.hpp"

#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

double largest_recoil_GeV(double E_GeV) { return 2.0 * E_GeV * E_GeV / (sm::m_e_GeV + 2.0 * E_GeV); }

}  // namespace

double neutrino_electron_cm2_per_GeV(NeutrinoFlavour flavour, double E_GeV, double T_GeV) {
  if (T_GeV < 0.0 || T_GeV > largest_recoil_GeV(E_GeV)) return 0.0;
  double const right = sm::sin2_theta_w_low;
  double const left = sm::sin2_theta_w_low + (flavour == NeutrinoFlavour::electron ? 0.5 : -0.5);
  double const kept = 1.0 - T_GeV / E_GeV;
  double const shape = left * left + right * right * kept * kept - left * right * sm::m_e_GeV * T_GeV / (E_GeV * E_GeV);
  return 2.0 * sm::G_F_per_GeV2 * sm::G_F_per_GeV2 * sm::m_e_GeV / std::numbers::pi * shape * sm::cm2_per_inverse_GeV2;
}

double neutrino_electron_cm2(NeutrinoFlavour flavour, double E_GeV) {
  auto const nodes = gauss_legendre(4, 0.0, largest_recoil_GeV(E_GeV));  // a parabola: exact
  double sum_cm2 = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum_cm2 += nodes.w[i] * neutrino_electron_cm2_per_GeV(flavour, E_GeV, nodes.x[i]);
  return sum_cm2;
}

}  // namespace penumbra
