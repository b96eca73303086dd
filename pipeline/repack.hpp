#pragma once

#include <mpi.h>

#include <cstdint>
#include <filesystem>

#include "pipeline/map_file.hpp"

namespace penumbra {

/// Moves a map whose rows are exhausted into a file with at least twice the rows. The only operation that needs twice
/// the disk; killed anywhere it leaves the old map. Collective; the map must be closed.
void repack(std::filesystem::path const& path, std::uint64_t analyses, std::uint64_t response_rows,
            Header const& header, MPI_Comm comm);

}  // namespace penumbra
