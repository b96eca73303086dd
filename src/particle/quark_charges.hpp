#pragma once

#include <array>

namespace penumbra {

/// Couplings of a vector to quarks, each multiplying g V_mu qbar gamma^mu q.
struct QuarkCharges {
  double up;
  double down;
  double strange;
  double charm;
  double bottom;
  bool operator==(QuarkCharges const&) const = default;
};

/// Those of the photon, in units of e.
inline constexpr QuarkCharges electric_charges{2.0 / 3.0, -1.0 / 3.0, -1.0 / 3.0, 2.0 / 3.0, -1.0 / 3.0};

/// How strongly a vector mixes with rho, omega and phi, relative to the photon:
///
///   Tr(T_V Q_x) / Tr(T_V Q_em),   T = diag(1, -1, 0)/2, diag(1, 1, 0)/2, diag(0, 0, 1)/sqrt 2 for rho, omega, phi
///
/// Source: vector-meson dominance with ideal mixing, arXiv:1801.04847, section 2.
struct MesonCharges {
  double rho;
  double omega;
  double phi;
};

constexpr MesonCharges meson_charges(QuarkCharges const& quarks) {
  return {quarks.up - quarks.down, 3.0 * (quarks.up + quarks.down), -3.0 * quarks.strange};
}

inline constexpr MesonCharges photon_like{1.0, 1.0, 1.0};

}  // namespace penumbra
