#pragma once

#include <cstdint>
#include <vector>

#include "detection/daughters.hpp"
#include "detection/length_spectrum.hpp"
#include "geometry/decay_volume.hpp"
#include "production/flux.hpp"

namespace penumbra {

/// Adds the decays in open space of which enough daughters pass, for each direction and momentum of the reader.
void add_followed(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double mediator_mass_GeV,
                  double daughter_mass_GeV, OpenSpace const& space, DaughterCuts const& cuts, Numerics const& numerics);

/// Which fluxes will be seen: momenta, the scale of their angles (the smallest), and angles where they have kinks.
struct FluxRange {
  double k_min_GeV;
  double k_max_GeV;
  double theta_0_rad;
  std::vector<double> kinks_rad;
};

/// The decays in a solid of which enough daughters pass, for any flux: computed once for a mediator and the masses that
/// its daughters may have.
///
/// On each cone of directions the share is kept as solid angle per cell of the distance from the origin, at a few
/// momenta, cubic in ln k between them. Cells are thin near the end nearest to the origin, where short lifetimes decay.
class FollowedInSolid {
 public:
  FollowedInSolid(Solid const& solid, DaughterCuts const& cuts, double mediator_mass_GeV,
                  std::vector<double> daughter_masses_GeV, FluxRange const& range, Numerics const& numerics);
  /// Decays to daughters of one of these masses.
  void add(LengthSpectrum& seen, Flux::Reader& reader, double daughter_mass_GeV) const;

 private:
  struct Cone {
    double theta_rad;
    std::vector<std::vector<double>> solid_angle_sr;  ///< of each daughter; momentum outer, cell inner
  };
  double mass_;
  std::vector<double> daughters_;
  std::vector<double> k_;
  std::vector<double> edges_m_;
  std::vector<Cone> cones_;
};

/// Changes whenever a number of decays that are followed in a solid changes.
inline constexpr std::int64_t followed_in_solid_physics_version = 2;

}  // namespace penumbra
