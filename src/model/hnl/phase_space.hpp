#pragma once

#include <functional>

namespace penumbra {

/// lambda(a^2, b^2, c^2) = [a^2 - (b + c)^2][a^2 - (b - c)^2] of three masses, from factors, so that nothing cancels at
/// a threshold.
double kallen_of_masses(double a, double b, double c);

/// Integral of f over [a, b] by a fixed rule that also takes square roots at both ends (x = a + (b - a) sin^2 t, 64
/// Gauss-Legendre nodes in t): closer than 1e-6 for every integrand of this folder, see the tests.
double integrate_between_thresholds(std::function<double(double)> const& f, double a, double b);

/// How the masses of its three products slow the decay of a fermion of mass 1 through two left-handed currents:
///
///   I(a, b, c) = 12 int_{(b+c)^2}^{(1-a)^2} ds/s (s - b^2 - c^2)(1 + a^2 - s) sqrt(lambda(s, b^2, c^2) lambda(1, s,
///   a^2))
///
/// Totally symmetric; I(0, 0, 0) = 1; width = G_F^2 m^5/(192 pi^3) I. Source: arXiv:1805.08567, eq. 3.2 with the masses
/// in any order; zero where a + b + c >= 1.
double left_left_phase_space(double a, double b, double c);

/// The same with currents of opposite handedness for the pair of mass x each, beside a massless fermion:
///
///   24 x^2 int_{4x^2}^1 ds (1 - s)^2 sqrt(1 - 4x^2/s)
///
/// the f2 of arXiv:1805.08567, eq. 3.5, as an integral of positive terms: the closed form loses all digits below
/// x = 0.01 and near threshold.
double left_right_phase_space(double x);

}  // namespace penumbra
