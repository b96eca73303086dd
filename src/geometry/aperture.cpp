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

}  // namespace penumbra
