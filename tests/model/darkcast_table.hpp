#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "core/table_reader.hpp"

namespace penumbra {

/// A table of results of DARKCAST 2.1, by its path below tests/data/darkcast.
inline TextTable darkcast_table(std::string const& path) {
  auto const file = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "tests" / "data" / "darkcast" / path;
  std::ifstream in{file};
  return TextTable::parse(std::string{std::istreambuf_iterator<char>{in}, {}}, file.string());
}

}  // namespace penumbra
