#include "geometry/volume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where x0 + slope s stays within +-half.
Aperture::Stretch slab(double centre, double half, double slope) {
  if (slope == 0.0) {
    bool const inside = std::abs(centre) <= half;
    return inside ? Aperture::Stretch{-infinity, infinity} : Aperture::Stretch{infinity, -infinity};
  }
  double const a = (centre - half) / slope;
  double const b = (centre + half) / slope;
  return {std::min(a, b), std::max(a, b)};
}

}  // namespace

Aperture Aperture::disc(double radius_m, double x_centre_m, double y_centre_m) {
  return {Shape::disc, radius_m, radius_m, x_centre_m, y_centre_m};
}

Aperture Aperture::rectangle(double width_m, double height_m, double x_centre_m, double y_centre_m) {
  return {Shape::rectangle, 0.5 * width_m, 0.5 * height_m, x_centre_m, y_centre_m};
}

Aperture Aperture::unbounded() { return {Shape::unbounded, infinity, infinity, 0.0, 0.0}; }

bool Aperture::contains(double x_m, double y_m) const {
  double const dx = x_m - x_;
  double const dy = y_m - y_;
  switch (kind_) {
    case Shape::disc:
      return dx * dx + dy * dy <= a_ * a_;
    case Shape::rectangle:
      return std::abs(dx) <= a_ && std::abs(dy) <= b_;
    case Shape::unbounded:
      return true;
  }
  return false;
}

std::optional<Aperture::Stretch> Aperture::along(double x_slope, double y_slope) const {
  if (kind_ == Shape::unbounded) return Stretch{-infinity, infinity};
  if (kind_ == Shape::rectangle) {
    auto const x = slab(x_, a_, x_slope);
    auto const y = slab(y_, b_, y_slope);
    Stretch const both{std::max(x.first, y.first), std::min(x.second, y.second)};
    return both.first < both.second ? std::optional{both} : std::nullopt;
  }
  double const slope2 = x_slope * x_slope + y_slope * y_slope;
  double const centre2 = x_ * x_ + y_ * y_;
  if (slope2 == 0.0) return centre2 < a_ * a_ ? std::optional{Stretch{-infinity, infinity}} : std::nullopt;
  double const along_centre = x_slope * x_ + y_slope * y_;
  double const discriminant = along_centre * along_centre - slope2 * (centre2 - a_ * a_);
  if (discriminant <= 0.0) return std::nullopt;
  double const root = std::sqrt(discriminant);
  return Stretch{(along_centre - root) / slope2, (along_centre + root) / slope2};
}

double Aperture::outermost_m() const {
  if (kind_ == Shape::disc) return std::hypot(x_, y_) + a_;
  if (kind_ == Shape::rectangle) return std::hypot(std::abs(x_) + a_, std::abs(y_) + b_);
  return infinity;
}

double Aperture::innermost_m() const {
  if (kind_ == Shape::disc) return std::max(0.0, std::hypot(x_, y_) - a_);
  if (kind_ == Shape::rectangle) return std::hypot(std::max(0.0, std::abs(x_) - a_), std::max(0.0, std::abs(y_) - b_));
  return 0.0;
}

double Aperture::inscribed_m() const {
  if (kind_ == Shape::disc) return std::max(0.0, a_ - std::hypot(x_, y_));
  if (kind_ == Shape::rectangle) return std::max(0.0, std::min(a_ - std::abs(x_), b_ - std::abs(y_)));
  return infinity;
}

DecayVolume::DecayVolume(double z_front_m, double z_back_m, Aperture aperture)
    : z_front_{z_front_m}, z_back_{z_back_m}, aperture_{aperture} {
  PENUMBRA_EXPECT(z_front_m >= 0.0 && z_back_m > z_front_m);
}

std::optional<Chord> DecayVolume::chord(double theta_rad, double phi_rad) const {
  double const tangent = std::tan(theta_rad);
  auto const stretch = aperture_.along(tangent * std::cos(phi_rad), tangent * std::sin(phi_rad));
  if (!stretch) return std::nullopt;
  double const z_in = std::max(z_front_, stretch->first);
  double const z_out = std::min(z_back_, stretch->second);
  if (z_in >= z_out) return std::nullopt;
  double const per_z = 1.0 / std::cos(theta_rad);
  return Chord{z_in * per_z, z_out * per_z, stretch->second < z_back_ ? Exit::side : Exit::back};
}

double DecayVolume::theta_min_rad() const { return std::atan2(aperture_.innermost_m(), z_back_); }

double DecayVolume::theta_max_rad() const {
  if (!aperture_.bounded()) return 0.5 * std::numbers::pi;
  return std::atan2(aperture_.outermost_m(), z_front_);
}

double decay_probability(Chord const& chord, double decay_length_m) {
  PENUMBRA_EXPECT(chord.exit_m >= chord.entry_m && decay_length_m > 0.0);
  // expm1: for decay lengths far beyond the detector the difference of two exponentials rounds to noise.
  return -std::exp(-chord.entry_m / decay_length_m) * std::expm1(-(chord.exit_m - chord.entry_m) / decay_length_m);
}

}  // namespace penumbra
