#pragma once

namespace penumbra {

/// Electric and magnetic (Sachs) form factors of a nucleon at space-like momentum transfer.
struct SachsFormFactors {
  double electric;
  double magnetic;
};

/// Electromagnetic form factors of the proton and the neutron at Q^2 = -q^2 >= 0.
///
/// Fit BBA-03 (hep-ex/0308005): inverse polynomials in Q^2 for G_Ep, G_Mp/mu_p, G_Mn/mu_n; above 6 GeV^2, where G_Ep
/// has no data, G_Ep follows G_Mp; G_En in the Galster form of Krutov (hep-ph/0202183) as used there. Valid: Q^2 < 10
/// GeV^2; G_Ep and the magnetic ones to 2 % below 2 GeV^2.
SachsFormFactors proton_sachs(double Q2_GeV2);
SachsFormFactors neutron_sachs(double Q2_GeV2);

}  // namespace penumbra
