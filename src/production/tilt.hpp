#pragma once

#include <algorithm>
#include <cmath>

#include "core/integrate.hpp"
#include "production/scaled_bessel.hpp"

namespace penumbra {

/// Directions farther than this many sigma from the particle's do not count: e^-12.
inline constexpr double tilted_reach = 3.5;

/// What is emitted round the direction of a particle, seen round the beam, when the directions of these particles are
/// spread as a Gaussian of mean square angle sigma^2 about the beam:
///
///   int d2theta' emission(theta') exp(-|theta - theta'|^2/sigma^2)/(pi sigma^2)
///
/// Small angles; the azimuth gives a Bessel function. `emission(v, sinh(v), cosh(v))` is per solid angle at the angle
/// scale sinh(v); `nodes` on [0, 1] stand between theta -+ 3.5 sigma, crowding towards 0 on the scale of the emission.
template <class Emission>
double tilted(Emission const& emission, double scale_rad, double sigma2_rad2, double theta_rad, Nodes const& nodes) {
  if (sigma2_rad2 <= 0.0) {
    double const ratio = theta_rad / scale_rad;
    return emission(std::asinh(ratio), ratio, std::hypot(1.0, ratio));
  }
  double const reach = tilted_reach * std::sqrt(sigma2_rad2);
  double const v_first = std::asinh(std::max(0.0, theta_rad - reach) / scale_rad);
  double const v_span = std::asinh((theta_rad + reach) / scale_rad) - v_first;
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const v = v_first + v_span * nodes.x[i];
    double const grow = std::exp(v);
    double const sinh_v = 0.5 * (grow - 1.0 / grow);
    double const cosh_v = 0.5 * (grow + 1.0 / grow);
    double const other = scale_rad * sinh_v;
    double const distance = theta_rad - other;
    double const kernel =
        std::exp(-distance * distance / sigma2_rad2) * scaled_bessel_i0(2.0 * theta_rad * other / sigma2_rad2);
    sum += nodes.w[i] * cosh_v * other * kernel * emission(v, sinh_v, cosh_v);
  }
  return 2.0 * sum * v_span * scale_rad / sigma2_rad2;
}

}  // namespace penumbra
