#include "particle/proton_form_factor.hpp"

#include <algorithm>
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

struct GroundStates {
  std::complex<double> rho;
  std::complex<double> omega;
};

/// Propagators m_V^2/(m_V^2 - q^2 - i ...) at q^2 = m^2.
GroundStates ground_states(double m_GeV) {
  constexpr double threshold = 4.0 * sm::m_pi_GeV * sm::m_pi_GeV;
  constexpr double m_rho2 = meson::rho0.mass_GeV * meson::rho0.mass_GeV;
  constexpr double m_omega2 = meson::omega.mass_GeV * meson::omega.mass_GeV;
  double const q2 = m_GeV * m_GeV;
  double const rho_imaginary = q2 > threshold ? meson::rho0.mass_GeV * meson::rho0.width_GeV *
                                                    std::pow((q2 - threshold) / (m_rho2 - threshold), 1.5)
                                              : 0.0;
  return {m_rho2 / std::complex<double>{m_rho2 - q2, -rho_imaginary},
          m_omega2 / std::complex<double>{m_omega2 - q2, -meson::omega.mass_GeV * meson::omega.width_GeV}};
}

}  // namespace

std::array<ProtonFormFactor, 3> const proton_form_factors{
    {{"faessler-2010", &proton_dirac_faessler, "three rho-like and three omega-like poles, arXiv:0910.5589"},
     {"vector-dominance", &proton_dirac_vector_dominance, "rho and omega with universal couplings"},
     {"dipole-penalty", &proton_dirac_dipole_penalty, "no resonances, a dipole above 0.84 GeV, arXiv:2011.05115",
      false}}};

bool is_usual_form_factor(std::string_view name) {
  return std::none_of(proton_form_factors.begin(), proton_form_factors.end(),
                      [&](ProtonFormFactor const& one) { return one.name == name && !one.usual; });
}

std::complex<double> proton_dirac_faessler(double m_GeV) {
  std::complex<double> sum = 0.0;
  for (auto const& v : faessler_poles) {
    double const m2 = v.mass_GeV * v.mass_GeV;
    sum += v.strength * m2 / std::complex<double>{m2 - m_GeV * m_GeV, -v.mass_GeV * v.width_GeV};
  }
  return sum;
}

std::complex<double> proton_dirac_vector_dominance(double m_GeV) {
  auto const [rho, omega] = ground_states(m_GeV);
  return 0.5 * (rho + omega);
}

std::complex<double> proton_dirac_dipole_penalty(double m_GeV) {
  constexpr double dipole_GeV2 = 0.71;  // FairShip, proton_bremsstrahlung.py
  double const ratio = m_GeV * m_GeV / dipole_GeV2;
  return ratio > 1.0 ? 1.0 / (ratio * ratio) : 1.0;
}

std::complex<double> proton_pauli_vector_dominance(double m_GeV) {
  constexpr double kappa_p = 1.79284735;   // PDG 2022: mu_p/mu_N - 1
  constexpr double kappa_n = -1.91304276;  // PDG 2022: mu_n/mu_N
  auto const [rho, omega] = ground_states(m_GeV);
  return 0.5 * ((kappa_p - kappa_n) * rho + (kappa_p + kappa_n) * omega);
}

}  // namespace penumbra
