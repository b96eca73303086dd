#pragma once

#include <optional>
#include <variant>

#include "geometry/aperture.hpp"
#include "geometry/solid.hpp"

namespace penumbra {

/// Everything between two planes across the beam, without walls: for searches that only ask where the daughters go.
struct OpenSpace {
  double z_front_m;
  double z_back_m;
};

/// Where a mediator has to decay.
using DecayVolume = std::variant<Solid, OpenSpace>;

/// As a viewer at this place of the beam's axis sees it. Throws InputError where the viewer is inside of a solid.
DecayVolume seen_from(double z_m, DecayVolume const& volume);

/// Distances from the origin between which it lies (an open space: up to one radian off the beam).
struct Distances {
  double nearest_m;
  double farthest_m;
};
Distances distances(DecayVolume const& volume);

/// The face at the back (+z of the body before it was turned) as an opening; nullopt where there is none (a sphere, a
/// cylinder that lies).
std::optional<Opening> back_face(Solid const& solid);

}  // namespace penumbra
