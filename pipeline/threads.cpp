#include "pipeline/threads.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>

#include "pipeline/mpi_session.hpp"

namespace penumbra {
namespace {

using Mask = std::array<unsigned char, sizeof(cpu_set_t)>;

Mask affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  Mask mask{};
  if (sched_getaffinity(0, sizeof set, &set) == 0) std::memcpy(mask.data(), &set, sizeof set);
  return mask;
}

int count(Mask const& mask) {
  cpu_set_t set;
  std::memcpy(&set, mask.data(), sizeof set);
  return std::max(1, CPU_COUNT(&set));
}

std::optional<int> slurm_cpus_per_task() {
  char const* text = std::getenv("SLURM_CPUS_PER_TASK");
  if (text == nullptr) return std::nullopt;
  int value = 0;
  auto const [end, error] = std::from_chars(text, text + std::strlen(text), value);
  if (error != std::errc{} || *end != '\0' || value < 1) return std::nullopt;
  return value;
}

/// The text of the lowest rank that has any. Collective.
std::string first_text(MPI_Comm comm, std::string text) {
  int const mine = text.empty() ? size_of(comm) : rank_of(comm);
  int owner = 0;
  MPI_Allreduce(&mine, &owner, 1, MPI_INT, MPI_MIN, comm);
  if (owner == size_of(comm)) return {};
  int length = static_cast<int>(text.size());
  MPI_Bcast(&length, 1, MPI_INT, owner, comm);
  text.resize(static_cast<std::size_t>(length));
  MPI_Bcast(text.data(), length, MPI_CHAR, owner, comm);
  return text;
}

}  // namespace

int choose_threads(std::optional<int> asked, std::optional<int> slurm_cpus, int allowed, int node_cpus,
                   int ranks_on_node) {
  if (asked) return std::max(1, *asked);
  return std::clamp(slurm_cpus.value_or(std::max(1, node_cpus / ranks_on_node)), 1, allowed);
}

std::string binding_warning(ThreadPlan const& plan) {
  auto const fix = [&](int cpus) {
    return fmt::format("start it with 'mpirun --map-by slot:PE={0}' or 'mpirun --bind-to none', or with 'srun -c {0}'",
                       cpus);
  };
  auto const cpus = [](int count) { return fmt::format("{} CPU{}", count, count == 1 ? "" : "s"); };
  if (plan.threads > plan.allowed_cpus)
    return fmt::format("{} threads share {}, to which this rank is bound: {}", plan.threads, cpus(plan.allowed_cpus),
                       fix(plan.threads));
  if (plan.slurm_cpus > plan.allowed_cpus)
    return fmt::format("Slurm gives {} to a rank, which is bound to {}: {}", cpus(plan.slurm_cpus), plan.allowed_cpus,
                       fix(plan.slurm_cpus));
  if (plan.node_threads > plan.node_cpus)
    return fmt::format("{} threads of {} ranks share {} of this node: start fewer ranks or threads, or {}",
                       plan.node_threads, plan.ranks_on_node, cpus(plan.node_cpus),
                       fix(std::max(1, plan.machine_cpus / plan.ranks_on_node)));
  if (plan.allowed_cpus == 1 && 2 * plan.ranks_on_node <= plan.machine_cpus)
    return fmt::format("each of {} ranks is bound to one CPU of a machine with {}: {}", plan.ranks_on_node,
                       plan.machine_cpus, fix(plan.machine_cpus / plan.ranks_on_node));
  return {};
}

std::string describe(ThreadPlan const& plan, int ranks) {
  return fmt::format("{} ranks x {} threads; CPUs: {} for a rank, {} for the {} ranks of this node, which has {}",
                     ranks, plan.threads, plan.allowed_cpus, plan.node_cpus, plan.ranks_on_node, plan.machine_cpus);
}

ThreadPlan plan_threads(MPI_Comm comm, std::optional<int> asked) {
  ThreadPlan plan;
  auto const mask = affinity();
  plan.allowed_cpus = count(mask);
  plan.machine_cpus = static_cast<int>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
  MPI_Comm node = MPI_COMM_NULL;
  MPI_Comm_split_type(comm, MPI_COMM_TYPE_SHARED, rank_of(comm), MPI_INFO_NULL, &node);
  Mask all{};
  MPI_Allreduce(mask.data(), all.data(), static_cast<int>(mask.size()), MPI_UNSIGNED_CHAR, MPI_BOR, node);
  plan.ranks_on_node = size_of(node);
  plan.node_cpus = count(all);
  auto const slurm_cpus = slurm_cpus_per_task();
  plan.slurm_cpus = slurm_cpus.value_or(0);
  plan.threads = choose_threads(asked, slurm_cpus, plan.allowed_cpus, plan.node_cpus, plan.ranks_on_node);
  MPI_Allreduce(&plan.threads, &plan.node_threads, 1, MPI_INT, MPI_SUM, node);
  MPI_Comm_free(&node);
  plan.warning = first_text(comm, binding_warning(plan));
  return plan;
}

struct Workers::Arena {
  // One more than the workers: the thread outside counts as one. Without it the CPU mask would limit the workers.
  oneapi::tbb::global_control limit;
  oneapi::tbb::task_arena arena;
  explicit Arena(int threads)
      : limit{oneapi::tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads) + 1},
        arena{threads, 0} {}
};

Workers::Workers(int threads) : arena_{std::make_unique<Arena>(threads)} {}
Workers::~Workers() = default;

void Workers::run(std::function<void()> const& work, std::function<void()> const& meanwhile) {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::exception_ptr error;
  arena_->arena.enqueue([&] {
    std::exception_ptr mine;
    try {
      work();
    } catch (...) {
      mine = std::current_exception();
    }
    std::scoped_lock const guard{mutex};
    error = mine;
    done = true;
    changed.notify_all();
  });
  std::unique_lock guard{mutex};
  while (!changed.wait_for(guard, std::chrono::milliseconds{1}, [&] { return done; })) {
    guard.unlock();
    meanwhile();
    guard.lock();
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace penumbra
