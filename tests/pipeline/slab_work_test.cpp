#include "pipeline/slab_work.hpp"

#include <catch2/catch.hpp>

#include "core/errors.hpp"

using namespace penumbra;

namespace {

/// Writes where it was asked to compute: 1000 x column + coupling.
class IndexComputer : public ColumnComputer {
 public:
  void compute(std::size_t column, std::span<std::size_t const> rows, ColumnResult& out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t k = 0; k < out.couplings; ++k) {
        out.rows[i].expected[k] = static_cast<double>(1000 * column + out.first_coupling + k);
        out.rows[i].log_likelihood[k] = static_cast<double>(rows[i]);
      }
  }
  double log_likelihood(std::size_t, std::span<double const>) const override { return 0.0; }
  std::vector<std::size_t> combine(Status, std::span<std::uint64_t const>) const override { return {}; }
};

MapGrid grid_of(std::size_t masses, std::size_t couplings) {
  return {.names = {"mass", "epsilon"},
          .values = {std::vector<double>(masses, 1.0), std::vector<double>(couplings, 1.0)},
          .mass_axes = 1};
}

}  // namespace

TEST_CASE("batches cover every pending pair once and none that is done", "[slab_work]") {
  MapLayout const layout{.points = 1000, .points_per_slab = 10, .row_capacity = 64, .response_capacity = 64};
  DoneTable table{3, layout.slabs()};
  for (std::uint64_t slab = 0; slab < 100; slab += 3) table.set(1, slab, true);
  for (std::uint64_t slab = 40; slab < 60; ++slab)
    for (std::size_t row = 0; row < 3; ++row) table.set(row, slab, true);
  for (std::uint64_t ranks : {1u, 2u, 16u}) {
    DoneTable after = table;
    for (auto const& batch : make_batches(layout, table, ranks))
      for (std::uint64_t slab = batch.first_slab; slab < batch.first_slab + batch.slabs; ++slab)
        for (auto row : batch.rows) {
          CHECK_FALSE(after.done(row, slab));
          after.set(row, slab, true);
        }
    CHECK(after.count() == 300);
  }
}

TEST_CASE("small slabs are joined, but not so much that ranks run out of work", "[slab_work]") {
  MapLayout const layout{.points = 1600, .points_per_slab = 10, .row_capacity = 64, .response_capacity = 64};
  DoneTable const table{1, layout.slabs()};
  CHECK(make_batches(layout, table, 1).size() == 4);
  CHECK(make_batches(layout, table, 10).size() == 40);
  CHECK(make_batches(layout, table, 160).size() == 160);
}

TEST_CASE("cut columns reach the computer in pieces and the result in order", "[slab_work]") {
  auto const grid = grid_of(4, 7);
  MapLayout const layout{.points = 28, .points_per_slab = 5, .row_capacity = 64, .response_capacity = 64};
  std::vector<RowRequest> requests(2);
  requests[1].component_groups = {"flux"};
  IndexComputer const computer;
  std::atomic<bool> const stop = false;
  for (auto const& batch : {Batch{0, 1, {0, 1}}, Batch{1, 3, {1}}, Batch{4, 2, {0}}}) {
    BatchValues values{layout, batch, requests};
    compute_batch(layout, grid, batch, requests, computer, stop, values);
    for (std::uint64_t i = 0; i < values.points(); ++i) {
      auto const point = layout.first_point(batch.first_slab) + i;
      CHECK(values.analysis(0)[1][i] == static_cast<double>(1000 * (point / 7) + point % 7));
      CHECK(values.analysis(0)[0][i] == static_cast<double>(batch.rows[0]));
      CHECK(values.analysis(0)[3][i] == 1.0);  // CLs where the computer says nothing
    }
  }
}
