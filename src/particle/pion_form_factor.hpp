#pragma once

#include <complex>

#include "particle/quark_charges.hpp"

namespace penumbra {

/// Gounaris-Sakurai amplitude of a resonance decaying to two charged pions: 1 at s = 0, a pole near m - i Gamma/2.
///
/// Source: Gounaris, Sakurai, Phys. Rev. Lett. 21 (1968) 244, in the form of arXiv:1205.2228, eqs. 27-33.
/// Valid: s >= 4 m_pi^2.
std::complex<double> gounaris_sakurai(double s_GeV2, double m_GeV, double width_GeV);

/// Time-like form factor of the charged pion with rho-omega mixing, rho(1450), rho(1700) and rho(2250).
///
/// As fitted: |F|^2 = 3 s sigma(e+e- -> pi+pi-) / (pi alpha^2 beta^3) with vacuum polarisation in the cross section.
/// Source: the fit of the BABAR collaboration, arXiv:1205.2228, table VI; zero below threshold.
/// Valid: 2 m_pi to 3 GeV (the range of the fit); falls like 1/s above.
/// A vector with other couplings than the photon's: rho and its excitations, and the omega that mixes with the rho,
/// each by its own.
std::complex<double> pion_form_factor(double q_GeV, MesonCharges const& charges = photon_like);

}  // namespace penumbra
