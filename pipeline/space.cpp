#include "pipeline/space.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>

#include "core/errors.hpp"

namespace penumbra {
namespace {

std::uint64_t free_bytes(std::filesystem::path const& path) {
  struct statvfs room {};
  if (::statvfs(path.c_str(), &room) != 0)
    throw IoError(
        fmt::format("{}: the file system does not say how much is free: {}", path.string(), std::strerror(errno)));
  return static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
}

std::uint64_t sum(std::vector<MapFile::Extent> const& rows) {
  std::uint64_t bytes = 0;
  for (auto const& row : rows) bytes += row.bytes;
  return bytes;
}

/// Bytes that a file occupies already: st_blocks counts 512 bytes (stat(2)).
std::uint64_t occupied_bytes(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_blocks) * 512 : 0;
}

}  // namespace

void check_free_space(std::filesystem::path const& path, std::uint64_t needed_bytes) {
  auto const available = free_bytes(path);
  if (needed_bytes > available)
    throw IoError(fmt::format("{}: needs {} bytes more, {} are free: make room and run the same command again",
                              path.string(), needed_bytes, available));
}

void reserve_space(MapFile const& map, std::vector<MapFile::Extent> const& rows) {
  auto const needed = sum(rows);
  // First, because what is reserved before the disk is full stays reserved, and other programs then find it full.
  auto const occupied = occupied_bytes(map.descriptor());
  check_free_space(map.path(), needed > occupied ? needed - occupied : 0);
  for (auto const& row : rows) {
    // fallocate(2), not posix_fallocate(3): glibc emulates the latter by touching every block.
    while (::fallocate(map.descriptor(), 0, static_cast<off_t>(row.offset), static_cast<off_t>(row.bytes)) != 0) {
      if (errno == EINTR) continue;
      if (errno == ENOSPC || errno == EDQUOT)
        throw IoError(
            fmt::format("{}: {}: the run fills {} bytes, {} are free: make room and run the same command again",
                        map.path().string(), std::strerror(errno), needed, free_bytes(map.path())));
      if (errno != EOPNOTSUPP && errno != ENOSYS)
        throw IoError(fmt::format("{}: cannot reserve space: {}", map.path().string(), std::strerror(errno)));
      return;
    }
  }
}

}  // namespace penumbra
