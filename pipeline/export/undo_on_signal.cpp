#include "pipeline/export/undo_on_signal.hpp"

#include <pthread.h>
#include <unistd.h>

#include <initializer_list>
#include <utility>

namespace penumbra {
namespace {

// Also ends the waiting when nothing has to be undone any more.
constexpr int wake_up = SIGUSR2;

}  // namespace

UndoOnSignal::UndoOnSignal(std::function<void()> undo) : undo_{std::move(undo)} {
  sigemptyset(&watched_);
  for (int const signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGXCPU, wake_up}) {
    struct sigaction now {};
    sigaction(signal, nullptr, &now);
    if (now.sa_handler != SIG_IGN || signal == wake_up) sigaddset(&watched_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);  // threads to come inherit it: signals wait for ours
  waiting_ = std::thread{[this] { wait_for_one(); }};
}

UndoOnSignal::~UndoOnSignal() {
  over_ = true;
  pthread_kill(waiting_.native_handle(), wake_up);
  waiting_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);  // a signal that came meanwhile is taken now
}

void UndoOnSignal::wait_for_one() noexcept {
  int signal = 0;
  while (sigwait(&watched_, &signal) != 0) {
  }
  if (over_) {
    if (signal != wake_up) kill(getpid(), signal);  // for the destructor, which waits for this thread
    return;
  }
  auto const last = hold_off();
  undo_();
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  ::signal(signal, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  raise(signal);
}

}  // namespace penumbra
