#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace penumbra {

/// Index i and fraction f such that x lies at xs[i] + f (xs[i+1] - xs[i]); clamped to the ends. `xs` ascending, >= 2
/// values.
struct Place {
  std::size_t index;
  double fraction;
};
inline Place place_in(std::span<double const> xs, double x) {
  if (x <= xs.front()) return {0, 0.0};
  if (x >= xs.back()) return {xs.size() - 2, 1.0};
  auto const above = std::upper_bound(xs.begin(), xs.end(), x);
  auto const i = static_cast<std::size_t>(above - xs.begin()) - 1;
  return {i, (x - xs[i]) / (xs[i + 1] - xs[i])};
}

/// Linear interpolation, constant beyond the ends.
inline double interpolate(std::span<double const> xs, std::span<double const> ys, double x) {
  auto const [i, f] = place_in(xs, x);
  return ys[i] + f * (ys[i + 1] - ys[i]);
}

/// Weights of the cubic through four equidistant points at -1, 0, 1, 2 for a place f between 0 and 1.
inline std::array<double, 4> cubic_weights(double f) {
  return {-f * (f - 1.0) * (f - 2.0) / 6.0, (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0, -(f + 1.0) * f * (f - 2.0) / 2.0,
          (f + 1.0) * f * (f - 1.0) / 6.0};
}

}  // namespace penumbra
