#include "core/data_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/errors.hpp"

namespace penumbra {

std::string DataFiles::read(std::filesystem::path const& path, std::string const& role) {
  auto const full = path.is_absolute() ? path : root_ / path;
  std::error_code ignored;
  std::ifstream file{full, std::ios::binary};
  if (!file || std::filesystem::is_directory(full, ignored))
    throw IoError(fmt::format("{}: cannot be read ({}); wanted as {}", full.string(),
                              file ? "it is a folder" : std::strerror(errno), role));
  std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  record_[role] = sha256(std::string_view{bytes});
  return bytes;
}

}  // namespace penumbra
