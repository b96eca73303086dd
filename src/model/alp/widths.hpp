#pragma once

#include <complex>
#include <span>

namespace penumbra {

/// Partial widths of a pseudoscalar a of mass m, GeV. Couplings are those of the Lagrangians given at each function.

/// a -> gamma gamma with L = -(g/4) a F Ftilde: g^2 m^3/(64 pi), g in GeV^-1.
/// Source: arXiv:1512.03069, eq. 2. Exact at tree level.
double alp_to_photons_GeV(double g_per_GeV, double m_GeV);

/// Gamma(a -> l+ l- gamma) / Gamma(a -> gamma gamma) by internal conversion of one photon:
///
///   (2 alpha/3 pi) int_{4r}^{1} dx/x (1-x)^3 (1 + 2r/x) sqrt(1 - 4r/x),   r = m_l^2/m^2
///
/// Source: Kroll and Wada, Phys. Rev. 98 (1955) 1355, without form factor (right for an ALP with the coupling above).
double photon_conversion(double lepton_GeV, double m_GeV);

/// a -> f fbar with L = (c/2 Lambda) d_mu a fbar gamma^mu gamma5 f, that is -i (c m_f/Lambda) a fbar gamma5 f:
///
///   N_c (c/Lambda)^2 m_f^2 m beta/(8 pi),   beta^2 = 1 - 4 m_threshold^2/m^2
///
/// Source: arXiv:1708.00443, eq. 8. The threshold mass is m_f for leptons, that of the lightest hadron for quarks.
double alp_to_fermions_GeV(double c_per_GeV, double m_GeV, double fermion_GeV, double colours, double threshold_GeV);

/// Loop function B_1(4 m_f^2/m^2) = 1 - tau f(tau)^2 of arXiv:1708.00443, eq. 10: one for light fermions in the loop,
/// -m^2/(12 m_f^2) for heavy ones.
std::complex<double> fermion_loop(double fermion_GeV, double m_GeV);

/// A fermion in the loop of a -> gamma gamma.
struct AlpLoopFermion {
  double mass_GeV;
  double weight;     ///< number of colours times squared charge
  double c_per_GeV;  ///< c/Lambda
};

/// Coupling to photons by loops of fermions, GeV^-1, in the normalisation of `alp_to_photons_GeV` but for the sign:
/// (alpha/pi) sum N_c Q^2 B_1 c/Lambda. Complex above 2 m_f.
/// Source: arXiv:1708.00443, eqs. 9 and 10.
std::complex<double> fermion_loop_photon_coupling_per_GeV(double m_GeV, std::span<AlpLoopFermion const> fermions);

/// a -> g g to next-to-leading order with L = -(4 pi alpha_s c/Lambda) a G Gtilde, c/Lambda in GeV^-1:
///
///   32 pi alpha_s(m)^2 m^3 (c/Lambda)^2 (1 + 83 alpha_s/(4 pi))
///
/// Source: arXiv:1708.00443, eq. 13. Valid above about 2 GeV; the correction is 2.6 times the leading order at 3 GeV,
/// so that a factor of two is the error.
double alp_to_gluons_GeV(std::complex<double> c_per_GeV, double m_GeV);

}  // namespace penumbra
