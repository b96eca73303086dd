#pragma once

namespace penumbra {

/// Splitting p -> p V of a vector with the proton's charge times eps, dN/(dz dp_T^2) per eps^2, GeV^-2:
///
///   w = alpha/(2 pi H) { [1+(1-z)^2]/z - 2z(1-z)[(2 m_p^2 + m^2)/H - 2 z^2 m_p^4/H^2]
///                        + 2z(1-z)[z + (1-z)^2] m_p^2 m^2/H^2 + 2z(1-z)^2 m^4/H^2 },   H = p_T^2 + (1-z) m^2 + z^2
///                        m_p^2
///
/// z = share of the momentum, p_T its transverse momentum. Form factor and cross sections are apart.
/// Source: arXiv:1311.3870, eq. 2; the normalisation is that of the massless splitting alpha/(2 pi) P(z)/p_T^2.
/// Valid: 0 < z < 1, m and p_T much smaller than z and (1-z) times the beam momentum.
double splitting_per_eps2(double z, double pT2_GeV2, double m_GeV);

/// The same integrated over p_T^2 from zero to a limit (closed form), dimensionless.
double splitting_below_pT_per_eps2(double z, double pT_max_GeV, double m_GeV);

/// Integral over z too, per eps^2: dark photons per proton that interacts, for form factor and cross-section ratio one.
double splitting_probability_per_eps2(double z_min, double z_max, double pT_max_GeV, double m_GeV);

/// Spin of a vector: real part of its density matrix, trace one, in its rest frame. z along its momentum, x across,
/// away from the beam, y normal to the plane of both.
struct Polarisation {
  double xx;
  double yy;
  double zz;
  double xz;
};

/// Polarisation of the vector of this splitting at one z and p_T. With y = 1-z, q = p_T^2/H, v = 1-2q, in units of 1/z:
///
///   xx = [(1+y)^2 v^2 + (1-y)^2]/4 + f,  yy = [(1+y)^2 + (1-y)^2 v^2]/4 + f,  zz = 4 y^2 q m^2/H,
///   xz = (1+y) y v sqrt(q) m/sqrt(H),    f = z^4 q m_p^2/H (flip of the proton's helicity)
///
/// Derivation: a small momentum, transferred in any direction i, leaves d/dp_T,i of the amplitudes p_T/H (transverse)
/// and -y m/H (longitudinal); the proton hands helicity +1 with amplitude 1, -1 with y. Their sum over everything is
/// the splitting function of massive electrons, arXiv:0906.0580, eq. A12 (the one above has z + (1-z)^2 where this has
/// 1 + (1-z)^2). Valid: as above, and transfer below p_T.
Polarisation splitting_polarisation(double z, double pT_GeV, double m_GeV);

/// Total proton-proton cross section, mb:
///   0.2704 ln^2(s/s_M) + 34.49 + 12.98 (s/s_M)^-0.451 - 7.38 (s/s_M)^-0.549,   s_M = (2 m_p + 2.2127 GeV)^2
///
/// Source: PDG, Review of Particle Physics 2016, table 51.1 (Regge fit). Valid: sqrt(s) above 5 GeV; a few per cent.
double sigma_pp_mb(double s_GeV2);

/// sigma_pp(s') / sigma_pp(s), for a proton of energy E on a proton at rest that keeps the energy (1-z) E:
/// s' = 2 m_p (E - E_V + m_p), E_V = z E.
double cross_section_ratio(double z, double proton_energy_GeV);

}  // namespace penumbra
