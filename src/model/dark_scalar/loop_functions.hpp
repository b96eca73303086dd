#pragma once

#include <complex>

namespace penumbra {

/// Amplitudes of a scalar of mass M to two photons or gluons through a loop, tau = M^2/(4 m^2):
///
///   fermion  A_1/2 = 2 [tau + (tau - 1) f(tau)] / tau^2                 (4/3 for a heavy one)
///   W boson  A_1   = -[2 tau^2 + 3 tau + 3 (2 tau - 1) f(tau)] / tau^2  (-7 for a heavy one)
///   f = arcsin^2 sqrt(tau) up to tau = 1, -1/4 [ln((1 + b)/(1 - b)) - i pi]^2 above, b = sqrt(1 - 1/tau)
///
/// Source: Djouadi, hep-ph/0503172, eq. 2.46 and below. Valid: tau > 0; for tau < 1e-3 the series to second order
/// (error 1e-10).
std::complex<double> loop_of_fermion(double tau);
std::complex<double> loop_of_W(double tau);

}  // namespace penumbra
