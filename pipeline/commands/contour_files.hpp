#pragma once

#include <string>

#include "pipeline/map_contours.hpp"

namespace penumbra {

/// "faser-2023-aprime-observed", with the end of an envelope behind it where there is one; no slashes.
std::string contour_file_name(Contour const& contour);

/// Columns `line` (number), both axes, `kind` (open, island or hole) and `edge` (why the line ends here); a closed line
/// repeats its first point.
std::string contour_csv(Contour const& contour, ContourQuestion const& question, MapGrid const& grid);

/// "open", "island" or "hole".
std::string kind_of(Polyline const& line);

/// The points in order, the first one again at the end of a closed line.
std::vector<std::pair<double, double>> points_to_draw(Polyline const& line);

}  // namespace penumbra
