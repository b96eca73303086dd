#pragma once

namespace penumbra {

/// f_0 of B -> K and A_0 of B -> K*(892) with the mass of this B, at q^2 in GeV^2, of flavour-changing decays to a
/// scalar or a pseudoscalar: light-cone sum rules, hep-ph/0406232 and hep-ph/0412079, 10 to 15 %. Valid: q^2 below 18
/// GeV^2 (f_0) and 14 GeV^2 (A_0), used up to the end of the phase space.
double B_to_K_f_0(double q2_GeV2);
double B_to_Kstar_A_0(double q2_GeV2, double B_GeV);

}  // namespace penumbra
