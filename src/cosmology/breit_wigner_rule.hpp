#pragma once

#include <vector>

namespace penumbra {

/// Weights w_j at the n Gauss-Legendre nodes t_j of [-1, 1] with
///
///     int f(t) dt = sum_j w_j f(t_j)
///
/// exact whenever f(t) (t^2 + gamma^2) is a polynomial of degree below n: a Breit-Wigner of half width gamma > 0 at the
/// centre times something smooth. Moments of 1/(t^2 + gamma^2) with Legendre polynomials are Legendre functions of the
/// second kind, -(2/gamma) Im Q_n(i gamma). For n odd a node sits at the centre, so that the area of a narrow peak is
/// exact. Above gamma = 1.5, where the recurrence would lose digits and nothing is narrow, the Gauss weights.
std::vector<double> breit_wigner_weights(int n, double gamma);

}  // namespace penumbra
