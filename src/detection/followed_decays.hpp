#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "detection/daughters.hpp"
#include "detection/length_spectrum.hpp"
#include "geometry/decay_volume.hpp"
#include "production/flux.hpp"

namespace penumbra {

/// Adds the decays of each kind in open space of which enough daughters pass, for each direction and momentum of the
/// reader.
void add_followed(std::span<LengthSpectrum> seen, Flux const& flux, Flux::Reader& reader,
                  std::span<DecayKinematics const> kinds, OpenSpace const& space, DaughterCuts const& cuts,
                  Numerics const& numerics);

/// Which fluxes will be seen: momenta, the scale of their angles (the smallest), and angles where they have kinks.
struct FluxRange {
  double k_min_GeV;
  double k_max_GeV;
  double theta_0_rad;
  std::vector<double> kinks_rad;
};

/// The decays in a solid of which enough daughters pass, for any flux: computed once for a particle and the kinds of
/// its decays.
///
/// On each cone of directions the share is kept as solid angle per cell of the distance from the origin, at the momenta
/// of `PairShares`. Cells are thin near the end nearest to the origin, where short lifetimes decay.
class FollowedInSolid {
 public:
  FollowedInSolid(Solid const& solid, DaughterCuts const& cuts, std::span<DecayKinematics const> kinds,
                  FluxRange const& range, Numerics const& numerics);
  /// Adds decays of some of these kinds, each in its place among all.
  void add(std::span<LengthSpectrum> seen, Flux::Reader& reader, std::span<std::size_t const> kinds) const;

 private:
  struct Cone {
    double theta_rad;
    std::vector<std::vector<double>> solid_angle_sr;  ///< of each kind; momentum outer, cell inner
  };
  double mass_;
  PairShares shares_;
  std::vector<double> edges_m_;
  std::vector<Cone> cones_;
};

/// Changes whenever a number of decays that are followed in a solid changes.
inline constexpr std::int64_t followed_in_solid_physics_version = 4;

}  // namespace penumbra
