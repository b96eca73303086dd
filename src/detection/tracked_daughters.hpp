#pragma once

#include <span>
#include <vector>

#include "detection/daughter_angles.hpp"
#include "detection/daughters.hpp"
#include "geometry/solid.hpp"

namespace penumbra {

/// A straight way from the origin, and two directions across it.
struct Flight {
  Flight(double theta_rad, double phi_rad);
  Point ahead;
  Point across;
  Point up;
};

/// Shares of isotropic decays with two daughters that pass, for pairs of some masses and momenta that decay at a
/// given place in a solid: straight tracks at any angle to the particle and to the beam, no magnetic field.
///
/// The decay angle is integrated in closed form, the azimuth about the particle by a few nodes, which the caller shifts
/// from place to place: a single share is coarse, the average over the places of a solid is not.
class TrackedDaughters {
 public:
  TrackedDaughters(DaughterCuts const& cuts, Solid const& solid, std::span<PairInFlight const> pairs, int azimuths);
  /// Adds weight * share of each of the pairs, for decays at `length_m` from the origin; `shift` in steps between
  /// azimuths.
  void add(Flight const& flight, double length_m, double shift, double weight, std::span<double> shares) const;

 private:
  CotangentRanges passing(Point const& from, Point const& ahead, Point const& aside) const;
  std::vector<Opening> openings_;
  int at_least_;
  int azimuths_;
  DaughterAngles pairs_;
  double photon_separation_m_;
  double plane_m_;  ///< of the opening, where photons are apart
};

}  // namespace penumbra
