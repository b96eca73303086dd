#include "pipeline/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <vector>

#include "core/errors.hpp"

namespace penumbra {
namespace {

using namespace std::chrono_literals;

constexpr auto beat = 30s;
constexpr auto silence_of_the_dead = 10min;
// An empty lock belongs to a process between creating and writing it, which takes microseconds, or was killed there.
constexpr auto between_looks_at_nothing = 100ms;
constexpr int looks_at_nothing = 50;

/// Field `number` of /proc/<pid>/stat (proc(5)), 3 or higher; empty when there is no such process.
std::string process_field(std::int64_t pid, std::size_t number) {
  std::ifstream file{fmt::format("/proc/{}/stat", pid)};
  std::string const text{std::istreambuf_iterator<char>{file}, {}};
  auto const after_name = text.rfind(')');
  if (after_name == std::string::npos) return {};
  std::istringstream fields{text.substr(after_name + 1)};
  std::vector<std::string> const values{std::istream_iterator<std::string>{fields}, {}};
  std::size_t const index = number - 3;  // the text after the name begins with field 3
  return index < values.size() ? values[index] : std::string{};
}

/// In clock ticks since boot.
std::string process_start(std::int64_t pid) { return process_field(pid, 22); }

/// Ended, but its parent has not asked how.
bool is_zombie(std::int64_t pid) { return process_field(pid, 3) == "Z"; }

std::string to_text(LockOwner const& owner) {
  return fmt::format("host {}\npid {}\nprocess_start {}\njob {}\nrestart {}\nstarted {}\nrun_id {}\n", owner.host,
                     owner.pid, owner.process_start, owner.job, owner.restart, owner.started, owner.run_id);
}

LockOwner from_text(std::string const& text) {
  LockOwner owner;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    auto const space = line.find(' ');
    if (space == std::string::npos) continue;
    auto const field = line.substr(0, space);
    auto const value = line.substr(space + 1);
    if (field == "host") owner.host = value;
    if (field == "pid") owner.pid = std::strtoll(value.c_str(), nullptr, 10);
    if (field == "process_start") owner.process_start = value;
    if (field == "job") owner.job = value;
    if (field == "restart") owner.restart = std::strtoll(value.c_str(), nullptr, 10);
    if (field == "started") owner.started = value;
    if (field == "run_id") owner.run_id = value;
  }
  return owner;
}

std::string describe(LockOwner const& owner) {
  return fmt::format("process {} on {}{}{}, started {}", owner.pid, owner.host, owner.job.empty() ? "" : ", job ",
                     owner.job, owner.started);
}

std::string read_text(std::filesystem::path const& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::optional<std::chrono::seconds> age(std::filesystem::path const& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return std::chrono::seconds{::time(nullptr) - status.st_mtime};
}

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

bool process_is_gone(LockOwner const& owner) {
  if (owner.pid <= 0) return false;
  if (::kill(static_cast<pid_t>(owner.pid), 0) != 0 && errno == ESRCH) return true;
  if (is_zombie(owner.pid)) return true;
  auto const start = process_start(owner.pid);
  return !owner.process_start.empty() && !start.empty() && start != owner.process_start;
}

/// A batch system starts a job again only when nothing of it is left: after a lost node it may be on another one.
bool is_earlier_start_of(LockOwner const& owner, LockOwner const& now) {
  return !owner.job.empty() && owner.job == now.job && owner.restart < now.restart;
}

bool is_stale(std::filesystem::path const& path, std::string const& text, LockOwner const& now) {
  auto const silent_for = age(path);
  if (!silent_for) return false;  // it has just been released: the next attempt to create it decides
  if (text.empty()) return true;  // it was waited for
  auto const owner = from_text(text);
  return (owner.host == now.host && process_is_gone(owner)) || is_earlier_start_of(owner, now) ||
         *silent_for > silence_of_the_dead;
}

/// True when the lock is now ours.
bool create_lock(std::filesystem::path const& path, std::string const& text) {
  int const descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
  if (descriptor < 0 && errno == EEXIST) return false;
  if (descriptor < 0) throw IoError(fmt::format("{}: cannot be created: {}", path.string(), std::strerror(errno)));
  auto const written = ::write(descriptor, text.data(), text.size());
  int const error = errno;
  ::close(descriptor);
  if (written != static_cast<ssize_t>(text.size())) {
    ::unlink(path.c_str());
    throw IoError(fmt::format("{}: cannot be written: {}", path.string(), std::strerror(error)));
  }
  return true;
}

/// What the lock says; empty when it still says nothing after some seconds.
std::string wait_for_text(std::filesystem::path const& path) {
  auto text = read_text(path);
  for (int look = 0; text.empty() && age(path) && look < looks_at_nothing; ++look) {
    std::this_thread::sleep_for(between_looks_at_nothing);
    text = read_text(path);
  }
  return text;
}

/// Two runs may find the same dead lock: the one whose rename moved another text away puts that back.
void remove_stale(std::filesystem::path const& path, std::string const& stale_text, std::string const& run_id) {
  auto const aside = path.string() + "." + run_id;
  if (::rename(path.c_str(), aside.c_str()) != 0) return;
  if (read_text(aside) != stale_text) static_cast<void>(::link(aside.c_str(), path.c_str()));
  ::unlink(aside.c_str());
}

}  // namespace

LockOwner this_process(std::uint64_t run_id, std::string started) {
  auto const pid = static_cast<std::int64_t>(::getpid());
  char const* job = std::getenv("SLURM_JOB_ID");
  char const* restarts = std::getenv("SLURM_RESTART_COUNT");  // absent the first time
  return {.host = host_name(),
          .pid = pid,
          .process_start = process_start(pid),
          .job = job != nullptr ? job : "",
          .restart = restarts != nullptr ? std::strtoll(restarts, nullptr, 10) : 0,
          .started = std::move(started),
          .run_id = fmt::format("{:016x}", run_id)};
}

MapLock::MapLock(std::filesystem::path const& map, LockOwner const& owner)
    : path_{map.string() + ".lock"}, text_{to_text(owner)} {
  constexpr int attempts = 8;  // each lost attempt means that another run took or released the lock meanwhile
  int attempt = 0;
  while (!create_lock(path_, text_)) {
    auto const holder = wait_for_text(path_);
    if (++attempt == attempts || (!is_stale(path_, holder, owner) && age(path_)))
      throw IoError(fmt::format("{}: another run works on this map: {}. Wait for it, or remove {} if it is dead",
                                map.string(), describe(from_text(holder)), path_.string()));
    if (!age(path_)) continue;
    remove_stale(path_, holder, owner.run_id);
    taken_over_ = fmt::format("took over the lock of a dead run: {}",
                              holder.empty() ? "killed when it started" : describe(from_text(holder)));
  }
  heartbeat_ = std::thread([this] {
    std::unique_lock guard{mutex_};
    while (!ended_.wait_for(guard, beat, [this] { return end_; })) ::utimensat(AT_FDCWD, path_.c_str(), nullptr, 0);
  });
}

MapLock::~MapLock() {
  {
    std::scoped_lock const guard{mutex_};
    end_ = true;
  }
  ended_.notify_all();
  heartbeat_.join();
  if (read_text(path_) == text_) ::unlink(path_.c_str());
}

}  // namespace penumbra
