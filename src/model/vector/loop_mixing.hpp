#pragma once

#include <complex>

namespace penumbra {

/// What the loops of two leptons of opposite charge under the vector add to its couplings, in units of g e and of the
/// electric charge (minus the kinetic mixing with the photon over g):
///
///   (e/(2 pi^2)) int_0^1 dx x (1 - x) ln[(m_2^2 - x (1 - x) q^2) / (m_1^2 - x (1 - x) q^2)]
///
/// the first with charge +1, the second with -1; finite, about 1/70 for mu and tau at q^2 = 0, so that a muon loses
/// what screens it. Negative q^2 is space-like, where it is real; above the pair threshold of a lepton it is not.
/// Source: arXiv:1803.05466; the integral in closed form is the vacuum polarisation of QED. Valid: any q^2, masses > 0.
std::complex<double> lepton_loop_mixing(double first_GeV, double second_GeV, double q2_GeV2);

/// epsilon/g = e/(4 pi)^2 that is taken for the loops of quarks of a vector coupled to baryon number: an estimate, its
/// logarithm is not known (arXiv:1404.4370).
double baryon_loop_mixing();

}  // namespace penumbra
