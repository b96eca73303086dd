#pragma once

#include <string>

#include "analysis/analysis.hpp"
#include "core/digest.hpp"

namespace penumbra {

/// What decides the numbers of one row of the map, and its digest.
struct RowKey {
  Digest digest;
  std::string definition;  ///< "name = value" lines of everything that went into the digest
};

/// Content key of an analysis on a grid: equal keys mean equal numbers, so that a row is never computed twice.
RowKey row_key(Digest const& grid_key, Analysis const& analysis, Model const& model);

}  // namespace penumbra
