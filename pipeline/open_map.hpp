#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "pipeline/map_file.hpp"
#include "pipeline/provenance.hpp"
#include "pipeline/row_plan.hpp"

namespace penumbra {

/// What rank 0 finds out before anything is changed.
struct MapState {
  Header header;
  bool clean = false;  ///< the last run ended by itself, and nobody wants to see the data read back
  std::uint64_t catalogue_generation = 0;
  Provenance provenance;
  RowPlan plan;
  bool exhausted = false;      ///< there is no room for the rows: repack
  bool nothing_to_do = false;  ///< the map is finished and holds exactly what is requested
  std::vector<std::string> warnings;
};

/// Makes the map when there is none (or with `restart`); refuses what is not a map of this grid. Returns whether it was
/// made.
bool make_or_accept(RunOptions const& options, std::span<RowRequest const> requests, std::uint64_t ranks,
                    Header const& header);

/// Reads the state of an accepted map and plans the rows.
MapState read_state(RunOptions const& options, std::span<RowRequest const> requests, ColumnComputer const& computer);

}  // namespace penumbra
