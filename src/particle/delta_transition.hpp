#pragma once

namespace penumbra {

/// Mass of the Delta(1232), Breit-Wigner: PDG.
inline constexpr double m_Delta_GeV = 1.232;
/// Share of neutral pions in Delta+ -> N pi and Delta0 -> N pi: isospin.
inline constexpr double neutral_pions_per_Delta = 2.0 / 3.0;

/// Magnetic dipole form factor G*_M of N -> Delta(1232) in the convention of Jones and Scadron at Q^2 >= 0, the same
/// for proton and neutron (the photon excites the Delta by its isovector part alone):
///
///   3 (1 + 0.0095 Q^2) exp(-0.23 Q^2) G_D(Q^2) sqrt(1 + Q^2/(M_Delta + M)^2),   G_D = (1 + Q^2/0.71)^-2.
///
/// Source: MAID, arXiv:0710.0306 (recalled: in Ash's convention, which lacks the root). Electric and Coulomb
/// quadrupoles, below 3 % and 8 % of the amplitude, are left out: below 1 % of the rate. Valid: Q^2 < 8 GeV^2.
double delta_magnetic_form_factor(double Q2_GeV2);

/// What the transition gives to the transverse part of the hadronic tensor, averaged over the spin of the nucleon,
/// GeV^2:
///
///   (M_Delta + M)^2 [(M_Delta - M)^2 + Q^2] G*_M^2 / (4 M^2).
///
/// The radiative width is alpha k/(2 M_Delta^2) times this at Q^2 = 0. A magnetic dipole has no longitudinal part.
double delta_transverse_GeV2(double nucleon_GeV, double Q2_GeV2);

}  // namespace penumbra
