#pragma once

#include <array>
#include <cmath>

namespace penumbra {

/// A place or a direction in beam coordinates: z along the beam, the origin where the beam's products are made (target,
/// dump or interaction point); lengths in m.
using Point = std::array<double, 3>;

inline double scalar_product(Point const& a, Point const& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
inline double norm(Point const& p) { return std::hypot(p[0], p[1], p[2]); }
inline double polar_angle(Point const& p) { return std::atan2(std::hypot(p[0], p[1]), p[2]); }
/// a + t b.
inline Point advanced(Point const& a, double t, Point const& b) {
  return {a[0] + t * b[0], a[1] + t * b[1], a[2] + t * b[2]};
}
inline Point direction_of(double theta_rad, double phi_rad) {
  double const sine = std::sin(theta_rad);
  return {sine * std::cos(phi_rad), sine * std::sin(phi_rad), std::cos(theta_rad)};
}

/// Turns a body about its centre.
class Rotation {
 public:
  Rotation() = default;  ///< none
  /// Right-handed, about the x axis first, then y, then z.
  Rotation(double about_x_rad, double about_y_rad, double about_z_rad) {
    double const a = std::cos(about_x_rad), b = std::sin(about_x_rad);
    double const c = std::cos(about_y_rad), d = std::sin(about_y_rad);
    double const e = std::cos(about_z_rad), f = std::sin(about_z_rad);
    columns_ = {{{e * c, f * c, -d},
                 {e * d * b - f * a, f * d * b + e * a, c * b},
                 {e * d * a + f * b, f * d * a - e * b, c * a}}};
  }
  Point turned(Point const& p) const {
    return advanced(advanced(advanced({}, p[0], columns_[0]), p[1], columns_[1]), p[2], columns_[2]);
  }
  Point turned_back(Point const& p) const {
    return {scalar_product(columns_[0], p), scalar_product(columns_[1], p), scalar_product(columns_[2], p)};
  }
  bool none() const { return columns_[0][0] == 1.0 && columns_[1][1] == 1.0 && columns_[2][2] == 1.0; }

 private:
  std::array<Point, 3> columns_{{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
};

}  // namespace penumbra
