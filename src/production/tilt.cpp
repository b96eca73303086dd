#include "production/tilt.hpp"

#include <algorithm>

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

}  // namespace penumbra
