// Preloaded into a run (LD_PRELOAD), it makes the disk look full once a process has written $DISK_BYTES bytes to files
// whose path begins with $DISK_PREFIX. A write that no longer fits writes what fits, the next one fails: so does Linux.
// fallocate fails as on a full disk (DISK_FALLOCATE=full) or as on file systems that do not have it. With DISK_QUOTA it
// is not the disk that is full but what the user may use of it.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>

namespace {

template <class Function>
Function* next(char const* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool is_on_disk(int descriptor) {
  static char const* const prefix = std::getenv("DISK_PREFIX");
  std::array<char, 4096> path{};
  auto const length = readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path.data(), path.size() - 1);
  return prefix != nullptr && length > 0 && std::string(path.data()).rfind(prefix, 0) == 0;
}

/// How many of the bytes fit; they count as written. A disk is full by whole sectors.
std::size_t take(std::size_t bytes) {
  constexpr long sector = 512;
  static std::atomic<long> left{std::atol(std::getenv("DISK_BYTES"))};
  auto const before = left.fetch_sub(static_cast<long>(bytes));
  return before >= static_cast<long>(bytes) ? bytes : static_cast<std::size_t>(std::max(before, 0L) / sector * sector);
}

int reason() { return std::getenv("DISK_QUOTA") != nullptr ? EDQUOT : ENOSPC; }

ssize_t full() {
  errno = reason();
  return -1;
}

using Pwrite = ssize_t(int, void const*, size_t, off_t);
ssize_t pwrite_plainly(int descriptor, void const* data, size_t bytes, off_t offset) {
  static auto* const function = next<Pwrite>("pwrite");
  return function(descriptor, data, bytes, offset);
}

}  // namespace

extern "C" {

ssize_t pwrite(int descriptor, void const* data, size_t bytes, off_t offset) {
  if (!is_on_disk(descriptor)) return pwrite_plainly(descriptor, data, bytes, offset);
  auto const fits = take(bytes);
  return fits == 0 ? full() : pwrite_plainly(descriptor, data, fits, offset);
}
ssize_t pwrite64(int descriptor, void const* data, size_t bytes, off_t offset) {
  return pwrite(descriptor, data, bytes, offset);
}

ssize_t pwritev(int descriptor, iovec const* pieces, int count, off_t offset) {
  static auto* const function = next<ssize_t(int, iovec const*, int, off_t)>("pwritev");
  if (!is_on_disk(descriptor)) return function(descriptor, pieces, count, offset);
  std::string data;
  for (int i = 0; i < count; ++i) data.append(static_cast<char const*>(pieces[i].iov_base), pieces[i].iov_len);
  return pwrite(descriptor, data.data(), data.size(), offset);
}
ssize_t pwritev64(int descriptor, iovec const* pieces, int count, off_t offset) {
  return pwritev(descriptor, pieces, count, offset);
}

int fallocate(int descriptor, int mode, off_t offset, off_t bytes) {
  static auto* const function = next<int(int, int, off_t, off_t)>("fallocate");
  if (!is_on_disk(descriptor)) return function(descriptor, mode, offset, bytes);
  char const* const kind = std::getenv("DISK_FALLOCATE");
  errno = kind != nullptr && std::string(kind) == "full" ? reason() : EOPNOTSUPP;
  return -1;
}
int fallocate64(int descriptor, int mode, off_t offset, off_t bytes) {
  return fallocate(descriptor, mode, offset, bytes);
}
}
