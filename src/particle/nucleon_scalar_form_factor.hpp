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
/// Source: arXiv:2108.05900, constants read in a public program that follows it. F(0) = 1.09, not one; |F|^2 = 1e3 at
/// 0.98 GeV. Valid: m below 1.5 GeV as a model.
std::complex<double> nucleon_scalar_three_poles(double m_GeV);

/// The same from the f0(500) alone, one at q^2 = 0: a plain model (scalar-meson dominance, arXiv:1906.10961, discusses
/// it). Differs from the three poles by 0.8 in |F|^2 near zero and by 2e-3 at the f0(980).
std::complex<double> nucleon_scalar_ground_state(double m_GeV);

}  // namespace penumbra
