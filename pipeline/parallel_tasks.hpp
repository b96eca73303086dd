#pragma once

#include <oneapi/tbb/parallel_for.h>

#include <cstddef>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace penumbra {

/// What ThreadSanitizer cannot see, because oneTBB was not built with it: that all before `tell` comes before all after
/// a `hear` of the same object in another thread. Nothing in other builds.
struct ToldOrder {
#ifdef __SANITIZE_THREAD__
  void tell() { __tsan_release(this); }
  void hear() { __tsan_acquire(this); }
  char place = 0;
#else
  void tell() {}
  void hear() {}
#endif
};
// Not captured: a task could not even read where they are without a race.
inline ToldOrder tasks_begun;
inline ToldOrder tasks_done;

/// Runs body(0) .. body(count-1) as tasks of their own on the threads that TBB has here; returns when all are done.
template <class Body>
void parallel_tasks(std::size_t count, Body const& body) {
  tasks_begun.tell();
  oneapi::tbb::parallel_for(
      std::size_t{0}, count,
      [&](std::size_t i) {
        tasks_begun.hear();
        body(i);
        tasks_done.tell();
      },
      oneapi::tbb::simple_partitioner{});
  tasks_done.hear();
}

}  // namespace penumbra
