#pragma once

#include <optional>

namespace penumbra {

/// Beam coordinates: z along the beam, origin where the beam's products are made (target, dump or interaction point).

/// A flat opening across the beam: disc or rectangle, its centre possibly off the axis, or no edge at all. Lengths in
/// m.
class Aperture {
 public:
  static Aperture disc(double radius_m, double x_centre_m = 0.0, double y_centre_m = 0.0);
  static Aperture rectangle(double width_m, double height_m, double x_centre_m = 0.0, double y_centre_m = 0.0);
  static Aperture unbounded();

  bool contains(double x_m, double y_m) const;
  /// Where the line x = x_slope s, y = y_slope s is inside: s between first and second (first may be negative); nullopt
  /// when never.
  struct Stretch {
    double first;
    double second;
  };
  std::optional<Stretch> along(double x_slope, double y_slope) const;
  /// Largest and smallest distance of its points from the beam axis.
  double outermost_m() const;
  double innermost_m() const;
  /// Radius of the largest circle about the axis that lies inside; 0 when the axis is outside.
  double inscribed_m() const;
  bool bounded() const { return kind_ != Shape::unbounded; }
  /// True for a disc centred on the axis: then nothing depends on the azimuth.
  bool on_axis_disc() const { return kind_ == Shape::disc && x_ == 0.0 && y_ == 0.0; }
  bool centred() const { return x_ == 0.0 && y_ == 0.0; }
  bool is_disc() const { return kind_ == Shape::disc; }
  double radius_m() const { return a_; }
  /// The rectangle around it.
  struct Bounds {
    double x_low, x_high, y_low, y_high;
  };
  Bounds bounds() const { return {x_ - a_, x_ + a_, y_ - b_, y_ + b_}; }

 private:
  enum class Shape { disc, rectangle, unbounded };
  Aperture(Shape kind, double a, double b, double x, double y) : kind_{kind}, a_{a}, b_{b}, x_{x}, y_{y} {}
  Shape kind_;
  double a_;  // radius, or half width
  double b_;  // half height
  double x_;
  double y_;
};

/// How a straight path from the origin leaves a decay volume: the three classes of the DUNE ND-GAr exercise.
enum class Exit { back, side };

/// Path lengths from the origin at which a straight line enters and leaves, m.
struct Chord {
  double entry_m;
  double exit_m;
  Exit exit;
};

/// A prism along the beam: an aperture drawn out from z_front to z_back.
class DecayVolume {
 public:
  DecayVolume(double z_front_m, double z_back_m, Aperture aperture);  ///< 0 <= z_front < z_back
  /// The chord of a line from the origin at polar angle theta < pi/2 and azimuth phi; nullopt when it misses.
  std::optional<Chord> chord(double theta_rad, double phi_rad) const;
  double z_front_m() const { return z_front_; }
  double z_back_m() const { return z_back_; }
  Aperture const& aperture() const { return aperture_; }
  /// Polar angles outside of which every line misses.
  double theta_min_rad() const;
  double theta_max_rad() const;

 private:
  double z_front_;
  double z_back_;
  Aperture aperture_;
};

/// exp(-l1/L) - exp(-l2/L) for a mean decay length L: the probability to decay on the chord.
double decay_probability(Chord const& chord, double decay_length_m);

}  // namespace penumbra
