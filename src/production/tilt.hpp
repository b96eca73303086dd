#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "core/integrate.hpp"

namespace penumbra {

/// Directions farther than this many sigma from the particle's do not count: e^-12.
inline constexpr double tilted_reach = 3.5;

/// A few directions of a Gaussian spread in the plane, in units of sigma, with weights that add up to one: exact for
/// polynomials of degree 4 rings - 1. One of each pair either side of the x axis.
struct SpreadPoint {
  double along;
  double across;
  double weight;
};
std::vector<SpreadPoint> spread_points(int rings);

/// What is emitted round the direction of a particle, seen round the beam, when the directions of these particles are
/// spread as a Gaussian of mean square angle sigma^2 about the beam:
///
///   int d2theta' emission(theta') exp(-|theta - theta'|^2/sigma^2)/(pi sigma^2)
///
/// Small angles; the azimuth gives a Bessel function. Up to six sigma from the axis between sums for some angles, which
/// share what is emitted where; beyond, where the emission changes little over the spread, at a few points of this.
class TiltedEmission {
 public:
  /// 10: sums and what lies between them are good to a per mille.
  explicit TiltedEmission(int fineness);

  /// What was summed already for one emission and one spread: sums at places near the axis, and their logarithms.
  struct Known {
    std::vector<double> sum;
    std::vector<double> ln;
  };
  /// `emission(v, sinh(v), cosh(v))` is per solid angle at the angle scale sinh(v).
  template <class Emission>
  double at(Emission const& emission, double scale_rad, double sigma2_rad2, double theta_rad, Known& known) const {
    auto const at_angle = [&](double angle_rad) {
      double const ratio = angle_rad / scale_rad;
      return emission(std::asinh(ratio), ratio, std::hypot(1.0, ratio));
    };
    double const sigma_rad = std::sqrt(sigma2_rad2);
    if (sigma_rad <= narrow * std::hypot(theta_rad, scale_rad)) return at_angle(theta_rad);
    if (theta_rad < near_sigmas * sigma_rad) {
      if (known.sum.empty()) {
        std::vector<double> emitted;
        double const v_span = std::asinh(sigma_rad / scale_rad);
        for (double const x : close_.x) {
          double const v = v_span * x;
          emitted.push_back(emission(v, std::sinh(v), std::cosh(v)));
        }
        for (double const sigmas : around_.x) emitted.push_back(at_angle(sigmas * sigma_rad));
        known = sums(emitted, scale_rad / sigma_rad);
      }
      // A Gaussian is flat within a sigma, a parabola in the logarithm beyond.
      double const sigmas = theta_rad / sigma_rad;
      return sigmas < 1.0 ? between(known.sum, sigmas) : std::exp(between(known.ln, sigmas));
    }
    double sum = 0.0;
    for (auto const& [along, across, weight] : theta_rad < farther_sigmas * sigma_rad ? far_ : farther_)
      sum += weight * at_angle(std::hypot(theta_rad + sigma_rad * along, sigma_rad * across));
    return sum;
  }

 private:
  static constexpr double narrow = 1e-6;  ///< moves what is emitted by less than rounding does the sums
  static constexpr double near_sigmas = 6.0;
  static constexpr double farther_sigmas = 25.0;
  static constexpr std::size_t powers = 18;

  /// The sums of what is emitted at the nodes `close_` and `around_`.
  Known sums(std::vector<double> const& emitted, double scale_in_sigmas) const;
  double between(std::vector<double> const& at_places, double sigmas) const;  ///< cubic

  std::size_t places_;            ///< up to six sigma, and two beyond
  Nodes close_;                   ///< within one sigma: of v between 0 and its end there
  Nodes around_;                  ///< from one sigma on, in sigmas
  std::vector<double> by_power_;  ///< [place][power]: what is emitted within one sigma by the power of its square
  std::vector<double> by_node_;   ///< [place][node around]
  std::vector<SpreadPoint> far_;
  std::vector<SpreadPoint> farther_;
};

}  // namespace penumbra
