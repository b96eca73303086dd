#pragma once

#include <boost/container/static_vector.hpp>
#include <utility>

#include "geometry/track_angles.hpp"

namespace penumbra {

/// Isotropic decays m -> two daughters of equal mass of a mediator of one momentum, in one plane through its line of
/// flight: in closed form, how many have daughters at given angles to the mediator.
///
/// With c = cos(theta*) of one daughter, E = (E_A / 2) (1 + beta_A beta_d c) and
/// cot(alpha) = (k + E_A beta_d c) / (m beta_d sqrt(1 - c^2)); the other daughter has -c, on the other side.
class DecayAngles {
 public:
  /// Daughters below `energy_min_GeV` do not count.
  DecayAngles(double mediator_mass_GeV, double daughter_mass_GeV, double k_GeV, double energy_min_GeV);
  /// Share of decays of which `at_least` daughters count: one with an angle in `one`, the other in `other`.
  double share(CotangentRanges const& one, CotangentRanges const& other, int at_least) const;

 private:
  struct Span {
    double low;
    double high;
  };
  using Spans = boost::container::static_vector<Span, 2 * (most_holes + 1)>;
  /// The c at which a daughter has this angle; where two have it, first the forward one.
  std::pair<double, double> at(double cotangent) const;
  /// The c at which a daughter that counts has an angle in the ranges.
  Spans spans(CotangentRanges const& ranges) const;

  double m_;
  double m2_;
  double k2_;
  double k2_slowness_;   ///< k^2 (1 / beta_d^2 - 1)
  double kE_over_beta_;  ///< k E_A / beta_d
  double turning_c_;     ///< where the angle is largest, -beta_d / beta_A; below -1 if daughters fly back too
  double counts_from_c_;
};

}  // namespace penumbra
