#pragma once

#include "iww_bremsstrahlung.hpp"

namespace penumbra {

/// How finely the two remaining integrals (angle, momentum transfer) are done. Errors: see exact_dsigma_dx_cm2.
enum class BremsstrahlungPrecision { fast, fine };

/// d sigma/dx per epsilon^2 of e- N -> e- N A' at tree level, in cm2; x = E_A'/E with E the total energy of the electron.
///
///   d sigma/(dx dU) = alpha^3 E / (4 p^2 V) int dt G(t)/t^2 <|A|^2> / (4 M^2),    U = m_e^2 - (p-k)^2,   V = |p-k| (3-vectors)
///
/// with the vector emitted from the electron line (both diagrams, electron mass kept), one photon exchanged with a spin-0 nucleus of
/// mass M at rest that recoils, and the elastic form factor G of `ElasticTarget`. The azimuth of the exchanged photon is done in
/// closed form, the momentum transfer and the angle by Gauss-Legendre rules.
///
/// Source: phase space as in arXiv:1609.06781, section II; the squared amplitude is our own, checked against explicit Dirac
/// matrices to 1e-11 (tools/bremsstrahlung/check_matrix_element.py).
/// Valid: 1 MeV <= m < E - m_e, 0.1 GeV <= E <= 300 GeV, 0 < x; zero outside the phase space. Tree level, no inelastic form factor,
/// A' radiated by the nucleus neglected.
double exact_dsigma_dx_cm2(double m_GeV, double E_GeV, double x, ElasticTarget target,
                           BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

/// The part of `exact_dsigma_dx_cm2` with the A' inside the polar angle theta.
double exact_dsigma_dx_within_cm2(double theta_rad, double m_GeV, double E_GeV, double x, ElasticTarget target,
                                  BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

/// d sigma/(dx dU) per epsilon^2 in cm2 / GeV2, with U = U_min + 4 p k sin^2(theta/2), U_min ~ m^2 (1-x)/x + m_e^2 x.
double exact_dsigma_dx_dU_cm2(double U_GeV2, double m_GeV, double E_GeV, double x, ElasticTarget target,
                              BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

/// Correction of the improved Weizsaecker-Williams cross section, exact / IWW, at fixed x.
double exact_over_iww(double m_GeV, double E_GeV, double x, ElasticTarget target,
                      BremsstrahlungPrecision precision = BremsstrahlungPrecision::fast);

}  // namespace penumbra
