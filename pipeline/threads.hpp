#pragma once

#include <mpi.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace penumbra {

/// How many threads a rank uses, and what it saw when deciding.
struct ThreadPlan {
  int threads = 1;
  int allowed_cpus = 1;  ///< in the affinity mask of this rank
  int ranks_on_node = 1;
  int node_cpus = 1;     ///< in the masks of all ranks of the node
  int node_threads = 1;  ///< of all ranks of the node
  int machine_cpus = 1;  ///< that the machine has
  int slurm_cpus = 0;    ///< SLURM_CPUS_PER_TASK; 0 outside of Slurm
  std::string warning;   ///< what is wrong with the binding on some rank, and the fix; empty when nothing is
};

/// What the masks allow: `asked`, else SLURM_CPUS_PER_TASK, else an equal share of the node; the last two never above
/// the mask.
int choose_threads(std::optional<int> asked, std::optional<int> slurm_cpus, int allowed, int node_cpus,
                   int ranks_on_node);
/// The warning that belongs to a plan; empty when the binding is fine.
std::string binding_warning(ThreadPlan const& plan);
/// One line for the log: ranks, threads, and the CPUs for a rank, for the node's ranks and of the node.
std::string describe(ThreadPlan const& plan, int ranks);
/// Collective. The warning is the same on all ranks.
ThreadPlan plan_threads(MPI_Comm comm, std::optional<int> asked);

/// The threads of a rank. The thread that made it stays outside: it alone calls MPI and HDF5.
class Workers {
 public:
  explicit Workers(int threads);
  ~Workers();
  /// Runs `work` (which may use TBB loops) on the workers, while this thread calls `meanwhile` about every millisecond.
  /// Rethrows what `work` throws.
  void run(std::function<void()> const& work, std::function<void()> const& meanwhile);

 private:
  struct Arena;
  std::unique_ptr<Arena> arena_;
};

}  // namespace penumbra
