#include "detection/tracked_daughters.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "geometry/decay_volume.hpp"

namespace penumbra {

TrackedDaughters::TrackedDaughters(DaughterCuts const& cuts, Solid const& solid, double mediator_mass_GeV,
                                   double daughter_mass_GeV, double k_GeV, Numerics const& numerics)
    : at_least_{cuts.at_least},
      azimuths_{std::max(1, numerics.daughter_azimuths / 24)},
      pairs_{daughter_pairs(cuts, mediator_mass_GeV, daughter_mass_GeV, k_GeV, numerics)} {
  if (cuts.opening.aperture.bounded()) openings_.push_back(cuts.opening);
  if (cuts.leaves_by_back) {
    auto const face = back_face(solid);
    PENUMBRA_EXPECT(face.has_value());
    openings_.push_back(*face);
  }
}

bool TrackedDaughters::passes(Point const& from, Point const& momentum) const {
  return std::all_of(openings_.begin(), openings_.end(),
                     [&](Opening const& opening) { return opening.passed_by(from, momentum); });
}

double TrackedDaughters::operator()(double theta_rad, double phi_rad, double length_m, double shift) const {
  auto const ahead = direction_of(theta_rad, phi_rad);
  auto const aside = direction_of(theta_rad + 0.5 * std::numbers::pi, phi_rad);
  Point const up{-std::sin(phi_rad), std::cos(phi_rad), 0.0};
  auto const place = advanced({}, length_m, ahead);
  double share = 0.0;
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    auto const& pair = pairs_[i];
    int passed = 0;
    for (int j = 0; j < azimuths_; ++j) {
      double const turns = shift + static_cast<double>(i) * std::numbers::phi + static_cast<double>(j) / azimuths_;
      double const azimuth = 2.0 * std::numbers::pi * turns;
      auto const across =
          advanced(advanced({}, pair.across_GeV * std::cos(azimuth), aside), pair.across_GeV * std::sin(azimuth), up);
      int const counted =
          (pair.plus_counts && passes(place, advanced(across, pair.along_plus_GeV, ahead)) ? 1 : 0) +
          (pair.minus_counts && passes(place, advanced(advanced({}, -1.0, across), pair.along_minus_GeV, ahead)) ? 1
                                                                                                                 : 0);
      if (counted >= at_least_) ++passed;
    }
    share += pair.weight * passed / azimuths_;
  }
  return share;
}

}  // namespace penumbra
