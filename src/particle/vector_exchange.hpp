#pragma once

namespace penumbra {

/// A cross section to which the exchange of a vector adds amplitudes: c is their strength over that of the weak
/// interaction.
struct InterferingCrossSection {
  double standard;   ///< of the Standard Model
  double linear;     ///< times c: interference
  double quadratic;  ///< times c^2
  double at(double c) const { return standard + c * (linear + c * quadratic); }
};

/// Strength of the exchange of a vector between charges x and y, L = -g V_mu (x J_x^mu + y J_y^mu), over that of the
/// weak interaction:
///
///   c = g^2 x y/[2 sqrt2 G_F (M^2 + Q^2)],   Q^2 = -q^2 > 0
///
/// It adds to g_L and to g_R of L = -2 sqrt2 G_F (nubar gamma^mu P_L nu) [fbar gamma_mu (g_L P_L + g_R P_R) f] alike.
/// Like charges repel each other as the weak charges of nu_e and e do: c > 0 adds to g_L = sin^2 theta_W + 1/2.
/// Source: arXiv:1202.6073; benchmark rows SOL-008 and SOL-010. Valid: tree level, any M > 0.
double vector_over_weak(double g2_x_y, double mass_GeV, double Q2_GeV2);

}  // namespace penumbra
