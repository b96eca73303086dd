#include "pipeline/job_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

constexpr double comfortable_s = 3600.0;
constexpr double slower_cores = 2.0;
constexpr double start_and_end_s = 600.0;

/// Cores share whole columns: with fewer columns than cores some have nothing to do.
double compute_seconds(ScanCost const& cost, double cores) {
  auto const columns = static_cast<double>(cost.columns);
  return cost.most_s() / columns * std::ceil(columns / std::min(cores, columns));
}

std::string slurm_time(double seconds) {
  auto const minutes = static_cast<long>(std::ceil(seconds / 60.0));
  return fmt::format("{:02}:{:02}:00", minutes / 60, minutes % 60);
}

}  // namespace

JobPlan plan_job(ClusterPreset const& preset, ScanCost const& cost, MapGrid const& grid, std::optional<int> nodes,
                 std::optional<std::string> const& time) {
  JobPlan plan;
  plan.ranks_per_node = preset.numa_domains;
  plan.cpus_per_rank = preset.cores / preset.numa_domains;
  double const cores = preset.cores;
  double const longest_s = 3600.0 * preset.walltime_h;
  double const target_s = std::min(comfortable_s, longest_s / slower_cores);
  auto const with_work = std::max(1.0, std::floor(static_cast<double>(cost.columns) / cores));
  plan.nodes = nodes.value_or(static_cast<int>(
      std::clamp(std::ceil(cost.most_s() / (cores * target_s)), 1.0, std::min(with_work, double(preset.max_nodes)))));
  plan.compute_s = compute_seconds(cost, cores * plan.nodes);
  auto const ranks = static_cast<std::uint64_t>(plan.nodes) * static_cast<std::uint64_t>(plan.ranks_per_node);
  auto const slab_points = points_per_slab(cost.columns, grid.column_points(), ranks);
  auto const slab_columns = static_cast<double>(slab_points) / static_cast<double>(grid.column_points());
  plan.slab_s = cost.most_s() / static_cast<double>(cost.columns) * std::ceil(slab_columns / plan.cpus_per_rank);
  double const wanted_s = slower_cores * plan.compute_s + start_and_end_s;
  plan.fits = wanted_s <= longest_s;
  plan.time = time.value_or(slurm_time(std::min(wanted_s, longest_s)));
  return plan;
}

}  // namespace penumbra
