#include "production/primakoff.hpp"

#include <algorithm>
#include <cmath>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/nuclear_form_factor.hpp"

namespace penumbra {
namespace {

/// a^2 q^2/(1 + a^2 q^2), a = 111 Z^(-1/3)/m_e: Thomas-Fermi-Moliere screening, Tsai, Rev. Mod. Phys. 46 (1974) 815.
double atomic_form_factor(double q2_GeV2, double Z) {
  double const a_per_GeV = 111.0 / (std::cbrt(Z) * sm::m_e_GeV);
  double const x = a_per_GeV * a_per_GeV * q2_GeV2;
  return x / (1.0 + x);
}

}  // namespace

double primakoff_dsigma_dtheta_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double theta) {
  if (E_GeV <= m_GeV) return 0.0;
  double const p = std::sqrt((E_GeV - m_GeV) * (E_GeV + m_GeV));
  double const q_min = m_GeV * m_GeV / (E_GeV + p);
  double const half = std::sin(0.5 * theta);
  double const q2 = q_min * q_min + 4.0 * E_GeV * p * half * half;
  double const strength = g_per_GeV * Z * E_GeV * p / q2;
  return 0.25 * sm::alpha * strength * strength * std::pow(std::sin(theta), 3) * sm::cm2_per_inverse_GeV2;
}

double primakoff_cross_section_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double A,
                                   double q2_max_GeV2) {
  if (E_GeV <= m_GeV) return 0.0;
  double const p = std::sqrt((E_GeV - m_GeV) * (E_GeV + m_GeV));
  double const q_min = m_GeV * m_GeV / (E_GeV + p);
  double const q2_min = q_min * q_min;
  double const q2_max = std::min(q2_max_GeV2, q2_min + 4.0 * E_GeV * p);
  if (q2_max <= q2_min) return 0.0;
  auto const nodes = composite_gauss_legendre(40, 8, std::log(q2_min), std::log(q2_max));
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const q2 = std::exp(nodes.x[i]);
    double const F = atomic_form_factor(q2, Z) * helm_form_factor(std::sqrt(q2), A);
    double const above = q2 - q2_min;
    sum += nodes.w[i] * above / q2 * (1.0 - above / (4.0 * E_GeV * p)) * F * F;
  }
  return g_per_GeV * g_per_GeV * Z * Z * sm::alpha / 8.0 * sum * sm::cm2_per_inverse_GeV2;
}

}  // namespace penumbra
