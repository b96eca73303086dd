#pragma once

#include <vector>

#include "geometry/shape.hpp"

namespace penumbra {

/// A piece of a solid seen from the origin: polar angle, and dV / r^2 = path length x solid angle, m sr.
struct SolidPiece {
  double theta_rad;
  double weight_m_sr;
};

/// A body anywhere, turned about its centre, the origin outside of it: what decays inside and what scatters inside are
/// counted in the same solids.
class Solid {
 public:
  /// Throws InputError when a size is not positive or the origin lies inside.
  Solid(Shape shape, Point centre_m, Rotation rotation = {});

  double volume_m3() const { return penumbra::volume_m3(shape_); }
  /// The same body as a viewer at this place of the beam's axis sees it.
  Solid seen_from(double z_m) const { return {shape_, {centre_[0], centre_[1], centre_[2] - z_m}, rotation_}; }
  /// The parts of the straight line from the origin that lie inside.
  Stretches crossing(double theta_rad, double phi_rad) const;
  /// Their length, m; 0 when the line misses.
  double path_m(double theta_rad, double phi_rad) const;
  /// Edges in beam coordinates as the origin sees them.
  std::vector<Curve> outline() const;
  /// Quadrature over the volume with about `order` nodes in each direction.
  /// Error: it converges exponentially as long as the body is not much closer than its size.
  std::vector<SolidPiece> pieces(int order) const;

  /// Polar angles outside of which every line misses, and distances outside of which nothing is inside: those of the
  /// circumscribed sphere.
  double theta_min_rad() const;
  double theta_max_rad() const;
  double nearest_m() const;
  double farthest_m() const;
  /// Does it look the same from every azimuth?
  bool round_about_beam() const;
  /// Is it its own mirror image when x (axis 0) or y (1) changes sign?
  bool mirrored(int axis) const { return centre_[static_cast<std::size_t>(axis)] == 0.0 && rotation_.none(); }

  Shape const& shape() const { return shape_; }
  Point const& centre_m() const { return centre_; }
  Rotation const& rotation() const { return rotation_; }

 private:
  double half_opening_rad() const;
  Shape shape_;
  Point centre_;
  Rotation rotation_;
};

/// A few polar angles and positive weights with the moments of many pieces in sin^2(theta/2): the Gauss rule of this
/// discrete measure, exact for polynomials of degree 2 count - 1. What passes the detector is smooth in
/// sin^2(theta/2).
std::vector<SolidPiece> gauss_rule(std::vector<SolidPiece> const& pieces, int count);

}  // namespace penumbra
