#pragma once

namespace penumbra {

/// Electromagnetic structure function F_2 of the proton at Q^2 > 0 and hadronic mass squared W^2.
///
/// ALLM97: 23 parameters, from real photons to HERA. Source: hep-ph/9712415, eqs. 1-7 and table 1 (parameters as in
/// public implementations). Valid: W^2 > 3 GeV^2, 0 <= Q^2 < 5000 GeV^2, 3e-6 < x < 0.85, to a few per cent.
double proton_F2(double Q2_GeV2, double W2_GeV2);

/// F_2 of the neutron over that of the proton, of the New Muon Collaboration, Nucl. Phys. B371 (1992) 3, appendix:
///
///   A(x) (Q^2/20)^B(x) (1 + x^2/Q^2).
///
/// Valid: 0.003 < x < 0.7, 0.5 < Q^2 < 75 GeV^2; held at the ends of the range in Q^2.
double neutron_to_proton_F2(double x, double Q2_GeV2);

/// sigma_L/sigma_T, mean of the three forms of the world fit R1990, Whitlow et al., Phys. Lett. B250 (1990) 193. Valid:
/// 0.1 < x < 0.9, 0.6 < Q^2 < 20 GeV^2; below 0.35 GeV^2 it falls as Q^2, as it must for real photons.
double longitudinal_ratio(double x, double Q2_GeV2);

}  // namespace penumbra
