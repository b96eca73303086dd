#pragma once

#include <complex>

namespace penumbra {

/// A light neutral vector meson, as the photon sees it. Numbers: PDG, Review of Particle Physics 2022.
struct VectorMeson {
  double mass_GeV;
  double width_GeV;
  double width_ee_GeV;  ///< Gamma(V -> e+ e-)
  double br_pi0_gamma;
  double br_eta_gamma;
  double br_three_pions;
};

namespace meson {
inline constexpr VectorMeson rho0{0.77526, 0.1474, 7.04e-6, 4.7e-4, 3.00e-4, 0.0};  // width: neutral, e+e-
inline constexpr VectorMeson omega{0.78266, 8.68e-3, 7.38e-5 * 8.68e-3, 8.35e-2, 4.5e-4, 0.892};
inline constexpr VectorMeson phi{1.019461, 4.249e-3, 2.979e-4 * 4.249e-3, 1.32e-3, 1.301e-2, 0.154};
}  // namespace meson

/// Propagator of the rho over that at zero momentum, with the width to two pions running:
///
///   m_rho^2/(m_rho^2 - q^2 - i q Gamma_rho(q^2)),   q Gamma_rho(q^2) = m_rho Gamma_rho [(q^2 - 4 m_pi^2)/(m_rho^2 - 4
///   m_pi^2)]^(3/2), zero below two pions
std::complex<double> rho_pole(double q_GeV);

/// The same of a narrow meson, m_V^2/(m_V^2 - q^2 - i m_V Gamma_V).
std::complex<double> narrow_pole(VectorMeson const& meson, double q_GeV);

/// (e/g_V)^2 = 3 Gamma_ee / (alpha m_V): square of the photon-meson mixing, from the leptonic width.
///
/// g = 5.0, 17.1, 13.4 for rho, omega, phi. Source of the convention (e m_V^2/g_V) A.V: arXiv:1801.04847, section 2.
double photon_mixing_squared(VectorMeson const& meson);

/// Rate of a vector of mass m with the photon's couplings in place of the meson, at the meson's momentum and angle:
///
///   (e/g_V)^2 m_V^4 / [(m_V^2 - m^2)^2 + m_V^2 Gamma_V^2]
///
/// Source: arXiv:1810.01879 (resonant mixing); used so by FORESEE (arXiv:2105.07077).
/// Valid: near the meson; the kinematics of the parent with another mass are an assumption, and the constant width
/// makes the tail of the rho uncertain by tens of per cent below 0.4 GeV.
double mixing_rate_per_parent(VectorMeson const& meson, double m_GeV);

}  // namespace penumbra
