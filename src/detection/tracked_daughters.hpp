#pragma once

#include <vector>

#include "detection/daughters.hpp"
#include "geometry/solid.hpp"

namespace penumbra {

/// Share of isotropic decays m -> two daughters of equal mass that pass, for a mediator of one momentum that decays at
/// a given place in a solid: straight tracks at any angle to the mediator and to the beam, no magnetic field.
///
/// Each decay angle has its own azimuths about the mediator, spread by the golden ratio and shifted from place to
/// place: a single share is coarse, the average over the places of a solid is not.
class TrackedDaughters {
 public:
  TrackedDaughters(DaughterCuts const& cuts, Solid const& solid, double mediator_mass_GeV, double daughter_mass_GeV,
                   double k_GeV, Numerics const& numerics);
  /// Mediator with this direction decaying at `length_m` from the origin; `shift` in turns.
  double operator()(double theta_rad, double phi_rad, double length_m, double shift) const;

 private:
  bool passes(Point const& from, Point const& momentum) const;
  std::vector<Opening> openings_;
  int at_least_;
  int azimuths_;
  std::vector<DaughterPair> pairs_;
};

}  // namespace penumbra
