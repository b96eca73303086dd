#pragma once

#include <vector>

#include "geometry/shape.hpp"
#include "geometry/track_angles.hpp"

namespace penumbra {

/// A flat opening: disc (perhaps with a hole) or rectangle in its own x-y plane, its centre possibly off the axis, or
/// no edge at all. Lengths in m.
class Aperture {
 public:
  static Aperture disc(double radius_m, double x_centre_m = 0.0, double y_centre_m = 0.0, double hole_radius_m = 0.0);
  static Aperture rectangle(double width_m, double height_m, double x_centre_m = 0.0, double y_centre_m = 0.0);
  static Aperture unbounded();

  bool contains(double x_m, double y_m) const;
  /// Where the points (x / d, y / d), each a linear function of w, lie inside with d > 0.
  CotangentRanges inside(Linear const& x, Linear const& y, Linear const& d) const;
  /// Largest distance of its points from the axis.
  double outermost_m() const;
  /// Radius of the largest circle about the axis that lies inside; 0 when the axis is outside.
  double inscribed_m() const;
  bool has_hole() const { return hole_ > 0.0; }
  bool bounded() const { return kind_ != Kind::unbounded; }
  /// True for a whole disc centred on the axis: then nothing depends on the azimuth.
  bool on_axis_disc() const { return kind_ == Kind::disc && centred() && hole_ == 0.0; }
  /// True for what looks the same at every turn about the axis.
  bool round() const { return !bounded() || (kind_ == Kind::disc && centred()); }
  bool centred() const { return x_ == 0.0 && y_ == 0.0; }
  /// Is it its own mirror image when x (axis 0) or y (1) changes sign?
  bool mirrored(int axis) const { return !bounded() || (axis == 0 ? x_ : y_) == 0.0; }
  double radius_m() const { return a_; }
  /// Its edges; none without.
  std::vector<Curve> outline() const;

 private:
  CotangentRange inside_circle(double radius_m, Linear const& x, Linear const& y, Linear const& d) const;
  enum class Kind { disc, rectangle, unbounded };
  Aperture(Kind kind, double a, double b, double x, double y, double hole)
      : kind_{kind}, a_{a}, b_{b}, x_{x}, y_{y}, hole_{hole} {}
  Kind kind_;
  double a_;  // radius, or half width
  double b_;  // half height
  double x_;
  double y_;
  double hole_;
};

/// An aperture anywhere: its plane turned and moved from the beam's x-y plane.
struct Opening {
  Aperture aperture = Aperture::unbounded();
  Point centre_m{};
  Rotation rotation{};

  /// Does the straight track from a place pass, flying forward?
  bool passed_by(Point const& from, Point const& direction) const;
  /// The angles from `ahead` towards `aside`, two directions at right angles, at which a track from a place passes.
  CotangentRanges passing_angles(Point const& from, Point const& ahead, Point const& aside) const;
  /// Is it the same at every turn about the beam?
  bool round_about_beam() const {
    return !aperture.bounded() || (aperture.round() && rotation.none() && centre_m[0] == 0.0 && centre_m[1] == 0.0);
  }
  bool mirrored(int axis) const {
    return !aperture.bounded() ||
           (rotation.none() && centre_m[static_cast<std::size_t>(axis)] == 0.0 && aperture.mirrored(axis));
  }
  std::vector<Curve> outline() const;
};

}  // namespace penumbra
