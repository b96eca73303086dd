#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/catalogue.hpp"
#include "pipeline/map_layout.hpp"

namespace penumbra {

enum class Verification { records_only, read_everything };

/// What `penumbra info` tells about one row.
struct RowInfo {
  std::string name;
  Digest key;
  Kind kind = Kind::experiment;
  Status status = Status::observed;
  std::string data_set;
  bool in_combination = false;
  std::uint64_t done = 0;              ///< slabs
  std::vector<std::uint64_t> damaged;  ///< slabs that disagree with their checksums (with read_everything)
};

/// What `penumbra info` tells about a map.
struct MapInfo {
  bool complete = false;
  bool clean = false;  ///< no run is writing, and the last one ended by itself
  Header header;
  Digest grid_key;
  MapGrid grid;
  MapLayout layout;
  std::vector<RowInfo> analyses;   ///< ascending by name
  std::vector<RowInfo> grid_rows;  ///< values of the grid itself, ascending by name
  std::vector<RowInfo> combined;   ///< "combined/observed", "combined/projected"
  std::string provenance;          ///< JSON
  std::vector<std::string> warnings;
  /// Something that a record calls done is not what was written.
  bool damaged() const;
};

MapInfo info(std::filesystem::path const& path, Verification verification);

}  // namespace penumbra
