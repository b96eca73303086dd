#include "geometry/shape.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

#include "core/integrate.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;

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

Rectangular rectangular(Cuboid const& box) {
  return {{box.size_m[0], box.size_m[1]}, {box.size_m[0], box.size_m[1]}, box.size_m[2]};
}
Rectangular rectangular(Frustum const& f) { return {f.front_m, f.back_m, f.length_m}; }
Round round(Cone const& cone) { return {cone.front_radius_m, cone.back_radius_m, cone.length_m}; }

/// Coordinates of a cylinder along `axis` to those with z along it, and back.
Point upright(Point const& p, int axis) {
  auto const a = static_cast<std::size_t>(axis);
  return {p[(a + 1) % 3], p[(a + 2) % 3], p[a]};
}
Point laid(Point const& p, int axis) {
  auto const a = static_cast<std::size_t>(axis);
  Point q{};
  q[a] = p[2];
  q[(a + 1) % 3] = p[0];
  q[(a + 2) % 3] = p[1];
  return q;
}

/// Cuts away what lies where value + slope t > 0.
void cut(Stretch& s, double value, double slope) {
  if (slope == 0.0) {
    if (value > 0.0) s.last_m = -1.0;
  } else if (slope > 0.0) {
    s.last_m = std::min(s.last_m, -value / slope);
  } else {
    s.first_m = std::max(s.first_m, -value / slope);
  }
}

/// Keeps what lies within x^2 + y^2 < (radius + widening z)^2, on the side where the radius is positive.
void keep_within(Stretch& s, double radius, double widening, Point const& p, Point const& d) {
  double const r = radius + widening * p[2];
  double const growth = widening * d[2];
  double const a = d[0] * d[0] + d[1] * d[1] - growth * growth;
  double const b = p[0] * d[0] + p[1] * d[1] - r * growth;
  double const c = p[0] * p[0] + p[1] * p[1] - r * r;
  if (a == 0.0) return cut(s, c, 2.0 * b);
  double const discriminant = b * b - a * c;
  if (discriminant <= 0.0) {
    s.last_m = -1.0;
    return;
  }
  double const q = -(b + std::copysign(std::sqrt(discriminant), b));
  double const low = std::min(q / a, c / q);
  double const high = std::max(q / a, c / q);
  if (a > 0.0) {
    s.first_m = std::max(s.first_m, low);
    s.last_m = std::min(s.last_m, high);
  } else if (growth > 0.0) {
    s.first_m = std::max(s.first_m, high);
  } else {
    s.last_m = std::min(s.last_m, low);
  }
}

Stretch between_ends(double length, Point const& p, Point const& d) {
  Stretch s{0.0, std::numeric_limits<double>::infinity()};
  cut(s, -0.5 * length - p[2], -d[2]);
  cut(s, p[2] - 0.5 * length, d[2]);
  return s;
}

Stretches all_of(Stretch const& s) {
  Stretches result;
  if (s.last_m > s.first_m) result.part[static_cast<std::size_t>(result.count++)] = s;
  return result;
}

Stretch within(Round const& body, Point const& p, Point const& d) {
  Stretch s = between_ends(body.length, p, d);
  keep_within(s, body.mean(), body.slope(), p, d);
  return s;
}

Stretches within(Rectangular const& body, Point const& p, Point const& d) {
  Stretch s = between_ends(body.length, p, d);
  for (std::size_t i = 0; i < 2; ++i) {
    // |x| < half + slope z
    double const half = 0.25 * (body.front[i] + body.back[i]);
    double const slope = 0.5 * (body.back[i] - body.front[i]) / body.length;
    cut(s, p[i] - half - slope * p[2], d[i] - slope * d[2]);
    cut(s, -p[i] - half - slope * p[2], -d[i] - slope * d[2]);
  }
  return all_of(s);
}

Stretches within(Cylinder const& c, Point const& from, Point const& direction) {
  auto const p = upright(from, c.axis);
  auto const d = upright(direction, c.axis);
  Stretch const outer = within(Round{c.radius_m, c.radius_m, c.length_m}, p, d);
  if (!(c.inner_radius_m > 0.0) || !(outer.last_m > outer.first_m)) return all_of(outer);
  Stretch hole = outer;
  keep_within(hole, c.inner_radius_m, 0.0, p, d);
  if (!(hole.last_m > hole.first_m)) return all_of(outer);
  Stretches result = all_of({outer.first_m, hole.first_m});
  for (auto const& behind : all_of({hole.last_m, outer.last_m}))
    result.part[static_cast<std::size_t>(result.count++)] = behind;
  return result;
}

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

double volume_of(Rectangular const& f) {
  // The cross section is a product of two linear functions of z.
  auto const [a, b] = f.front;
  auto const [c, d] = f.back;
  return f.length / 6.0 * (2.0 * (a * b + c * d) + a * d + b * c);
}

double circumscribed(Rectangular const& f) {
  return std::max(std::hypot(0.5 * f.front[0], 0.5 * f.front[1], 0.5 * f.length),
                  std::hypot(0.5 * f.back[0], 0.5 * f.back[1], 0.5 * f.length));
}

std::vector<double> turn(int count) {
  std::vector<double> angles;
  for (int i = 0; i < count; ++i) angles.push_back(2.0 * pi * (i + 0.5) / count);
  return angles;
}

/// Nodes of a body with round cross sections between two radii, the axis along z.
std::vector<VolumeNode> round_nodes(Round const& body, double inner, int order) {
  std::vector<VolumeNode> nodes;
  auto const parts = gauss_legendre(order, 0.0, 1.0);
  auto const along = gauss_legendre(order, -0.5 * body.length, 0.5 * body.length);
  auto const azimuths = turn(2 * order);
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = 0; j < along.size(); ++j) {
      double const width = body.mean() + body.slope() * along.x[j] - inner;
      double const r = inner + width * parts.x[i];
      for (double const phi : azimuths)
        nodes.push_back({{r * std::cos(phi), r * std::sin(phi), along.x[j]},
                         r * width * parts.w[i] * along.w[j] * 2.0 * pi / static_cast<double>(azimuths.size())});
    }
  return nodes;
}

std::vector<VolumeNode> rectangular_nodes(Rectangular const& body, int order) {
  std::vector<VolumeNode> nodes;
  auto const across = gauss_legendre(order, -0.5, 0.5);
  auto const along = gauss_legendre(order, -0.5, 0.5);
  for (std::size_t i = 0; i < across.size(); ++i)
    for (std::size_t j = 0; j < across.size(); ++j)
      for (std::size_t k = 0; k < along.size(); ++k) {
        double const back = along.x[k] + 0.5;
        double const width = body.front[0] + back * (body.back[0] - body.front[0]);
        double const height = body.front[1] + back * (body.back[1] - body.front[1]);
        nodes.push_back({{width * across.x[i], height * across.x[j], body.length * along.x[k]},
                         width * height * body.length * across.w[i] * across.w[j] * along.w[k]});
      }
  return nodes;
}

std::vector<VolumeNode> sphere_nodes(Sphere const& s, int order) {
  std::vector<VolumeNode> nodes;
  auto const radii = gauss_legendre(order, 0.0, s.radius_m);
  auto const cosines = gauss_legendre(order, -1.0, 1.0);
  auto const azimuths = turn(2 * order);
  for (std::size_t i = 0; i < radii.size(); ++i)
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const sine = std::sqrt(1.0 - cosines.x[j] * cosines.x[j]);
      double const r = radii.x[i];
      for (double const phi : azimuths)
        nodes.push_back({{r * sine * std::cos(phi), r * sine * std::sin(phi), r * cosines.x[j]},
                         r * r * radii.w[i] * cosines.w[j] * 2.0 * pi / static_cast<double>(azimuths.size())});
    }
  return nodes;
}

}  // namespace

Stretches inside(Shape const& shape, Point const& from, Point const& direction) {
  return std::visit(Overloaded{[&](Sphere const& s) {
                                 double const along = -scalar_product(from, direction);
                                 Point const nearest = advanced(from, along, direction);
                                 double const left = s.radius_m * s.radius_m - scalar_product(nearest, nearest);
                                 if (left <= 0.0) return Stretches{};
                                 return all_of({std::max(0.0, along - std::sqrt(left)), along + std::sqrt(left)});
                               },
                               [&](Cylinder const& c) { return within(c, from, direction); },
                               [&](Cone const& cone) { return all_of(within(round(cone), from, direction)); },
                               [&](auto const& box) { return within(rectangular(box), from, direction); }},
                    shape);
}

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

std::vector<double> sizes_m(Shape const& shape) {
  using Sizes = std::vector<double>;
  return std::visit(Overloaded{[](Sphere const& s) { return Sizes{s.radius_m}; },
                               [](Cylinder const& c) {
                                 return Sizes{c.radius_m - std::max(0.0, c.inner_radius_m), c.length_m};
                               },
                               [](Cuboid const& b) {
                                 return Sizes{b.size_m.begin(), b.size_m.end()};
                               },
                               [](Frustum const& f) {
                                 return Sizes{f.front_m[0], f.front_m[1], f.back_m[0], f.back_m[1], f.length_m};
                               },
                               [](Cone const& c) {
                                 return Sizes{c.front_radius_m, c.back_radius_m, c.length_m};
                               }},
                    shape);
}

double volume_m3(Shape const& shape) {
  return std::visit(Overloaded{[](Sphere const& s) { return 4.0 / 3.0 * pi * std::pow(s.radius_m, 3); },
                               [](Cylinder const& c) {
                                 return pi * (c.radius_m - c.inner_radius_m) * (c.radius_m + c.inner_radius_m) *
                                        c.length_m;
                               },
                               [](Cone const& c) {
                                 double const a = c.front_radius_m;
                                 double const b = c.back_radius_m;
                                 return pi / 3.0 * (a * a + a * b + b * b) * c.length_m;
                               },
                               [](auto const& box) { return volume_of(rectangular(box)); }},
                    shape);
}

double circumscribed_m(Shape const& shape) {
  return std::visit(Overloaded{[](Sphere const& s) { return s.radius_m; },
                               [](Cylinder const& c) { return std::hypot(c.radius_m, 0.5 * c.length_m); },
                               [](Cone const& c) {
                                 return std::hypot(std::max(c.front_radius_m, c.back_radius_m), 0.5 * c.length_m);
                               },
                               [](auto const& box) { return circumscribed(rectangular(box)); }},
                    shape);
}

std::vector<VolumeNode> volume_nodes(Shape const& shape, int order) {
  return std::visit(
      Overloaded{[&](Sphere const& s) { return sphere_nodes(s, order); },
                 [&](Cylinder const& c) {
                   auto nodes = round_nodes({c.radius_m, c.radius_m, c.length_m}, c.inner_radius_m, order);
                   for (auto& node : nodes) node.place = laid(node.place, c.axis);
                   return nodes;
                 },
                 [&](Cone const& c) { return round_nodes(round(c), 0.0, order); },
                 [&](auto const& box) { return rectangular_nodes(rectangular(box), order); }},
      shape);
}

}  // namespace penumbra
