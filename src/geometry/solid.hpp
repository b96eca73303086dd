#pragma once

#include <array>
#include <numbers>
#include <variant>
#include <vector>

namespace penumbra {

/// Bodies of a target in beam coordinates (z along the beam, the origin where the beam's products are made), lengths in
/// m.
struct Sphere {
  double radius_m;
};
struct Cylinder {
  double radius_m;
  double length_m;
  int axis;  ///< 0, 1, 2: along x, y, z
};
struct Cuboid {
  std::array<double, 3> size_m;
};

/// A piece of a solid seen from the origin: polar angle, and dV / r^2 = path length x solid angle, m sr.
struct SolidPiece {
  double theta_rad;
  double weight_m_sr;
};

/// A body anywhere, the origin outside of it. A rate is n int dV / r^2 dN/dOmega(theta) sigma, so a detector that
/// scatters what passes needs no more of its shape than how dV / r^2 is spread over the polar angle.
class Solid {
 public:
  using Shape = std::variant<Sphere, Cylinder, Cuboid>;
  /// Throws InputError when a size is not positive or the origin lies inside the circumscribed sphere.
  Solid(Shape shape, std::array<double, 3> centre_m);

  double volume_m3() const;
  /// Quadrature over the volume with about `order` nodes in each direction (Gauss-Legendre; midpoints in azimuths).
  /// Error: it converges exponentially as long as the body is not much closer than its size.
  std::vector<SolidPiece> pieces(int order) const;
  /// Length of the straight line from the origin inside, m; 0 when it misses.
  double path_m(double theta_rad, double phi_rad) const;
  /// Polar angles outside of which every line misses.
  double theta_min_rad() const;
  double theta_max_rad() const;

 private:
  double circumscribed_m() const;
  Shape shape_;
  std::array<double, 3> centre_;
};

/// A few polar angles and positive weights with the moments of many pieces in sin^2(theta/2): the Gauss rule of this
/// discrete measure, exact for polynomials of degree 2 count - 1. What passes the detector is smooth in
/// sin^2(theta/2).
std::vector<SolidPiece> gauss_rule(std::vector<SolidPiece> const& pieces, int count);

}  // namespace penumbra
