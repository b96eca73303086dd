#pragma once

#include <string>

#include "analysis/analysis.hpp"
#include "core/digest.hpp"
#include "pipeline/grid.hpp"

namespace penumbra {

/// What decides the numbers of one row of the map, and its digest.
struct RowKey {
  Digest digest;
  std::string definition;  ///< "name = value" lines of everything that went into the digest
};

/// The points of a grid and the model at them: what every row of a map depends on.
void write_grid_key(CanonicalWriter& writer, Grid const& grid, Model const& model);

/// Content key of an analysis on a grid: equal keys mean equal numbers, so that a row is never computed twice.
RowKey row_key(Grid const& grid, Analysis const& analysis, Model const& model);

}  // namespace penumbra
