#pragma once

#include <complex>

#include "beam/proton_splitting.hpp"

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

/// The same from explicit Dirac matrices (tools/bremsstrahlung/check_polarisation.py), which is that of massive
/// electrons too (arXiv:0906.0580, eq. A12): 1 + (1-z)^2 in place of z + (1-z)^2.
double splitting_of_matrices_per_eps2(double z, double pT2_GeV2, double m_GeV);

/// Radiation before the collision: p -> p* V, the proton p* close to its mass shell (quasi-real), then p* N -> X.
///
///   w = alpha/(2 pi) D^2 { [1+(1-z)^2]/(z H) - z(1-z)(2 m_p^2 + m^2)/H^2 + Re(r) z [H - 3(1-z) m^2]/H^2
///                          + |r|^2 z/m_p^2 [ 1/(4z^2) + m^2 (H - (1-z) m^2)/(8 H^2) - (1-z) m^2 m_p^2/H^2 ] }
///
/// per eps^2 and |F_1|^2 = 1, r = F_2/F_1, H as above, D = Lambda^4/(Lambda^4 + H^2/z^2) the form factor of a proton
/// H/z off its mass shell (squared virtuality m_p^2 - H/z).
/// Source: the approach and D, arXiv:2108.05900. There the proton's term is z/H + 1/(2 z m^2) in place of the first, of
/// a current that is not conserved; here longitudinal mediators couple by eps_L - k/m (Dawson, Nucl. Phys. B249 (1985)
/// 42). Derived with explicit Dirac matrices, of which tools/bremsstrahlung/check_quasi_real.py checks every term.
/// Valid: as above, and H/z well below (1-z) times the squared beam energy. No cut on p_T is needed.
double quasi_real_splitting_per_eps2(double z, double pT2_GeV2, double m_GeV, double off_shell_GeV,
                                     std::complex<double> pauli_over_dirac);

/// The same integrated over p_T^2 from zero to a limit (closed form), dimensionless.
double splitting_below_pT_per_eps2(double z, double pT_max_GeV, double m_GeV);

/// Integral over z too, per eps^2: dark photons per proton that interacts, for form factor and cross-section ratio one.
double splitting_probability_per_eps2(double z_min, double z_max, double pT_max_GeV, double m_GeV);

/// Splitting p -> p S of a scalar with L = -g S pbar p, dN/(dz dp_T^2) per g^2, GeV^-2:
///
///   w = 1/(16 pi^2) z [p_T^2 + (2-z)^2 m_p^2]/H^2
///
/// Derivation: spin sum of the vertex with light-cone kinematics. For a massless scalar its integral over p_T^2 is the
/// splitting of Dawson and Reina, hep-ph/9705208, [4(1-z)/z + z ln(...)]/(16 pi^2). The quasi-real treatment of
/// arXiv:2108.05900 has the same; arXiv:1904.10447 prints 8 pi^2, twice as much (both as read in a public program).
/// Valid: as for vectors.
double scalar_splitting_per_g2(double z, double pT2_GeV2, double m_GeV);

/// The same times the squared off-shell form factor D^2 of the quasi-real proton.
double quasi_real_scalar_splitting_per_g2(double z, double pT2_GeV2, double m_GeV, double off_shell_GeV);

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

/// Elastic proton-proton cross section, mb: 11.7 - 1.59 ln s + 0.134 ln^2 s.
///
/// Source: recalled: fit of TOTEM, arXiv:1204.5689. 7.0 mb at 400 GeV/c, 29.7 mb at 13 TeV (TOTEM:2017asr measured 31.0
/// +- 1.7). Valid: sqrt(s) above 5 GeV, 10 %.
double sigma_elastic_pp_mb(double s_GeV2);

/// Cross section of inelastic collisions that are not single diffractive, mb: 1.76 + 19.8 s^0.057.
///
/// Source: recalled: as used in arXiv:2108.05900 and in a public program for it. Valid: sqrt(s) above 5 GeV.
double sigma_not_single_diffractive_mb(double s_GeV2);

}  // namespace penumbra
