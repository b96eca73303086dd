#include "geometry/solid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/errors.hpp"
#include "core/gauss_rule.hpp"

namespace penumbra {

Solid::Solid(Shape shape, Point centre_m, Rotation rotation) : shape_{shape}, centre_{centre_m}, rotation_{rotation} {
  for (double const size : sizes_m(shape_))
    if (!(size > 0.0)) throw InputError(fmt::format("a detector of size {} m, expected a positive number", size));
  auto const from = rotation_.turned_back(advanced({}, -1.0, centre_));
  for (double const sign : {-1.0, 1.0})  // a line that starts inside has a stretch that begins at once
    for (auto const& part : inside(shape_, from, {0.0, 0.0, sign}))
      if (part.first_m <= 0.0)
        throw InputError(
            fmt::format("the detector's centre is {} m from the origin, and the origin lies inside", norm(centre_)));
}

Stretches Solid::crossing(double theta_rad, double phi_rad) const {
  return inside(shape_, rotation_.turned_back(advanced({}, -1.0, centre_)),
                rotation_.turned_back(direction_of(theta_rad, phi_rad)));
}

double Solid::path_m(double theta_rad, double phi_rad) const {
  double sum = 0.0;
  for (auto const& part : crossing(theta_rad, phi_rad)) sum += part.last_m - part.first_m;
  return sum;
}

std::vector<Curve> Solid::outline() const {
  auto curves = penumbra::outline(shape_, rotation_.turned_back(advanced({}, -1.0, centre_)));
  for (auto& curve : curves) curve = placed(curve, centre_, rotation_);
  return curves;
}

std::vector<SolidPiece> Solid::pieces(int order) const {
  std::vector<SolidPiece> result;
  for (auto const& node : volume_nodes(shape_, order)) {
    auto const p = advanced(centre_, 1.0, rotation_.turned(node.place));
    result.push_back({polar_angle(p), node.volume_m3 / scalar_product(p, p)});
  }
  return result;
}

double Solid::half_opening_rad() const {
  double const ratio = circumscribed_m(shape_) / norm(centre_);
  return ratio < 1.0 ? std::asin(ratio) : std::numbers::pi;
}
double Solid::theta_min_rad() const { return std::max(0.0, polar_angle(centre_) - half_opening_rad()); }
double Solid::theta_max_rad() const { return std::min(std::numbers::pi, polar_angle(centre_) + half_opening_rad()); }
double Solid::nearest_m() const { return std::max(0.0, norm(centre_) - circumscribed_m(shape_)); }
double Solid::farthest_m() const { return norm(centre_) + circumscribed_m(shape_); }

bool Solid::round_about_beam() const {
  if (centre_[0] != 0.0 || centre_[1] != 0.0) return false;
  if (std::holds_alternative<Sphere>(shape_)) return true;
  if (!rotation_.none()) return false;
  auto const* cylinder = std::get_if<Cylinder>(&shape_);
  return std::holds_alternative<Cone>(shape_) || (cylinder && cylinder->axis == 2);
}

std::vector<SolidPiece> gauss_rule(std::vector<SolidPiece> const& pieces, int count) {
  Nodes measure;
  for (auto const& piece : pieces) {
    double const half = std::sin(0.5 * piece.theta_rad);
    measure.x.push_back(half * half);
    measure.w.push_back(piece.weight_m_sr);
  }
  auto const nodes = gauss_rule(measure, count);
  std::vector<SolidPiece> rule;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    rule.push_back({2.0 * std::asin(std::sqrt(std::clamp(nodes.x[i], 0.0, 1.0))), nodes.w[i]});
  return rule;
}

}  // namespace penumbra
