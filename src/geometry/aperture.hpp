#pragma once

#include <vector>

#include "geometry/shape.hpp"

namespace penumbra {

/// A flat opening: disc (perhaps with a hole) or rectangle in its own x-y plane, its centre possibly off the axis, or
/// no edge at all. Lengths in m.
class Aperture {
 public:
  static Aperture disc(double radius_m, double x_centre_m = 0.0, double y_centre_m = 0.0, double hole_radius_m = 0.0);
  static Aperture rectangle(double width_m, double height_m, double x_centre_m = 0.0, double y_centre_m = 0.0);
  static Aperture unbounded();

  bool contains(double x_m, double y_m) const;
  /// Largest distance of its points from the axis.
  double outermost_m() const;
  /// Radius of the largest circle about the axis that lies inside; 0 when the axis is outside.
  double inscribed_m() const;
  bool bounded() const { return kind_ != Kind::unbounded; }
  /// True for a whole disc centred on the axis: then nothing depends on the azimuth.
  bool on_axis_disc() const { return kind_ == Kind::disc && centred() && hole_ == 0.0; }
  /// True for what looks the same at every turn about the axis.
  bool round() const { return !bounded() || (kind_ == Kind::disc && centred()); }
  bool centred() const { return x_ == 0.0 && y_ == 0.0; }
  double radius_m() const { return a_; }
  /// Its edges; none without.
  std::vector<Curve> outline() const;

 private:
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
  /// Is it the same at every turn about the beam?
  bool round_about_beam() const {
    return !aperture.bounded() || (aperture.round() && rotation.none() && centre_m[0] == 0.0 && centre_m[1] == 0.0);
  }
  std::vector<Curve> outline() const;
};

}  // namespace penumbra
