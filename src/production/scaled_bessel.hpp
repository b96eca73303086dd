#pragma once

#include <cmath>
#include <numbers>

namespace penumbra {

/// From here on the asymptotic series (Abramowitz & Stegun, 9.7.1).
inline constexpr double scaled_bessel_asymptotic = 16.0;
inline double asymptotic_bessel_i0(double x) {
  double const u = 0.125 / x;
  return (1.0 + u * (1.0 + u * (4.5 + u * (37.5 + u * 459.375)))) / std::sqrt(2.0 * std::numbers::pi * x);
}

/// exp(-x) I_0(x) for x >= 0, to 3e-7 of its value: where angles are averaged, many times faster than the library's,
/// whose last digits no emission needs. Cubic in a table below 16, beyond it the asymptotic series.
double scaled_bessel_i0(double x);

}  // namespace penumbra
