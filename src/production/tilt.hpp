#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/integrate.hpp"

namespace penumbra {

/// Directions farther than this many sigma from the particle's do not count: e^-12.
inline constexpr double tilted_reach = 3.5;

/// Some directions of emission for particles whose directions are spread about the beam, seen at an angle to it.
struct TiltedNodes {
  static constexpr std::size_t most = 64;
  std::array<double, most> v, sinh_v, cosh_v;
  std::array<double, most> weight;  ///< share of the particles that emit there what is seen
};
/// Fills those at v = v_first + v_span x of n nodes.
void fill(TiltedNodes& nodes, double scale_rad, double sigma2_rad2, double theta_rad, double v_first, double v_span,
          double const* x, std::size_t n);

/// What is emitted round the direction of a particle, seen round the beam, when the directions of these particles are
/// spread as a Gaussian of mean square angle sigma^2 about the beam:
///
///   int d2theta' emission(theta') exp(-|theta - theta'|^2/sigma^2)/(pi sigma^2)
///
/// Small angles; the azimuth gives a Bessel function. `emission(v, sinh(v), cosh(v))` is per solid angle at the angle
/// scale sinh(v); `nodes` on [0, 1] stand between theta -+ 3.5 sigma, crowding towards 0 on the scale of the emission.
template <class Emission>
double tilted(Emission const& emission, double scale_rad, double sigma2_rad2, double theta_rad, Nodes const& nodes) {
  // Narrower than this a spread moves what is emitted by less than rounding does the Gaussian.
  constexpr double narrow = 1e-12;
  if (sigma2_rad2 <= narrow * (theta_rad * theta_rad + scale_rad * scale_rad)) {
    double const ratio = theta_rad / scale_rad;
    return emission(std::asinh(ratio), ratio, std::hypot(1.0, ratio));
  }
  double const reach = tilted_reach * std::sqrt(sigma2_rad2);
  double const v_first = std::asinh(std::max(0.0, theta_rad - reach) / scale_rad);
  double const v_span = std::asinh((theta_rad + reach) / scale_rad) - v_first;
  double sum = 0.0;
  TiltedNodes tilts;
  for (std::size_t first = 0; first < nodes.size(); first += TiltedNodes::most) {
    std::size_t const n = std::min(nodes.size() - first, TiltedNodes::most);
    fill(tilts, scale_rad, sigma2_rad2, theta_rad, v_first, v_span, &nodes.x[first], n);
    for (std::size_t i = 0; i < n; ++i)
      sum += nodes.w[first + i] * tilts.weight[i] * emission(tilts.v[i], tilts.sinh_v[i], tilts.cosh_v[i]);
  }
  return 2.0 * sum * v_span * scale_rad / sigma2_rad2;
}

}  // namespace penumbra
