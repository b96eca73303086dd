#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/map_reader.hpp"

namespace penumbra {

/// A column of numbers, one per grid point, with its title.
using Column = std::pair<std::string, std::vector<double>>;

/// expected, log_likelihood, asimov and cls of an analysis.
std::vector<Column> columns_of(MapReader const& map, std::string const& name);
/// nominal, profiled and asimov of a combination.
std::vector<Column> combined_columns(MapReader const& map, Status status);
/// Computed parameters at every grid point, and 1 or 0 for whether it exists; none when nothing is computed.
std::vector<Column> grid_columns(MapReader const& map);

/// Value of every axis at a grid point; the last axis is the fastest.
std::vector<double> axis_values(MapGrid const& grid, std::size_t point);

}  // namespace penumbra
