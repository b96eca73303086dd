#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/map_file.hpp"

namespace penumbra {

/// Makes sure before computing that the rows fit on the disk: gives them their blocks where the file system can, else
/// compares what is needed with what is free. Throws IoError with both numbers when they do not fit.
void reserve_space(MapFile const& map, std::vector<MapFile::Extent> const& rows);

/// The comparison alone; `what` names the file in the message.
void check_free_space(std::filesystem::path const& path, std::uint64_t needed_bytes);

}  // namespace penumbra
