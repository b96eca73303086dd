#include "pipeline/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/errors.hpp"

namespace penumbra {

namespace fs = std::filesystem;

std::string read_whole_file(fs::path const& file) {
  if (fs::is_directory(file)) throw IoError(fmt::format("{}: cannot be read: it is a folder", file.string()));
  errno = 0;
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  if (!stream || stream.bad())
    throw IoError(fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
  return text.str();
}

void write_whole_file(fs::path const& file, std::string const& text) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  if (error)
    throw IoError(fmt::format("{}: the folder cannot be made: {}", file.parent_path().string(), error.message()));
  errno = 0;
  std::ofstream stream{file, std::ios::binary};
  stream << text;
  stream.close();
  if (!stream) throw IoError(fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno)));
}

}  // namespace penumbra
