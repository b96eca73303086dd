#pragma once

#include "particle/quark_charges.hpp"

namespace penumbra {

/// Strong coupling in the MSbar scheme at a scale of 1 to 200 GeV, from alpha_s(m_Z), three-loop running, five flavours
/// above the bottom mass, four above charm, three below (continuous at the thresholds).
///
/// Source: PDG, review of quantum chromodynamics, eq. 9.4. The value is tabulated once and interpolated: error below
/// 1e-5.
double alpha_s(double scale_GeV);

/// R(M) = sigma(e+e- -> hadrons) / (4 pi alpha^2 / 3 M^2) in perturbation theory:
///
///   R = 3 sum_q Q_q^2 v_q (3 - v_q^2)/2 [1 + a + 1.9857 a^2 - 0.1152 n_f a^2 - (6.6369 + 1.2001 n_f + 0.0052 n_f^2)
///   a^3],  a = alpha_s/pi
///
/// u, d, s massless; charm and bottom open smoothly at the hadronic thresholds 2 m_D and 2 m_B, v = sqrt(1 - 4
/// m_D,B^2/M^2). Source: PDG, review of quantum chromodynamics, eqs. 9.7-9.8 (singlet term left out: below 0.1 %).
/// Valid: 2 to 100 GeV away from resonances. J/psi, psi', Upsilon and the structure just above 2 m_D are not resolved
/// (data rise to R = 4 at 3.77 and 4.04 GeV); Z exchange and mixing are neglected (below 1 % up to 20 GeV, order one
/// near m_Z).
/// For other charges than the photon's: the width of such a vector to hadrons, g^2 M R/(12 pi).
double perturbative_r(double m_GeV, QuarkCharges const& quarks = electric_charges);

}  // namespace penumbra
