#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "production/meson_decay.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// A decay of parents of mass M to a product of mass m, which is followed, and another.
struct TwoBodyDecay {
  double parent_GeV;
  double product_GeV;
  double other_GeV;
  double anisotropy =
      0.0;  ///< dN/dc = 1 + a (c^2 - 1/3), c the product's cosine to the parent's direction in its frame
};

/// Sine and cosine of half the angle of a direction, from 0 to pi.
struct HalfAngle {
  double sine;
  double cosine;
};
inline HalfAngle half_angles(double across, double along) {
  double const length = std::sqrt(across * across + along * along);
  if (!(length > 0.0)) return {0.0, 1.0};
  double const sine = across / length;
  double const larger = std::sqrt(0.5 * (1.0 + std::abs(along) / length));
  double const smaller = 0.5 * sine / larger;
  return along > 0.0 ? HalfAngle{smaller, larger} : HalfAngle{larger, smaller};
}

/// Directions at some polar angles to which decays of parents are looked at, each with some azimuths of the parents on
/// half a turn; azimuth inner.
class Rings {
 public:
  Rings(std::span<double const> theta_rad, int azimuths);
  std::size_t azimuths() const { return azimuths_; }
  /// t = 2 P sin(angle/2) to parents at this polar angle.
  void fill(double P_GeV, HalfAngle const& parent, std::span<double> t_GeV) const;
  std::size_t size() const { return half_sine_.size(); }

 private:
  std::size_t azimuths_;
  std::vector<double> half_sine_, half_cosine_;
  std::vector<double> swing_;  ///< sine times sin^2(azimuth / 2)
};

/// Products of two-body decays where the parents are made: dN/(d ln k dOmega) for one decay per parent, at some polar
/// angles and many momenta, as the sum over momenta P of the parents. Calls `add(j, P, density)` with the part of k[j]
/// and P at each angle.
///
///   dN/(dE dOmega) = M / (4 pi p*) int E_M dE_M dphi f(P) [1 + a (c^2 - 1/3)],   f = d3N/d3P,
///   E_M between (E Etilde -+ k ptilde)/m,   Etilde, ptilde: energy and momentum of the parent in the product's frame.
///
/// The integral runs over the parents that can send a product in this very direction: nothing is sampled, nothing
/// misses. Derivation: E dN/d3k = int d3P f delta(E* - E*_0) / (4 pi p*), Lorentz invariant. Valid for m + other < M.
///
/// `Parents` has momenta from p_min_GeV() to p_max_GeV() and row(ln P), a function of t = 2 P sin(angle/2) that returns
/// d2N/(d ln P dt^2).
template <class Parents, class Add>
void two_body_terms(Parents const& parents, TwoBodyDecay const& decay, Numerics const& numerics,
                    std::span<double const> theta_rad, std::span<double const> k_GeV, Add const& add) {
  constexpr double pi = std::numbers::pi;
  constexpr double usual_range = 3.0;  // of ln(energy of the parent) that Numerics::parent_energies are for
  double const M = decay.parent_GeV;
  double const m = decay.product_GeV;
  double const p_star = two_body_momentum_GeV(M, m, decay.other_GeV);
  PENUMBRA_EXPECT(p_star > 0.0);
  double const E_tilde = (M * M + m * m - decay.other_GeV * decay.other_GeV) / (2.0 * m);
  double const p_tilde = p_star * M / m;
  double const E_star = E_tilde * m / M;
  double const E_min = std::hypot(parents.p_min_GeV(), M);
  double const E_max = std::hypot(parents.p_max_GeV(), M);

  Rings const rings{theta_rad, numerics.parent_azimuths};
  std::vector<double> t(rings.size());
  std::vector<double> density(theta_rad.size());
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    double const E = std::hypot(k, m);
    // Both limits written without cancellation.
    double const lowest = (E * E * M * M + m * m * (E_tilde * E_tilde - M * M)) / (m * (E * E_tilde + k * p_tilde));
    double const highest = std::min((E * E_tilde + k * p_tilde) / m, E_max);
    double const first = std::max(lowest, E_min);  // parents begin sharply
    if (highest <= first) continue;
    double const forward = (E * E * M * M - m * m * E_tilde * E_tilde) / (k * E_tilde + E * p_tilde);
    // More where a light product of low momentum has parents of every energy.
    double const start = std::log(first / lowest);
    double const range = std::log(highest / first);
    auto const nodes =
        gauss_legendre(static_cast<int>(std::ceil(numerics.parent_energies * std::max(1.0, range / usual_range))),
                       start, start + range);
    // dE = k^2 dlnk / E; the azimuth integral is 2 pi times the mean; f = density / (pi P), E_M dE_M = E_M^2 dlnE_M.
    double const common = M / (4.0 * pi * p_star) * (k * k / E) * 2.0 / static_cast<double>(rings.azimuths());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      double const excess = lowest * std::expm1(nodes.x[i]);
      double const E_M = lowest + excess;
      double const P2 = (E_M - M) * (E_M + M);
      if (P2 <= 0.0) continue;
      // Parent momentum along and across the product's direction; its cosine in the product's frame, plus one.
      double const one_plus_c = std::min(2.0, excess * m / (k * p_tilde));
      double const across = p_tilde * std::sqrt(one_plus_c * (2.0 - one_plus_c));
      double const along = (forward + E * p_tilde * one_plus_c) / m;
      auto const parent = half_angles(across, along);
      double const P = std::sqrt(P2);
      auto const row = parents.row(std::log(P));
      double const c = std::clamp((E * M - E_M * E_star) / (P * p_star), -1.0, 1.0);
      double const spread = 1.0 + decay.anisotropy * (c * c - 1.0 / 3.0);
      double const weight = common * nodes.w[i] * E_M * E_M / P * spread;
      rings.fill(P, parent, t);
      constexpr bool by_place = requires { row.at_place(0.0); };
      if constexpr (by_place) row.to_places(t);
      for (std::size_t i_theta = 0, at = 0; i_theta < density.size(); ++i_theta) {
        double sum = 0.0;
        for (std::size_t end = at + rings.azimuths(); at < end; ++at) {
          if constexpr (by_place)
            sum += row.at_place(t[at]);
          else
            sum += row(t[at]);
        }
        density[i_theta] = weight * sum;
      }
      add(j, P, std::span<double const>{density});
    }
  }
}

/// The same sum: out[i * k.size() + j].
template <class Parents>
void two_body_rows(Parents const& parents, TwoBodyDecay const& decay, Numerics const& numerics,
                   std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out) {
  PENUMBRA_EXPECT(out.size() == theta_rad.size() * k_GeV.size());
  std::fill(out.begin(), out.end(), 0.0);
  two_body_terms(parents, decay, numerics, theta_rad, k_GeV,
                 [&](std::size_t j, double, std::span<double const> density) {
                   for (std::size_t t = 0; t < density.size(); ++t) out[t * k_GeV.size() + j] += density[t];
                 });
}

}  // namespace penumbra
