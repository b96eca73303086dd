#pragma once

#include <boost/container/static_vector.hpp>
#include <utility>

#include "detection/decay_kinematics.hpp"
#include "geometry/track_angles.hpp"

namespace penumbra {

/// One daughter of isotropic decays of a mediator of one momentum, in one plane through its line of flight: in closed
/// form, at which decay angles it has a given angle to the mediator.
///
/// With c = cos(theta*), and E* and beta_d its energy and velocity in the mediator's frame,
/// E = (E_A E*/m) (1 + beta_A beta_d c) and cot(alpha) = (k + E_A beta_d c) / (m beta_d sqrt(1 - c^2)).
class DaughterAngle {
 public:
  /// It does not count below `energy_min_GeV`.
  DaughterAngle(double mediator_GeV, double daughter_GeV, double other_GeV, double k_GeV, double energy_min_GeV);
  struct Span {
    double low;
    double high;
  };
  using Spans = boost::container::static_vector<Span, 2 * (most_holes + 1)>;
  /// The c at which it counts and has an angle in the ranges.
  Spans spans(CotangentRanges const& ranges) const;

 private:
  /// The c at which it has this angle; where two have it, first the forward one.
  std::pair<double, double> at(double cotangent) const;

  double m_;
  double m2_;
  double k2_;
  double k2_slowness_;   ///< k^2 (1 / beta_d^2 - 1)
  double kE_over_beta_;  ///< k E_A / beta_d
  double turning_c_;     ///< where the angle is largest, -beta_d / beta_A; below -1 if it flies back too
  double counts_from_c_;
};

/// How many isotropic decays m -> two daughters have them at given angles to the mediator: the second daughter has -c,
/// on the other side.
class DecayAngles {
 public:
  /// Daughters below `energy_min_GeV` do not count.
  DecayAngles(double mediator_GeV, DaughterMasses const& daughters_GeV, double k_GeV, double energy_min_GeV);
  /// Share of decays of which `at_least` daughters count: one with an angle in `one`, the other in `other`, whichever
  /// of the two they are.
  double share(CotangentRanges const& one, CotangentRanges const& other, int at_least) const;

 private:
  DaughterAngle first_;
  DaughterAngle second_;
  bool alike_;
};

}  // namespace penumbra
