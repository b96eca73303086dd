#pragma once

namespace penumbra {

/// One-loop shift of the anomalous magnetic moment of a lepton, per squared coupling, from a particle of mass M:
///
///   Delta a / g^2 = 1/(8 pi^2) int_0^1 dz N(z) / [(1-z)^2 + r^2 z],   r = M / m_lepton
///
/// vector       L = -g V_mu lbar gamma^mu l     N = 2 z (1-z)^2
/// scalar       L = -g S lbar l                 N = (1-z)^2 (1+z)
/// pseudoscalar L = -i g a lbar gamma5 l        N = -(1-z)^3
///
/// Source: arXiv:0811.1030 (vector), hep-ph/0102122 and arXiv:1402.3620 (scalar, pseudoscalar).
/// Valid: 1e-4 < r < 1e6; quadrature error below 1e-6.
double magnetic_moment_vector(double r);
double magnetic_moment_scalar(double r);
double magnetic_moment_pseudoscalar(double r);

}  // namespace penumbra
