#pragma once

#include <span>

#include "pipeline/commands/output.hpp"
#include "statistics/contours.hpp"

namespace penumbra {

/// Lines of a contour, as `contour` and `recast` give them: [{"closed": true, "hole": false, "points": [[x, y], ...]},
/// ...]; open ones with "ends", why they begin and end ("x_min", "x_max", "y_min", "y_max", "gap").
Json segments_json(std::span<Polyline const> lines);

}  // namespace penumbra
