#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "pipeline/catalogue.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// What becomes of the rows of a map when these analyses are requested.
struct RowPlan {
  enum class Action { kept, returned, made };  ///< already requested; retired and now back; a new row
  Catalogue catalogue;
  std::vector<std::size_t> row_of;  ///< row of each request
  std::vector<Action> action;       ///< of each request
  bool changed = false;             ///< the set of rows differs from before
};

/// Gives every request a row: the one with the same key, also a retired one; else a free row; else the retired row
/// unused longest. Requested rows that nobody asks for any more are retired. `generation` is that of the new catalogue.
/// Nothing when rows or response rows are exhausted: the map must be repacked.
std::optional<RowPlan> plan_rows(Catalogue const& old, std::uint64_t response_capacity,
                                 std::span<RowRequest const> requests, std::uint64_t generation);

/// Rows of /responses that the requests need: nominal, low and high of every component.
std::uint64_t response_rows(std::span<RowRequest const> requests);

}  // namespace penumbra
