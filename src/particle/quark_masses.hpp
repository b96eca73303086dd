#pragma once

namespace penumbra {

/// Running MSbar masses of quarks at a scale of 1 to 200 GeV, from the values of the PDG at their own scale (strange:
/// at 2 GeV), GeV.
///
///   m(mu) = m(mu0) c(alpha_s(mu)/pi) / c(alpha_s(mu0)/pi)
///   c(x) = (9/2 x)^(4/9) (1 + 0.895 x + 1.371 x^2 + 1.952 x^3)      three flavours
///   c(x) = (25/6 x)^(12/25) (1 + 1.014 x + 1.389 x^2 + 1.091 x^3)   four
///   c(x) = (23/6 x)^(12/23) (1 + 1.175 x + 1.501 x^2 + 0.1725 x^3)  five
///
/// Source: recalled: Djouadi, hep-ph/0503172, section 1.1 (after hep-ph/9703278), checked against published masses in
/// the tests; flavours change at the masses of charm and bottom, as in `alpha_s`.
double running_strange_GeV(double scale_GeV);
double running_charm_GeV(double scale_GeV);
double running_bottom_GeV(double scale_GeV);

}  // namespace penumbra
