// Edges of shapes, and where lines from a viewer only touch them.
#include <cmath>

#include "geometry/shape_kinds.hpp"

namespace penumbra {
namespace {

Curve segment(Point const& from, Point const& to) { return {from, advanced(to, -1.0, from), {}, false}; }

/// Rims, and the lines along which a viewer's lines touch the wall.
void add_outline(std::vector<Curve>& curves, Round const& body, Point const& viewer) {
  double const z = 0.5 * body.length;
  curves.push_back({{0.0, 0.0, -z}, {body.front_radius, 0.0, 0.0}, {0.0, body.front_radius, 0.0}, true});
  curves.push_back({{0.0, 0.0, z}, {body.back_radius, 0.0, 0.0}, {0.0, body.back_radius, 0.0}, true});
  // The wall's tangent plane at azimuth psi, x cos + y sin - slope z = mean radius, has the viewer in it.
  double const rho = std::hypot(viewer[0], viewer[1]);
  double const reach = body.mean() + body.slope() * viewer[2];
  if (!(rho > std::abs(reach))) return;
  for (double const side : {-1.0, 1.0}) {
    double const psi = std::atan2(viewer[1], viewer[0]) + side * std::acos(reach / rho);
    double const c = std::cos(psi);
    double const s = std::sin(psi);
    curves.push_back(
        segment({body.front_radius * c, body.front_radius * s, -z}, {body.back_radius * c, body.back_radius * s, z}));
  }
}

void add_outline(std::vector<Curve>& curves, Rectangular const& body) {
  auto const corner = [&](int x, int y, int z) {
    auto const& size = z < 0 ? body.front : body.back;
    return Point{0.5 * x * size[0], 0.5 * y * size[1], 0.5 * z * body.length};
  };
  for (int const i : {-1, 1})
    for (int const j : {-1, 1}) {
      curves.push_back(segment(corner(-1, i, j), corner(1, i, j)));
      curves.push_back(segment(corner(i, -1, j), corner(i, 1, j)));
      curves.push_back(segment(corner(i, j, -1), corner(i, j, 1)));
    }
}

/// The circle at which lines from the viewer touch a sphere.
Curve touching(Sphere const& s, Point const& viewer) {
  double const distance = norm(viewer);
  Point const axis = advanced({}, 1.0 / distance, viewer);
  Point const aside = std::abs(axis[0]) < 0.7 ? Point{1.0, 0.0, 0.0} : Point{0.0, 1.0, 0.0};
  Point u = advanced(aside, -scalar_product(aside, axis), axis);
  double const ratio = s.radius_m / distance;
  double const radius = s.radius_m * std::sqrt(1.0 - ratio * ratio);
  u = advanced({}, radius / norm(u), u);
  Point const v{axis[1] * u[2] - axis[2] * u[1], axis[2] * u[0] - axis[0] * u[2], axis[0] * u[1] - axis[1] * u[0]};
  return {advanced({}, s.radius_m * ratio, axis), u, v, true};
}

}  // namespace

std::vector<Curve> outline(Shape const& shape, Point const& viewer) {
  std::vector<Curve> curves;
  std::visit(
      Overloaded{[&](Sphere const& s) { curves.push_back(touching(s, viewer)); },
                 [&](Cylinder const& c) {
                   for (double const radius : {c.radius_m, c.inner_radius_m})
                     if (radius > 0.0) add_outline(curves, Round{radius, radius, c.length_m}, upright(viewer, c.axis));
                   for (auto& curve : curves)
                     curve = {laid(curve.start, c.axis), laid(curve.u, c.axis), laid(curve.v, c.axis), curve.circle};
                 },
                 [&](Cone const& cone) { add_outline(curves, round(cone), viewer); },
                 [&](auto const& box) { add_outline(curves, rectangular(box)); }},
      shape);
  return curves;
}

}  // namespace penumbra
