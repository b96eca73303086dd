#pragma once

#include <optional>
#include <string>

#include "pipeline/cluster_preset.hpp"
#include "pipeline/map_layout.hpp"
#include "pipeline/scan_cost.hpp"

namespace penumbra {

/// What a job asks Slurm for.
struct JobPlan {
  int nodes = 1;
  int ranks_per_node = 1;
  int cpus_per_rank = 1;
  double compute_s = 0.0;  ///< expected on these nodes: the upper end of the cost over the cores that have work
  std::string time;        ///< as Slurm reads it, "HH:MM:SS" unless given
  bool fits = true;        ///< false: the job will be requeued and continue, perhaps several times
  double slab_s = 0.0;     ///< expected for one slab on one rank: what an interruption can lose
};

/// One rank per NUMA domain. Nodes, unless given: the fewest with which the computing ends within an hour (or the
/// longest time that the cluster allows), as far as there are columns for their cores. Time, unless given: twice the
/// expected one, for cores slower than the one that was measured on, and ten minutes, up to what the cluster allows.
/// `grid` is that of the scan.
JobPlan plan_job(ClusterPreset const& preset, ScanCost const& cost, MapGrid const& grid, std::optional<int> nodes,
                 std::optional<std::string> const& time);

}  // namespace penumbra
