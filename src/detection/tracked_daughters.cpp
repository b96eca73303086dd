#include "detection/tracked_daughters.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "geometry/decay_volume.hpp"

namespace penumbra {

Flight::Flight(double theta_rad, double phi_rad)
    : ahead{direction_of(theta_rad, phi_rad)},
      across{direction_of(theta_rad + 0.5 * std::numbers::pi, phi_rad)},
      up{-std::sin(phi_rad), std::cos(phi_rad), 0.0} {}

TrackedDaughters::TrackedDaughters(DaughterCuts const& cuts, Solid const& solid, std::span<PairInFlight const> pairs,
                                   int azimuths)
    : openings_{cuts.further},
      at_least_{cuts.at_least},
      azimuths_{azimuths},
      pairs_{pairs, cuts.energy_min_GeV},
      photon_separation_m_{cuts.photon_separation_m},
      plane_m_{cuts.opening.centre_m[2]} {
  if (cuts.opening.aperture.bounded()) openings_.push_back(cuts.opening);
  if (cuts.leaves_by_back) {
    auto const face = back_face(solid);
    PENUMBRA_EXPECT(face.has_value());
    openings_.push_back(*face);
  }
}

CotangentRanges TrackedDaughters::passing(Point const& from, Point const& ahead, Point const& aside) const {
  CotangentRanges ranges{{}};
  for (auto const& opening : openings_) {
    if (ranges.empty()) break;
    ranges = overlap(ranges, opening.passing_angles(from, ahead, aside));
  }
  return ranges;
}

void TrackedDaughters::add(Flight const& flight, double length_m, double shift, double weight,
                           std::span<double> shares) const {
  PENUMBRA_EXPECT(shares.size() == pairs_.size());
  auto const place = advanced({}, length_m, flight.ahead);
  // Across the line of flight, for lines close to the axis of the opening.
  double const photon_spread = photon_separation_m_ * flight.ahead[2] / (plane_m_ - place[2]);
  for (int j = 0; j < azimuths_; ++j) {
    // Half a turn: the daughters may be exchanged.
    double const azimuth = std::numbers::pi * (shift + j) / azimuths_;
    auto const aside = advanced(advanced({}, std::cos(azimuth), flight.across), std::sin(azimuth), flight.up);
    auto const one = passing(place, flight.ahead, aside);
    if (at_least_ == 2 && one.empty()) continue;
    auto const other = passing(place, flight.ahead, advanced({}, -1.0, aside));
    if (at_least_ == 2 ? other.empty() : one.empty() && other.empty()) continue;
    pairs_.add_shares(one, other, at_least_, weight / azimuths_, shares, photon_spread);
  }
}

}  // namespace penumbra
