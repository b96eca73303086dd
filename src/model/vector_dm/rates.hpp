#pragma once

#include "model/model.hpp"

namespace penumbra {

/// Branching ratio of a pseudoscalar meson to a photon and a dark-matter pair through a vector of mass m and total
/// width Gamma, on or off its mass shell, per eps^2 and at alpha_D = 1 in the numerator:
///
///   BR(gamma gamma) int ds/pi 2 (1 - s/m_P^2)^3 sqrt(s) Gamma_dark(sqrt s) / [(s - m^2)^2 + m^2 Gamma^2]
///
/// Source: arXiv:1609.01770. Transition form factor one. For m on shell and narrow it is BR(gamma A') BR(A' -> dark).
double pseudoscalar_to_photon_dark_pair(DarkMatter const& dm, double m_GeV, double width_GeV, double parent_GeV,
                                        double br_two_photons);

/// Width of chi_2 -> chi_1 V for a vector of squared mass q2, real or virtual, GeV at alpha_D = 1 in units of
/// alpha_D: trace of the current i g_D chi1bar gamma_mu chi2. Valid: 0 < q2 <= (m_2 - m_1)^2.
double heavier_state_emission_GeV(DarkMatter const& dm, double q2_GeV2);

/// Width of the heavier state of a pseudo-Dirac pair, chi_2 -> chi_1 l+ l-, through a vector of mass m above the mass
/// difference, GeV at alpha_D = epsilon = 1: exact tree level with lepton masses, integrated over q^2. For a small
/// splitting and massless leptons 4 alpha (m_2 - m_1)^5/(15 pi m^4) (arXiv:1508.03050, eq. 4), which is 13 % high at a
/// splitting of 0.1. Zero below threshold and when the vector itself can be emitted.
double heavier_state_width_GeV(DarkMatter const& dm, double m_GeV, double lepton_GeV);

/// Reference cross section on an electron, 16 pi mu^2 alpha /(m^2 + alpha^2 m_e^2)^2, cm^2 at alpha_D = epsilon = 1.
/// Source: arXiv:1108.5383. For complex scalars and Dirac fermions, as below.
double reference_electron_cross_section_cm2(DarkMatter const& dm, double m_GeV);

/// Cross section on a free proton at rest, 16 pi alpha mu^2/m^4, cm^2 at alpha_D = epsilon = 1. For complex scalars and
/// Dirac fermions; that of Majorana fermions is suppressed by the squared velocity, that of pseudo-Dirac pairs is
/// inelastic: nullopt.
std::optional<double> slow_proton_cross_section_cm2(DarkMatter const& dm, double m_GeV);

}  // namespace penumbra
