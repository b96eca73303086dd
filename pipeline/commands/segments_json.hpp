#pragma once

#include <span>

#include "pipeline/commands/output.hpp"
#include "statistics/contours.hpp"

namespace penumbra {

/// Lines of a contour, as `contour` and `recast` give them: [{"closed": true, "points": [[x, y], ...]}, ...].
Json segments_json(std::span<Polyline const> lines);

}  // namespace penumbra
