#include "core/data_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/errors.hpp"

namespace penumbra {

std::string DataFiles::definition(std::filesystem::path const& path, std::string const& role) const {
  auto const full = path.is_absolute() ? path : root_ / path;
  std::error_code ignored;
  std::ifstream file{full, std::ios::binary};
  if (!file || std::filesystem::is_directory(full, ignored))
    throw IoError(fmt::format("{}: cannot be read ({}); wanted as {}", full.string(),
                              file ? "it is a folder" : std::strerror(errno), role));
  return {std::istreambuf_iterator<char>{file}, {}};
}

TextTable DataFiles::table(std::filesystem::path const& path, std::string const& role) {
  auto table = TextTable::parse(definition(path, role), path.string());
  record_[role] = table.content();
  return table;
}

}  // namespace penumbra
