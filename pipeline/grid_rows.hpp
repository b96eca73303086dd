#pragma once

#include <string>
#include <vector>

#include "pipeline/grid.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// Rows of a map that say where the points of its grid are, when parameters are computed: `expected` of
/// "grid/NAME" is the value of a computed parameter, `expected` of "grid/exists" is 1 or 0. Where a point does not
/// exist, every row holds what an analysis holds that says nothing.
inline constexpr char const* exists_row = "grid/exists";

/// One request per computed parameter and one for `exists_row`; none when nothing is computed.
std::vector<RowRequest> grid_rows(Model const& model, Grid const& grid);

/// Value of the row called `name` at one point; `couplings` is empty where the point does not exist.
double grid_row_value(std::string const& name, Model const& model, std::vector<double> const& masses,
                      std::vector<double> const& couplings);

}  // namespace penumbra
