#include "pipeline/threads.hpp"

#include <oneapi/tbb/parallel_for.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <thread>

using namespace penumbra;

TEST_CASE("threads: what is asked for, else Slurm's share, else an equal share of the node", "[threads]") {
  CHECK(choose_threads(6, 4, 2, 8, 2) == 6);  // asked for: warned about, not changed
  CHECK(choose_threads({}, 4, 8, 8, 2) == 4);
  CHECK(choose_threads({}, 4, 2, 8, 2) == 2);
  CHECK(choose_threads({}, {}, 8, 8, 3) == 2);
  CHECK(choose_threads({}, {}, 8, 2, 4) == 1);
}

TEST_CASE("a binding that wastes or shares CPUs is warned about, with the fix", "[threads]") {
  ThreadPlan plan{.threads = 4,
                  .allowed_cpus = 4,
                  .ranks_on_node = 2,
                  .node_cpus = 8,
                  .node_threads = 8,
                  .machine_cpus = 8,
                  .slurm_cpus = 4,
                  .warning = ""};
  CHECK(binding_warning(plan).empty());
  plan.allowed_cpus = 1;
  CHECK(binding_warning(plan).find("--map-by slot:PE=4") != std::string::npos);
  // Slurm's share is never exceeded by itself, but it may not be there.
  plan.threads = 1;
  plan.node_threads = 2;
  CHECK(binding_warning(plan).find("Slurm gives 4 CPUs to a rank, which is bound to 1") != std::string::npos);
  plan = {.threads = 4,
          .allowed_cpus = 4,
          .ranks_on_node = 2,
          .node_cpus = 4,
          .node_threads = 8,
          .machine_cpus = 8,
          .slurm_cpus = 0,
          .warning = ""};
  CHECK(binding_warning(plan).find("8 threads of 2 ranks share 4 CPUs") != std::string::npos);
  // mpirun's default for one or two ranks.
  plan = {.threads = 1,
          .allowed_cpus = 1,
          .ranks_on_node = 2,
          .node_cpus = 2,
          .node_threads = 2,
          .machine_cpus = 16,
          .slurm_cpus = 0,
          .warning = ""};
  CHECK(binding_warning(plan).find("bound to one CPU of a machine with 16") != std::string::npos);
}

TEST_CASE("workers compute while the caller's thread is free for other things", "[threads]") {
  for (int threads : {1, 2, 4}) {
    Workers workers{threads};
    auto const caller = std::this_thread::get_id();
    std::atomic<int> done = 0;
    std::atomic<bool> caller_worked = false;
    int polls = 0;
    workers.run(
        [&] {
          oneapi::tbb::parallel_for(0, 20, [&](int) {
            if (std::this_thread::get_id() == caller) caller_worked = true;
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
            ++done;
          });
        },
        [&] { ++polls; });
    CHECK(done == 20);
    CHECK(polls > 0);
    CHECK_FALSE(caller_worked);
  }
}

TEST_CASE("what a worker throws arrives at the caller", "[threads]") {
  Workers workers{2};
  CHECK_THROWS_AS(workers.run([] { throw std::runtime_error("planted"); }, [] {}), std::runtime_error);
}
