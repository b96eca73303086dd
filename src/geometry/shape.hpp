#pragma once

#include <array>
#include <variant>
#include <vector>

#include "geometry/point.hpp"

namespace penumbra {

/// The shapes of detectors, each about its own centre, lengths in m. All are convex but for a cylinder with a hole.
struct Sphere {
  double radius_m;
};
struct Cylinder {
  double radius_m;
  double length_m;
  int axis;                     ///< 0, 1, 2: along x, y, z
  double inner_radius_m = 0.0;  ///< of a hole along the axis; 0: none
};
struct Cuboid {
  std::array<double, 3> size_m;
};
/// Straight walls from a rectangle at the front (-z) to one at the back (+z).
struct Frustum {
  std::array<double, 2> front_m;  ///< width (x) and height (y)
  std::array<double, 2> back_m;
  double length_m;
};
/// The same from a disc to a disc.
struct Cone {
  double front_radius_m;
  double back_radius_m;
  double length_m;
};
using Shape = std::variant<Sphere, Cylinder, Cuboid, Frustum, Cone>;

/// Part of a straight line, as distances from its start.
struct Stretch {
  double first_m;
  double last_m;
};
/// What a line has inside of a body: none, one or (through a hole) two stretches in ascending order.
struct Stretches {
  int count = 0;
  std::array<Stretch, 2> part{};
  Stretch const* begin() const { return part.data(); }
  Stretch const* end() const { return part.data() + count; }
};
/// The part of the line from + t direction, t > 0, inside.
Stretches inside(Shape const& shape, Point const& from, Point const& direction);

/// An edge of a body as a viewer sees it, start + t u (0 < t < 1), or a whole circle start + cos(t) u + sin(t) v.
struct Curve {
  Point start;
  Point u;
  Point v;
  bool circle;
};
/// The curve of a body that was turned and moved.
inline Curve placed(Curve const& curve, Point const& centre, Rotation const& rotation) {
  return {advanced(centre, 1.0, rotation.turned(curve.start)), rotation.turned(curve.u), rotation.turned(curve.v),
          curve.circle};
}
/// Every curve across which the path of a line from `viewer`, who is outside, may change its form: edges, and where
/// lines only touch.
std::vector<Curve> outline(Shape const& shape, Point const& viewer);

/// Every length that has to be above zero.
std::vector<double> sizes_m(Shape const& shape);
double volume_m3(Shape const& shape);
/// Radius of a sphere about the centre that has the body inside.
double circumscribed_m(Shape const& shape);

struct VolumeNode {
  Point place;
  double volume_m3;
};
/// Quadrature over the volume with about `order` nodes in each direction (Gauss-Legendre; midpoints in azimuths).
std::vector<VolumeNode> volume_nodes(Shape const& shape, int order);

}  // namespace penumbra
