#pragma once

namespace penumbra {

/// Effective degrees of freedom of the Standard Model at photon temperature T: energy density rho = pi^2/30 g T^4,
/// entropy density s = 2 pi^2/45 h T^3.
///
/// Fit of Saikawa and Shirai, arXiv:1803.01038, appendix C: ratios of polynomials in ln T above 120 MeV (table 1), sums
/// over e, mu, pi and four effective hadrons below (eqs. C.3 and C.4). Lattice QCD, decoupled neutrinos and electroweak
/// corrections are in it. Coefficients as three public codes agree to carry them; one of them has -1.05e-3 for c_7,
/// which moves h by 0.05 % at 100 GeV. Where the two fits meet, g jumps by 0.02 % and h by 0.04 %.
/// Valid: 10 keV to 1e16 GeV (constant below). Accuracy: 1 % below 10 MeV, 5 % near the QCD transition.
double energy_degrees_of_freedom(double T_GeV);
double entropy_degrees_of_freedom(double T_GeV);

/// g_*^{1/2} = h/sqrt(g) (1 + (1/3) dln h/dln T), what freeze-out depends on (Gondolo, Gelmini 1991, eq. 2.21).
double root_g_star(double T_GeV);

}  // namespace penumbra
