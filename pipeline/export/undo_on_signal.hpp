#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include <signal.h>

namespace penumbra {

/// While it lives, a signal that would end the program (SIGINT, SIGTERM, SIGHUP, ...) first runs `undo`, and then ends
/// it as it would have. A thread waits for these signals, since a handler may not remove files; what the program
/// ignores (nohup) stays ignored. Threads that were started before would take a signal for themselves: there must be
/// none.
class UndoOnSignal {
 public:
  explicit UndoOnSignal(std::function<void()> undo);
  ~UndoOnSignal();
  UndoOnSignal(UndoOnSignal const&) = delete;
  UndoOnSignal& operator=(UndoOnSignal const&) = delete;

  /// `undo` waits until this is released.
  std::unique_lock<std::mutex> hold_off() { return std::unique_lock{mutex_}; }

 private:
  void wait_for_one() noexcept;

  std::function<void()> undo_;
  std::mutex mutex_;
  sigset_t watched_{};
  sigset_t before_{};  ///< what was blocked already
  std::atomic<bool> over_ = false;
  std::thread waiting_;
};

}  // namespace penumbra
