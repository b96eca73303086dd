#include "particle/proton_form_factor.hpp"

#include <array>
#include <cmath>

#include "particle/constants.hpp"
#include "particle/vector_mesons.hpp"

namespace penumbra {
namespace {

struct Pole {
  double strength;
  double mass_GeV;
  double width_GeV;
};

// arXiv:0910.5589: rho, rho', rho'', omega, omega', omega''.
constexpr std::array<Pole, 6> faessler_poles{{{0.616534, 0.77, 0.15},
                                              {0.223204, 1.25, 0.30},
                                              {-0.339738, 1.45, 0.50},
                                              {1.011754, 0.77, 0.0085},
                                              {-0.881657, 1.25, 0.30},
                                              {0.369902, 1.45, 0.50}}};

}  // namespace

std::complex<double> proton_dirac_faessler(double m_GeV) {
  std::complex<double> sum = 0.0;
  for (auto const& v : faessler_poles) {
    double const m2 = v.mass_GeV * v.mass_GeV;
    sum += v.strength * m2 / std::complex<double>{m2 - m_GeV * m_GeV, -v.mass_GeV * v.width_GeV};
  }
  return sum;
}

std::complex<double> proton_dirac_vector_dominance(double m_GeV) {
  constexpr double threshold = 4.0 * sm::m_pi_GeV * sm::m_pi_GeV;
  constexpr double m_rho2 = meson::rho0.mass_GeV * meson::rho0.mass_GeV;
  constexpr double m_omega2 = meson::omega.mass_GeV * meson::omega.mass_GeV;
  double const q2 = m_GeV * m_GeV;
  double const rho_imaginary = q2 > threshold ? meson::rho0.mass_GeV * meson::rho0.width_GeV *
                                                    std::pow((q2 - threshold) / (m_rho2 - threshold), 1.5)
                                              : 0.0;
  return 0.5 * m_rho2 / std::complex<double>{m_rho2 - q2, -rho_imaginary} +
         0.5 * m_omega2 / std::complex<double>{m_omega2 - q2, -meson::omega.mass_GeV * meson::omega.width_GeV};
}

}  // namespace penumbra
