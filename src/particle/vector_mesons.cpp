#include "particle/vector_mesons.hpp"

#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {

std::complex<double> rho_pole(double q_GeV) {
  constexpr double threshold = 4.0 * sm::m_pi_GeV * sm::m_pi_GeV;
  constexpr double m2 = meson::rho0.mass_GeV * meson::rho0.mass_GeV;
  double const q2 = q_GeV * q_GeV;
  double const imaginary =
      q2 > threshold ? meson::rho0.mass_GeV * meson::rho0.width_GeV * std::pow((q2 - threshold) / (m2 - threshold), 1.5)
                     : 0.0;
  return m2 / std::complex<double>{m2 - q2, -imaginary};
}

std::complex<double> narrow_pole(VectorMeson const& meson, double q_GeV) {
  double const m2 = meson.mass_GeV * meson.mass_GeV;
  return m2 / std::complex<double>{m2 - q_GeV * q_GeV, -meson.mass_GeV * meson.width_GeV};
}

double photon_mixing_squared(VectorMeson const& meson) {
  return 3.0 * meson.width_ee_GeV / (sm::alpha * meson.mass_GeV);
}

double mixing_rate_per_parent(VectorMeson const& meson, double m_GeV) {
  double const M2 = meson.mass_GeV * meson.mass_GeV;
  double const off = M2 - m_GeV * m_GeV;
  return photon_mixing_squared(meson) * M2 * M2 / (off * off + M2 * meson.width_GeV * meson.width_GeV);
}

}  // namespace penumbra
