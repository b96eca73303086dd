#pragma once

#include <vector>

#include "detection/pair_shares.hpp"
#include "geometry/aperture.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// What the detector asks of the two daughters of a decay.
struct DaughterCuts {
  Opening opening;               ///< where a daughter must pass
  std::vector<Opening> further;  ///< and all of these, in a solid
  bool leaves_by_back = false;   ///< and the back face of the decay volume: it stays within the side walls until there
  double energy_min_GeV = 0.0;   ///< of a daughter that counts
  int at_least = 1;              ///< how many of the two must count: 1 or 2
  /// Of two photons, how far apart they reach the plane of the opening, in a solid: those of a light particle are one
  /// shower. At least two daughters must count.
  double photon_separation_m = 0.0;

  DaughterThreshold threshold() const { return {energy_min_GeV, at_least}; }
};

/// Daughters about the direction of the pair, in the laboratory: one decay angle c = cos(theta*) in (0, 1) with its
/// weight; unequal daughters once with each of them ahead.
struct DaughterPair {
  double weight;
  double across_GeV;       ///< transverse momentum, opposite for the two
  double along_plus_GeV;   ///< momentum along that direction of the daughter that flies ahead in the pair's frame
  double along_minus_GeV;  ///< of the other one; below zero it flies backwards
  bool plus_counts;        ///< above the energy threshold
  bool minus_counts;
};
/// Pairs of isotropic decays of which enough daughters are above the threshold:
/// E = E_A E*/m +- k p* c/m, pT = p* sqrt(1 - c^2), E* and p* in the frame of the pair. The weights of all pairs, also
/// those that are left out, sum to one.
std::vector<DaughterPair> daughter_pairs(DaughterCuts const& cuts, PairInFlight const& pair, Numerics const& numerics);

/// Share of isotropic decays with two daughters that pass, as a function of where the mediator decays, in
/// open space before an opening across the beam.
///
/// Straight tracks, no magnetic field; slopes add (small angles between daughter and mediator). Azimuths of the
/// mediator about the beam and of the daughters about the mediator uniform: in closed form for a disc on the axis, by
/// nodes otherwise.
class DaughterAcceptance {
 public:
  DaughterAcceptance(DaughterCuts const& cuts, PairInFlight const& pair, Numerics const& numerics);
  /// Mediator at polar angle theta, averaged over its azimuth, decaying at z.
  double operator()(double theta_rad, double z_m) const;

 private:
  struct Pair {
    double weight;
    double slope_plus;  ///< pT / longitudinal momentum of the daughter ahead, relative to the mediator
    double slope_minus;
    bool plus_counts;
    bool minus_counts;
  };
  double round_share(double offset, Pair const& pair, double arm) const;
  double sampled_share(double offset, Pair const& pair, double arm) const;

  Aperture aperture_;
  double plane_m_;
  int at_least_;
  int azimuths_;
  std::vector<double> cosine_, sine_;            ///< of the daughters' azimuths
  std::vector<double> turn_cosine_, turn_sine_;  ///< of the decay's azimuths
  std::vector<Pair> pairs_;
};

}  // namespace penumbra
