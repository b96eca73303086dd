#pragma once

#include <span>

#include "core/integrate.hpp"

namespace penumbra {

/// A resonance 1/[(s - place)^2 + half_width^2].
struct Pole {
  double place;
  double half_width;
};

/// A rule on [low, high] for a product of resonances with anything smooth, however narrow, broad or close together they
/// are, inside the range or outside: Gauss-Legendre in v with s = x +- g sinh(v) away from each end and each pole x
/// inside, up to the middle of the way to the next, g the distance at which the nearest pole (in the complex plane)
/// changes anything. `order` nodes on each such stretch.
Nodes pole_rule(double low, double high, std::span<Pole const> poles, int order);

}  // namespace penumbra
