#pragma once

#include <array>

#include "geometry/shape.hpp"

namespace penumbra {

/// What the files that compute with shapes share: two kinds of walls stand for all but the sphere.

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// What cylinders and cones share, the axis along z.
struct Round {
  double front_radius, back_radius, length;
  double mean() const { return 0.5 * (front_radius + back_radius); }
  double slope() const { return (back_radius - front_radius) / length; }
};
/// What boxes and frustums share.
struct Rectangular {
  std::array<double, 2> front, back;
  double length;
};

inline Rectangular rectangular(Cuboid const& box) {
  return {{box.size_m[0], box.size_m[1]}, {box.size_m[0], box.size_m[1]}, box.size_m[2]};
}
inline Rectangular rectangular(Frustum const& f) { return {f.front_m, f.back_m, f.length_m}; }
inline Round round(Cone const& cone) { return {cone.front_radius_m, cone.back_radius_m, cone.length_m}; }

/// Coordinates of a cylinder along `axis` to those with z along it, and back.
inline Point upright(Point const& p, int axis) {
  auto const a = static_cast<std::size_t>(axis);
  return {p[(a + 1) % 3], p[(a + 2) % 3], p[a]};
}
inline Point laid(Point const& p, int axis) {
  auto const a = static_cast<std::size_t>(axis);
  Point q{};
  q[a] = p[2];
  q[(a + 1) % 3] = p[0];
  q[(a + 2) % 3] = p[1];
  return q;
}

}  // namespace penumbra
