#include "geometry/aperture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace penumbra {

Aperture Aperture::disc(double radius_m, double x_centre_m, double y_centre_m, double hole_radius_m) {
  return {Kind::disc, radius_m, radius_m, x_centre_m, y_centre_m, hole_radius_m};
}

Aperture Aperture::rectangle(double width_m, double height_m, double x_centre_m, double y_centre_m) {
  return {Kind::rectangle, 0.5 * width_m, 0.5 * height_m, x_centre_m, y_centre_m, 0.0};
}

Aperture Aperture::unbounded() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {Kind::unbounded, infinity, infinity, 0.0, 0.0, 0.0};
}

bool Aperture::contains(double x_m, double y_m) const {
  double const dx = x_m - x_;
  double const dy = y_m - y_;
  switch (kind_) {
    case Kind::disc: {
      double const r2 = dx * dx + dy * dy;
      return r2 <= a_ * a_ && r2 >= hole_ * hole_;
    }
    case Kind::rectangle:
      return std::abs(dx) <= a_ && std::abs(dy) <= b_;
    case Kind::unbounded:
      return true;
  }
  return false;
}

CotangentRange Aperture::inside_circle(double radius_m, Linear const& x, Linear const& y, Linear const& d) const {
  constexpr CotangentRange nothing{0.0, 0.0};
  Linear const dx{x.slope - x_ * d.slope, x.value - x_ * d.value};
  Linear const dy{y.slope - y_ * d.slope, y.value - y_ * d.value};
  // dx^2 + dy^2 - (radius d)^2 = a w^2 + 2 b w + c < 0 is a cone in (w, 1) and its mirror image, where d < 0.
  double const R2 = radius_m * radius_m;
  double const a = dx.slope * dx.slope + dy.slope * dy.slope - R2 * d.slope * d.slope;
  double const b = dx.slope * dx.value + dy.slope * dy.value - R2 * d.slope * d.value;
  double const c = dx.value * dx.value + dy.value * dy.value - R2 * d.value * d.value;
  if (a == 0.0) return where_positive(where_positive({}, {-2.0 * b, -c}), d);
  double const discriminant = b * b - a * c;
  if (!(discriminant > 0.0)) return nothing;
  double const q = -(b + std::copysign(std::sqrt(discriminant), b));
  auto const [first, second] = std::minmax({q / a, c / q});
  if (a > 0.0) return d.slope * 0.5 * (first + second) + d.value > 0.0 ? CotangentRange{first, second} : nothing;
  return d.slope > 0.0 ? CotangentRange{second, CotangentRange::no_end}
                       : CotangentRange{-CotangentRange::no_end, first};
}

CotangentRanges Aperture::inside(Linear const& x, Linear const& y, Linear const& d) const {
  CotangentRange range = where_positive({}, d);
  CotangentRanges result;
  if (kind_ == Kind::rectangle) {
    for (double const side : {-1.0, 1.0}) {
      double const right = side * a_ + x_;
      double const top = side * b_ + y_;
      range = where_positive(range, {side * (right * d.slope - x.slope), side * (right * d.value - x.value)});
      range = where_positive(range, {side * (top * d.slope - y.slope), side * (top * d.value - y.value)});
    }
  } else if (kind_ == Kind::disc) {
    range = inside_circle(a_, x, y, d);
    auto const hole = hole_ > 0.0 ? inside_circle(hole_, x, y, d) : CotangentRange{0.0, 0.0};
    if (hole.low < hole.high) {  // within the range: the disc is convex
      if (range.low < hole.low) result.push_back({range.low, hole.low});
      if (hole.high < range.high) result.push_back({hole.high, range.high});
      return result;
    }
  }
  if (range.low < range.high) result.push_back(range);
  return result;
}

double Aperture::outermost_m() const {
  if (kind_ == Kind::disc) return std::hypot(x_, y_) + a_;
  if (kind_ == Kind::rectangle) return std::hypot(std::abs(x_) + a_, std::abs(y_) + b_);
  return std::numeric_limits<double>::infinity();
}

double Aperture::inscribed_m() const {
  if (hole_ > 0.0) return 0.0;
  if (kind_ == Kind::disc) return std::max(0.0, a_ - std::hypot(x_, y_));
  if (kind_ == Kind::rectangle) return std::max(0.0, std::min(a_ - std::abs(x_), b_ - std::abs(y_)));
  return std::numeric_limits<double>::infinity();
}

std::vector<Curve> Aperture::outline() const {
  std::vector<Curve> curves;
  if (kind_ == Kind::disc)
    for (double const r : {a_, hole_})
      if (r > 0.0) curves.push_back({{x_, y_, 0.0}, {r, 0.0, 0.0}, {0.0, r, 0.0}, true});
  if (kind_ == Kind::rectangle)
    for (double const side : {-1.0, 1.0}) {
      curves.push_back({{x_ - a_, y_ + side * b_, 0.0}, {2.0 * a_, 0.0, 0.0}, {}, false});
      curves.push_back({{x_ + side * a_, y_ - b_, 0.0}, {0.0, 2.0 * b_, 0.0}, {}, false});
    }
  return curves;
}

std::vector<Curve> Opening::outline() const {
  auto curves = aperture.outline();
  for (auto& curve : curves) curve = placed(curve, centre_m, rotation);
  return curves;
}

bool Opening::passed_by(Point const& from, Point const& direction) const {
  auto const p = rotation.turned_back(advanced(from, -1.0, centre_m));
  auto const d = rotation.turned_back(direction);
  if (!(p[2] * d[2] < 0.0)) return false;  // in the plane, or flying away from it
  double const t = -p[2] / d[2];
  return aperture.contains(p[0] + t * d[0], p[1] + t * d[1]);
}

CotangentRanges Opening::passing_angles(Point const& from, Point const& ahead, Point const& aside) const {
  auto const p = rotation.turned_back(advanced(from, -1.0, centre_m));
  if (p[2] == 0.0) return {};  // in the plane
  auto const a = rotation.turned_back(ahead);
  auto const b = rotation.turned_back(aside);
  // The direction cos(alpha) a + sin(alpha) b is as good as w a + b, w = cot(alpha), and meets the plane, flying
  // towards it where d = -sign(p_z) d_z > 0, at p + |p_z| / d times it.
  double const towards = p[2] < 0.0 ? 1.0 : -1.0;
  double const far = std::abs(p[2]);
  Linear const d{towards * a[2], towards * b[2]};
  return aperture.inside({p[0] * d.slope + far * a[0], p[0] * d.value + far * b[0]},
                         {p[1] * d.slope + far * a[1], p[1] * d.value + far * b[1]}, d);
}

}  // namespace penumbra
