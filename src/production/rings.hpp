#pragma once

#include <cmath>
#include <numbers>
#include <vector>

namespace penumbra {

/// Squares of half sines of azimuths at the midpoints of half a turn: what is averaged is even and periodic.
inline std::vector<double> half_turn(int count) {
  std::vector<double> result;
  for (int i = 0; i < count; ++i) result.push_back(std::pow(std::sin(0.5 * std::numbers::pi * (i + 0.5) / count), 2));
  return result;
}

/// Directions at an opening angle round one of polar angle a, h = sin^2(a/2): their own is
/// sin^2(b/2) = nearest + swing sin^2(azimuth/2).
struct Ring {
  double nearest;
  double swing;
  /// From sines and cosines of the half angles.
  Ring(double root_h, double root_rest, double half_sine, double half_cosine) {
    double const root = root_h * half_cosine - root_rest * half_sine;
    nearest = root * root;
    swing = 4.0 * root_h * root_rest * half_sine * half_cosine;
  }
};

}  // namespace penumbra
