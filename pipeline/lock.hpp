#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

namespace penumbra {

/// Who works on a map.
struct LockOwner {
  std::string host;
  std::int64_t pid = 0;
  std::string process_start;  ///< tells a process from a later one with the same number; empty where unknown
  std::string job;            ///< batch job id, empty outside of a batch system
  std::int64_t restart = 0;   ///< how often the batch system had started that job before
  std::string started;        ///< UTC, ISO 8601
  std::string run_id;
};

/// This process.
LockOwner this_process(std::uint64_t run_id, std::string started);

/// MAP.h5.lock: held from construction to destruction, its age kept young by a thread of its own.
class MapLock {
 public:
  /// Throws IoError naming the owner when a living run holds the lock; takes a dead run's lock over.
  MapLock(std::filesystem::path const& map, LockOwner const& owner);
  MapLock(MapLock const&) = delete;
  MapLock& operator=(MapLock const&) = delete;
  ~MapLock();
  /// Says whose lock was taken over; empty when there was none.
  std::string const& taken_over() const { return taken_over_; }

 private:
  std::filesystem::path path_;
  std::string text_;
  std::string taken_over_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread heartbeat_;
};

}  // namespace penumbra
