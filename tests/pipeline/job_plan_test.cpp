#include "pipeline/job_plan.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;

namespace {

ClusterPreset cluster() {
  ClusterPreset preset;
  preset.name = "test";
  preset.cores = 128;
  preset.numa_domains = 8;
  preset.max_nodes = 10;
  preset.walltime_h = 24.0;
  return preset;
}

ScanCost cost(std::size_t columns, double column_s) {
  return {.columns = columns, .sampled = columns, .column_s = column_s, .error_s = 0.0};
}

/// 100 couplings per column.
MapGrid grid(std::size_t columns) {
  MapGrid made{.names = {"mass", "epsilon"}, .values = {{}, {}}, .mass_axes = 1};
  made.values[0].assign(columns, 0.1);
  made.values[1].assign(100, 1e-5);
  return made;
}

JobPlan plan_for(ScanCost const& cost, std::optional<int> nodes = {}, std::optional<std::string> const& time = {}) {
  return plan_job(cluster(), cost, grid(cost.columns), nodes, time);
}

}  // namespace

TEST_CASE("a small scan takes one node, one rank per NUMA domain and the shortest sensible time", "[job]") {
  auto const plan = plan_for(cost(1280, 1.0));
  CHECK(plan.nodes == 1);
  CHECK(plan.ranks_per_node == 8);
  CHECK(plan.cpus_per_rank == 16);
  CHECK(plan.compute_s == Approx(10.0));  // ten columns per core
  CHECK(plan.time == "00:11:00");         // 2 x 10 s + 10 min, rounded up
  CHECK(plan.fits);
  CHECK(plan.slab_s == Approx(2.0));  // 64 slabs of 20 columns, on 16 CPUs each
}

TEST_CASE("a large scan takes the nodes with which it ends within an hour", "[job]") {
  // 1e5 columns of 10 s are 7812.5 s on the 128 cores of a node: 3 nodes bring it below 3600 s.
  auto const plan = plan_for(cost(100'000, 10.0));
  CHECK(plan.nodes == 3);
  CHECK(plan.compute_s == Approx(10.0 * 261));  // 384 cores: the busiest has 261 columns
  CHECK(plan.time == "01:37:00");
  // The uncertainty of the estimate counts.
  auto uncertain = cost(100'000, 10.0);
  uncertain.error_s = 5.0;
  CHECK(plan_for(uncertain).nodes == 5);
}

TEST_CASE("no more nodes than columns can feed or the cluster gives", "[job]") {
  CHECK(plan_for(cost(300, 10'000.0)).nodes == 2);
  auto const huge = plan_for(cost(1'000'000, 1000.0));
  CHECK(huge.nodes == 10);
  CHECK_FALSE(huge.fits);
  CHECK(huge.time == "24:00:00");
}

TEST_CASE("what is asked for is taken", "[job]") {
  auto const plan = plan_for(cost(1280, 1.0), 4, "2-00:00:00");
  CHECK(plan.nodes == 4);
  CHECK(plan.time == "2-00:00:00");
  CHECK(plan.compute_s == Approx(3.0));  // 512 cores: the busiest has three columns
}
