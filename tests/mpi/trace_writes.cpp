// Preloaded into a run (LD_PRELOAD), it appends to $TRACE_FILE what the run does to files whose path begins with
// $TRACE_PREFIX, in the order in which it is done by all processes together. replay.py reads the trace.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>

namespace {

enum class Operation : std::uint8_t { write = 'w', truncate = 't', sync = 's', rename = 'r', unlink = 'u' };

/// One entry of the trace; path and data follow it. The Python struct format is "<cxxxIQQQ".
struct Entry {
  Operation operation;
  std::array<char, 3> padding;
  std::uint32_t process;
  std::uint64_t offset;
  std::uint64_t path_bytes;
  std::uint64_t data_bytes;
};

template <class Function>
Function* next(char const* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

using Write = ssize_t(int, void const*, size_t);
ssize_t write_plainly(int descriptor, void const* data, size_t bytes) {
  static auto* const function = next<Write>("write");
  return function(descriptor, data, bytes);
}

bool is_traced(std::string const& path) {
  static char const* const prefix = std::getenv("TRACE_PREFIX");
  return prefix != nullptr && path.rfind(prefix, 0) == 0;
}

std::string path_of(int descriptor) {
  std::array<char, 4096> path{};
  auto const length = readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path.data(), path.size());
  return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : std::string{};
}

/// Holds all traced processes while one of them acts and says so: the trace has the order of the file system.
class Turn {
 public:
  Turn() : guard_{mutex()} { flock(file(), LOCK_EX); }
  ~Turn() { flock(file(), LOCK_UN); }
  Turn(Turn const&) = delete;
  Turn& operator=(Turn const&) = delete;

  void say(Operation operation, std::string const& path, std::uint64_t offset, std::string const& data) const {
    Entry const entry{operation, {}, static_cast<std::uint32_t>(getpid()), offset, path.size(), data.size()};
    std::string bytes(reinterpret_cast<char const*>(&entry), sizeof entry);
    bytes += path + data;
    if (write_plainly(file(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
  }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  static int file() {
    static int const descriptor = ::open(std::getenv("TRACE_FILE"), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
    return descriptor;
  }
  std::lock_guard<std::mutex> guard_;
};

/// Does what the caller wants and says what became of it, as far as it succeeded.
template <class Action>
ssize_t traced_write(int descriptor, off_t offset, std::string const& data, Action const& action) {
  auto const path = path_of(descriptor);
  if (!is_traced(path)) return action();
  Turn const turn;
  auto const place = offset >= 0 ? offset : lseek(descriptor, 0, SEEK_CUR);
  auto const written = action();
  if (written > 0)
    turn.say(Operation::write, path, static_cast<std::uint64_t>(place),
             data.substr(0, static_cast<std::size_t>(written)));
  return written;
}

template <class Action>
int traced(Operation operation, std::string const& path, std::uint64_t number, std::string const& data,
           Action const& action) {
  if (!is_traced(path) && !is_traced(path + "/")) return action();
  Turn const turn;
  int const status = action();
  if (status == 0) turn.say(operation, path, number, data);
  return status;
}

std::string joined(iovec const* pieces, int count) {
  std::string data;
  for (int i = 0; i < count; ++i) data.append(static_cast<char const*>(pieces[i].iov_base), pieces[i].iov_len);
  return data;
}

std::string copied(void const* data, size_t bytes) { return {static_cast<char const*>(data), bytes}; }

}  // namespace

extern "C" {

ssize_t write(int descriptor, void const* data, size_t bytes) {
  return traced_write(descriptor, -1, copied(data, bytes), [&] { return write_plainly(descriptor, data, bytes); });
}

ssize_t pwrite(int descriptor, void const* data, size_t bytes, off_t offset) {
  static auto* const function = next<ssize_t(int, void const*, size_t, off_t)>("pwrite");
  return traced_write(descriptor, offset, copied(data, bytes),
                      [&] { return function(descriptor, data, bytes, offset); });
}
ssize_t pwrite64(int descriptor, void const* data, size_t bytes, off_t offset) {
  return pwrite(descriptor, data, bytes, offset);
}

ssize_t writev(int descriptor, iovec const* pieces, int count) {
  static auto* const function = next<ssize_t(int, iovec const*, int)>("writev");
  return traced_write(descriptor, -1, joined(pieces, count), [&] { return function(descriptor, pieces, count); });
}

ssize_t pwritev(int descriptor, iovec const* pieces, int count, off_t offset) {
  static auto* const function = next<ssize_t(int, iovec const*, int, off_t)>("pwritev");
  return traced_write(descriptor, offset, joined(pieces, count),
                      [&] { return function(descriptor, pieces, count, offset); });
}
ssize_t pwritev64(int descriptor, iovec const* pieces, int count, off_t offset) {
  return pwritev(descriptor, pieces, count, offset);
}

int ftruncate(int descriptor, off_t length) noexcept {
  static auto* const function = next<int(int, off_t)>("ftruncate");
  return traced(Operation::truncate, path_of(descriptor), static_cast<std::uint64_t>(length), "",
                [&] { return function(descriptor, length); });
}
int ftruncate64(int descriptor, off_t length) noexcept { return ftruncate(descriptor, length); }

int fsync(int descriptor) {
  static auto* const function = next<int(int)>("fsync");
  return traced(Operation::sync, path_of(descriptor), 0, "", [&] { return function(descriptor); });
}
int fdatasync(int descriptor) {
  static auto* const function = next<int(int)>("fdatasync");
  return traced(Operation::sync, path_of(descriptor), 0, "", [&] { return function(descriptor); });
}

int rename(char const* from, char const* to) noexcept {
  static auto* const function = next<int(char const*, char const*)>("rename");
  return traced(Operation::rename, from, 0, to, [&] { return function(from, to); });
}

int unlink(char const* path) noexcept {
  static auto* const function = next<int(char const*)>("unlink");
  return traced(Operation::unlink, path, 0, "", [&] { return function(path); });
}
int remove(char const* path) noexcept {
  static auto* const function = next<int(char const*)>("remove");
  return traced(Operation::unlink, path, 0, "", [&] { return function(path); });
}
}
