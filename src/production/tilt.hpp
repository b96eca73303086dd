#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"

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

/// A few directions of a Gaussian spread in the plane, in units of sigma, with weights that add up to one: exact for
/// polynomials of degree 4 rings - 1. One of each pair either side of the x axis.
struct SpreadPoint {
  double along;
  double across;
  double weight;
};
std::vector<SpreadPoint> spread_points(int rings);

/// `tilted` at many angles. Within two sigma of the axis, where it hardly changes, between sums for some angles; afar,
/// where the emission changes little over the spread, at a few points of this.
class TiltedEmission {
 public:
  /// `nodes`: of the sums; `fineness`: of the angles near the axis and the points afar, 10 for half a per mille.
  TiltedEmission(int nodes, int fineness);

  /// What was summed already for one emission and one spread.
  struct Known {
    std::vector<double> ln;  ///< of the sums near the axis
  };
  template <class Emission>
  double at(Emission const& emission, double scale_rad, double sigma2_rad2, double theta_rad, Known& known) const {
    double const sigma_rad = std::sqrt(sigma2_rad2);
    if (theta_rad < near_sigmas * sigma_rad) {
      double const value = near(emission, scale_rad, sigma2_rad2, theta_rad / sigma_rad, known);
      if (value > 0.0) return value;
    }
    if (theta_rad < far_sigmas * sigma_rad) return tilted(emission, scale_rad, sigma2_rad2, theta_rad, nodes_);
    double sum = 0.0;
    for (auto const& [along, across, weight] : theta_rad < farther_sigmas * sigma_rad ? far_ : farther_) {
      double const ratio = std::hypot(theta_rad + sigma_rad * along, sigma_rad * across) / scale_rad;
      sum += weight * emission(std::asinh(ratio), ratio, std::hypot(1.0, ratio));
    }
    return sum;
  }

 private:
  static constexpr double near_sigmas = 2.0;
  static constexpr double far_sigmas = 6.0;
  static constexpr double farther_sigmas = 25.0;

  /// Cubic in the logarithm between sums; 0 where one of them is not positive.
  template <class Emission>
  double near(Emission const& emission, double scale_rad, double sigma2_rad2, double sigmas, Known& known) const {
    if (known.ln.empty()) known.ln.assign(near_places_ + 3, std::numeric_limits<double>::quiet_NaN());
    double const place = sigmas / near_sigmas * static_cast<double>(near_places_);
    auto const i = static_cast<std::size_t>(place);
    auto const weights = cubic_weights(place - static_cast<double>(i));
    double ln = 0.0;
    for (std::size_t n = 0; n < weights.size(); ++n) {
      std::size_t const at = i + n == 0 ? 1 : i + n - 1;  // even in the angle
      if (std::isnan(known.ln[at])) {
        double const theta =
            near_sigmas * std::sqrt(sigma2_rad2) * static_cast<double>(at) / static_cast<double>(near_places_);
        known.ln[at] = std::log(tilted(emission, scale_rad, sigma2_rad2, theta, nodes_));
      }
      ln += weights[n] * known.ln[at];
    }
    return std::isfinite(ln) ? std::exp(ln) : 0.0;
  }

  Nodes nodes_;
  std::size_t near_places_;
  std::vector<SpreadPoint> far_;
  std::vector<SpreadPoint> farther_;
};

}  // namespace penumbra
