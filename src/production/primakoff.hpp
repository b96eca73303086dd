#pragma once

namespace penumbra {

/// gamma + nucleus -> a + nucleus at rest, with L = -(g/4) a F Ftilde, g in GeV^-1, in cm^2.

/// Per angle of the ALP, for a point charge Z: g^2 alpha Z^2 E^2 p^2 sin^3 theta/(4 q^4), q^2 = |p_gamma - p|^2.
/// Source: Raffelt, Phys. Rev. D 33 (1986) 897 and arXiv:1512.03069, eq. 4, which has p^4 for E^2 p^2 (the same for
/// E >> m). Nucleus without recoil: q^2/(2 M) << E.
double primakoff_dsigma_dtheta_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double theta);

/// Integral over q^2 from [E - p]^2 to q2_max of
///
///   (g^2 alpha Z^2/8) (q^2 - q_min^2)/q^4 [1 - (q^2 - q_min^2)/(4 E p)] F^2(q^2)
///
/// with the screening by atomic electrons and the Helm form factor. Valid: elastic only; above the scale of the
/// nucleus, m^2/(2 E) > 0.1 GeV, incoherent scattering on protons takes over and is left out. Zero where closed.
/// Quadrature error below 1e-4.
double primakoff_cross_section_cm2(double g_per_GeV, double m_GeV, double E_GeV, double Z, double A,
                                   double q2_max_GeV2);

}  // namespace penumbra
