#include "geometry/shape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "geometry/shape_kinds.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;

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

}  // namespace penumbra
