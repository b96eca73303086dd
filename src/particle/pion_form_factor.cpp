#include "particle/pion_form_factor.hpp"

#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;
constexpr double m_pi2_GeV2 = sm::m_pi_GeV * sm::m_pi_GeV;

double momentum_squared(double s_GeV2) { return s_GeV2 / 4.0 - m_pi2_GeV2; }

/// h(s) of Gounaris and Sakurai: real part of the two-pion loop.
double loop(double s_GeV2) {
  double const q = std::sqrt(s_GeV2);
  double const k = std::sqrt(momentum_squared(s_GeV2));
  return 2.0 / pi * k / q * std::log((q + 2.0 * k) / (2.0 * sm::m_pi_GeV));
}

/// dh/ds.
double loop_slope(double s_GeV2) {
  return loop(s_GeV2) * (1.0 / (8.0 * momentum_squared(s_GeV2)) - 1.0 / (2.0 * s_GeV2)) + 1.0 / (2.0 * pi * s_GeV2);
}

}  // namespace

std::complex<double> gounaris_sakurai(double s_GeV2, double m_GeV, double width_GeV) {
  PENUMBRA_EXPECT(s_GeV2 >= 4.0 * m_pi2_GeV2);
  double const m2 = m_GeV * m_GeV;
  double const k2 = momentum_squared(s_GeV2);
  double const K2 = momentum_squared(m2);
  double const K = std::sqrt(K2);
  double const h_m = loop(m2);
  double const running_width = width_GeV * std::pow(k2 / K2, 1.5) * m_GeV / std::sqrt(s_GeV2);
  double const shift = width_GeV * m2 / (K2 * K) * (k2 * (loop(s_GeV2) - h_m) + (m2 - s_GeV2) * K2 * loop_slope(m2));
  double const d = 3.0 / pi * m_pi2_GeV2 / K2 * std::log((m_GeV + 2.0 * K) / (2.0 * sm::m_pi_GeV)) +
                   m_GeV / (2.0 * pi * K) - m_pi2_GeV2 * m_GeV / (pi * K2 * K);
  return m2 * (1.0 + d * width_GeV / m_GeV) / std::complex<double>{m2 - s_GeV2 + shift, -m_GeV * running_width};
}

std::complex<double> pion_form_factor(double q_GeV, MesonCharges const& c) {
  if (q_GeV <= 2.0 * sm::m_pi_GeV) return 0.0;
  double const s = q_GeV * q_GeV;
  // Central values of arXiv:1205.2228, table VI: masses and widths in GeV, moduli and phases (rad) of the admixtures.
  constexpr double m_omega = 0.78191;
  constexpr double width_omega = 8.13e-3;
  auto const omega_share = std::polar(1.644e-3, -0.011);
  struct Excited {
    double mass_GeV;
    double width_GeV;
    std::complex<double> share;
  };
  static Excited const excited[] = {{1.493, 0.427, std::polar(0.158, 3.76)},
                                    {1.861, 0.316, std::polar(0.068, 1.39)},
                                    {2.254, 0.109, std::polar(0.0051, 0.70)}};
  auto const omega_pole = m_omega * m_omega / std::complex<double>{m_omega * m_omega - s, -m_omega * width_omega};
  auto sum = gounaris_sakurai(s, 0.77502, 0.14959) * (c.rho + c.omega * omega_share * omega_pole) / (1.0 + omega_share);
  std::complex<double> norm = 1.0;
  for (auto const& rho : excited) {
    sum += c.rho * rho.share * gounaris_sakurai(s, rho.mass_GeV, rho.width_GeV);
    norm += rho.share;
  }
  return sum / norm;
}

}  // namespace penumbra
