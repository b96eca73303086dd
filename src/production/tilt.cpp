#include "production/tilt.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/plain_exp.hpp"
#include "core/wide_loops.hpp"
#include "production/scaled_bessel.hpp"

namespace penumbra {
namespace {

/// All but the Bessel function: that for large arguments, and its argument.
PENUMBRA_WIDE_LOOPS void fill_smooth(TiltedNodes& nodes, double scale_rad, double sigma2_rad2, double theta_rad,
                                     double v_first, double v_span, double const* x, std::size_t n, double* bessel,
                                     double* argument) {
  double const rate = 1.0 / sigma2_rad2;
  for (std::size_t i = 0; i < n; ++i) {
    double const v = v_first + v_span * x[i];
    double const grow = plain_exp(v);
    double const shrink = 1.0 / grow;
    double const sinh_v = 0.5 * (grow - shrink);
    double const cosh_v = 0.5 * (grow + shrink);
    double const other = scale_rad * sinh_v;
    double const distance = theta_rad - other;
    nodes.v[i] = v;
    nodes.sinh_v[i] = sinh_v;
    nodes.cosh_v[i] = cosh_v;
    nodes.weight[i] = cosh_v * other * plain_exp(-std::min(distance * distance * rate, 700.0));
    argument[i] = 2.0 * theta_rad * other * rate;
    bessel[i] = asymptotic_bessel_i0(argument[i]);
  }
}

}  // namespace

void fill(TiltedNodes& nodes, double scale_rad, double sigma2_rad2, double theta_rad, double v_first, double v_span,
          double const* x, std::size_t n) {
  std::array<double, TiltedNodes::most> argument;
  std::array<double, TiltedNodes::most> bessel;
  fill_smooth(nodes, scale_rad, sigma2_rad2, theta_rad, v_first, v_span, x, n, bessel.data(), argument.data());
  for (std::size_t i = 0; i < n; ++i)
    nodes.weight[i] *= argument[i] < scaled_bessel_asymptotic ? scaled_bessel_i0(argument[i]) : bessel[i];
}

std::vector<SpreadPoint> spread_points(int rings) {
  std::vector<SpreadPoint> result;
  auto const squares = gauss_laguerre(rings);
  int const azimuths = 2 * rings;
  for (std::size_t i = 0; i < squares.size(); ++i)
    for (int j = 0; j < azimuths; ++j) {
      double const azimuth = std::numbers::pi * (j + 0.5) / azimuths;
      double const r = std::sqrt(squares.x[i]);
      result.push_back({r * std::cos(azimuth), r * std::sin(azimuth), squares.w[i] / azimuths});
    }
  return result;
}

TiltedEmission::TiltedEmission(int nodes, int fineness)
    : nodes_{gauss_legendre(nodes, 0.0, 1.0)},
      near_places_{static_cast<std::size_t>(fineness)},
      far_{spread_points((fineness + 4) / 5)},
      farther_{spread_points((fineness + 9) / 10)} {}

}  // namespace penumbra
