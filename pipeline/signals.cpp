#include "pipeline/signals.hpp"

#include <signal.h>

#include <initializer_list>

namespace penumbra {
namespace {

volatile sig_atomic_t stop_flag = 0;

extern "C" void penumbra_remember_stop(int) { stop_flag = 1; }

}  // namespace

void watch_stop_signals() {
  struct sigaction action {};
  action.sa_handler = penumbra_remember_stop;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (int signal : {SIGTERM, SIGUSR1, SIGINT, SIGXCPU}) sigaction(signal, &action, nullptr);
}

bool stop_requested() { return stop_flag != 0; }
void request_stop() { stop_flag = 1; }
void clear_stop_request() { stop_flag = 0; }

}  // namespace penumbra
