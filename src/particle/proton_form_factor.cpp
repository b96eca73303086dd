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

std::complex<double> proton_dirac_faessler(double m_GeV, MesonCharges const& charges) {
  std::complex<double> sum = 0.0;
  for (std::size_t i = 0; i < faessler_poles.size(); ++i) {
    auto const& v = faessler_poles[i];
    double const m2 = v.mass_GeV * v.mass_GeV;
    double const strength = v.strength * (i < 3 ? charges.rho : charges.omega);
    sum += strength * m2 / std::complex<double>{m2 - m_GeV * m_GeV, -v.mass_GeV * v.width_GeV};
  }
  return sum;
}

std::complex<double> proton_dirac_vector_dominance(double m_GeV, MesonCharges const& charges) {
  return 0.5 * (charges.rho * rho_pole(m_GeV) + charges.omega * narrow_pole(meson::omega, m_GeV));
}

std::complex<double> proton_dirac_dipole_penalty(double m_GeV, MesonCharges const& charges) {
  constexpr double dipole_GeV2 = 0.71;  // FairShip, proton_bremsstrahlung.py
  double const ratio = m_GeV * m_GeV / dipole_GeV2;
  return 0.5 * (charges.rho + charges.omega) * (ratio > 1.0 ? 1.0 / (ratio * ratio) : 1.0);
}

std::complex<double> proton_pauli_vector_dominance(double m_GeV, MesonCharges const& charges) {
  constexpr double kappa_p = 1.79284735;   // PDG 2022: mu_p/mu_N - 1
  constexpr double kappa_n = -1.91304276;  // PDG 2022: mu_n/mu_N
  auto const rho = rho_pole(m_GeV);
  auto const omega = narrow_pole(meson::omega, m_GeV);
  return 0.5 * ((kappa_p - kappa_n) * charges.rho * rho + (kappa_p + kappa_n) * charges.omega * omega);
}

}  // namespace penumbra
