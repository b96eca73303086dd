#pragma once

#include <optional>

#include "analysis/experiment_file.hpp"
#include "geometry/decay_volume.hpp"

namespace penumbra {

/// The words with which every experiment file describes bodies:
///
/// `shape`: "sphere" (radius), "cylinder" (radius, length, perhaps inner_radius and axis = "x", "y", "z"), "box" (width
/// along x, height along y, length along z), "frustum" (front_width, front_height, back_width, back_height, length),
/// "cone" (front_radius, back_radius, length).
/// Where: `distance` of the front along the beam with offset_x, offset_y of the centre, or centre_x, centre_y,
/// centre_z. `rotation_x`, `rotation_y`, `rotation_z`: turned about its centre, about the beam's x axis first. nullopt
/// when it has problems.
std::optional<Solid> read_solid(TomlTable& table, NumberReader& reader);

/// The same, or "open" (distance, length): everything between two planes.
std::optional<DecayVolume> read_decay_volume(TomlTable& table, NumberReader& reader);

/// A flat opening: "disc" (radius, perhaps inner_radius), "box" (width, height) or "open", across the beam at
/// `distance` with offset_x, offset_y; or with its centre at centre_x, centre_y, centre_z, across `axis` = "x", "y" or
/// "z". Seen along y, the width lies along x and the height along z; along x, the width along z and the height along y.
Opening read_opening(TomlTable& table, NumberReader& reader);

}  // namespace penumbra
