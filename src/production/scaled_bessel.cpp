#include "production/scaled_bessel.hpp"

#include <gsl/gsl_sf_bessel.h>

#include <array>
#include <cmath>

#include "core/interpolate.hpp"

namespace penumbra {

double scaled_bessel_i0(double x) {
  constexpr double per_unit = 32.0;
  constexpr std::size_t cells = 512;
  static_assert(cells == scaled_bessel_asymptotic * per_unit);
  if (x >= scaled_bessel_asymptotic) return asymptotic_bessel_i0(x);
  static auto const table = [] {
    std::array<double, cells + 3> values{};  // from one step below 0 to one step beyond the end
    for (std::size_t i = 0; i < values.size(); ++i) {
      double const at = (static_cast<double>(i) - 1.0) / per_unit;
      values[i] = std::exp(-at) * gsl_sf_bessel_I0(at);
    }
    return values;
  }();
  double const place = x * per_unit;
  auto const i = static_cast<std::size_t>(place);
  auto const w = cubic_weights(place - static_cast<double>(i));
  return w[0] * table[i] + w[1] * table[i + 1] + w[2] * table[i + 2] + w[3] * table[i + 3];
}

}  // namespace penumbra
