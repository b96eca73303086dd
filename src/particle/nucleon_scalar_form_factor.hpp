#pragma once

#include <array>
#include <complex>
#include <string_view>

namespace penumbra {

/// Time-like form factors of the nucleon for a scalar current like that of the Higgs boson; the first is central, the
/// spread of all is the uncertainty.
struct NucleonScalarFormFactor {
  std::string_view name;
  std::complex<double> (*value)(double m_GeV);
  std::string_view title;
};
extern std::array<NucleonScalarFormFactor, 2> const nucleon_scalar_form_factors;

/// At q^2 = m^2 > 0 from three isoscalar poles of constant width, f0(500), f0(980), f0(1370):
///
///   F = sum_f r_f m_f^2 / (m_f^2 - q^2 - i m_f Gamma_f),   r = 0.28, 1.8, -0.99
///
/// Source: arXiv:2108.05900, constants read in a public program that follows it. F(0) = 0.986; |F|^2 = 1e3 at 0.98 GeV.
/// Valid: m below 1.5 GeV as a model.
std::complex<double> nucleon_scalar_three_poles(double m_GeV);

/// The same from the f0(500) alone with a running width, one at q^2 = 0:
///
///   F = m_f^2 / (m_f^2 - q^2 - i q Gamma(q^2)),   Gamma = Gamma_f (m_f/q)^2 sqrt[(q^2 - 4 m_pi^2)/(m_f^2 - 4 m_pi^2)]
///
/// zero width below two pions. A plain model (scalar-meson dominance, arXiv:1906.10961, discusses it): the rate is that
/// of the three poles near zero, 1.4 times it at 0.2 GeV and 1e-4 times at the f0(980).
std::complex<double> nucleon_scalar_ground_state(double m_GeV);

}  // namespace penumbra
