#pragma once

namespace penumbra {

/// Where the digitised width ends.
inline constexpr double fermion_table_end_GeV = 3.0;

/// a -> hadrons for c/Lambda (in GeV^-1) of quarks in L = (c/2 Lambda) d_mu a sum_f fbar gamma^mu gamma5 f, one c for
/// u, d, s, c and b and another for t.
///
/// - 0.28 to 3 GeV: arXiv:2310.03524 as tabulated (couplings universal at 1 TeV), by the c of the lighter
///   quarks: what the one of top brings to them by running is a tenth. Below the three-pion threshold this
/// is
///   pi+ pi- gamma and negligible.
/// - above 3 GeV: c cbar and b bbar above open charm and bottom (`alp_to_fermions_GeV`) and two gluons through loops of
///   all quarks (`alp_to_gluons_GeV` with c sum_q B_1/(32 pi^2)), times a factor that goes from the ratio to the table
///   to one at 2 m_D.
///
/// Error: one calculation; arXiv:2501.04525 moves widths above 1 GeV by factors of order one. The step in the table at
/// 2.58 GeV, a factor of two, comes from there; it is not explained, and shows the size of the error.
double fermion_alp_to_hadrons_GeV(double quarks_per_GeV, double top_per_GeV, double m_GeV);

/// What the interference of gluons, c_g/Lambda in L = -(4 pi alpha_s c_g/Lambda) a G Gtilde, and loops of quarks adds
/// to a -> g g in perturbation theory: amplitudes c_g - c sum_q B_1/(32 pi^2). Source: arXiv:1708.00443, eq. 14.
double gluon_interference_GeV(double gluon_per_GeV, double quarks_per_GeV, double top_per_GeV, double m_GeV);

/// Factor by which that width may be larger or smaller: 1.5 up to 1 GeV, where digitisations and light quarks in the
/// loop decide, 2 from there on (the step in the table; arXiv:2501.04525).
double fermion_alp_hadronic_spread(double m_GeV);

}  // namespace penumbra
