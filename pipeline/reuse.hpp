#pragma once

#include <mpi.h>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "pipeline/committed_row.hpp"
#include "pipeline/row_plan.hpp"
#include "pipeline/slab_work.hpp"

namespace penumbra {

/// What the records say is done, as rank 0 reads them, given to all. Collective.
DoneTable read_done(MapFile const& map, RowPlan const& plan, MPI_Comm comm);

/// After an unclean end: all ranks read back whatever a record speaks for, also of rows that nobody asks for now and of
/// the combinations; what disagrees is made unfinished in the file and in the table. Returns how many (row, slab)s of
/// the requested rows. Collective.
std::uint64_t verify_done(MapFile const& map, RowPlan const& plan, DoneTable& table, MPI_Comm comm);

/// Computes a few columns of the rows in doubt (1 for every request) that would be reused again. Returns the requests
/// whose stored numbers differ by more than 1e-9 (1e-12 absolute): the code changed without a new physics_version.
/// Collective.
std::vector<std::size_t> spot_check(MapFile const& map, RowPlan const& plan, DoneTable const& table,
                                    std::span<std::uint8_t const> in_doubt, std::span<RowRequest const> requests,
                                    ColumnComputer const& computer, Workers& workers, MPI_Comm comm);

/// Makes all slabs of requests whose numbers change under the same key unfinished, and with them the combinations,
/// which their keys cannot tell from the new ones. In the file (rank 0), in the plan and in the table. Collective.
void forget(MapFile const& map, RowPlan& plan, std::span<std::size_t const> requests, DoneTable& table, MPI_Comm comm);

}  // namespace penumbra
