#include "pipeline/map_layout.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace penumbra;

namespace {
MapGrid grid_of(std::size_t masses, std::size_t couplings) {
  MapGrid grid{.names = {"mass", "epsilon"},
               .values = {std::vector<double>(masses), std::vector<double>(couplings)},
               .mass_axes = 1};
  for (auto& axis : grid.values) std::iota(axis.begin(), axis.end(), 1.0);
  return grid;
}
}  // namespace

TEST_CASE("400 x 400 on five ranks gives the slabs of the storage design", "[layout]") {
  // The design's example: 10 columns a slab, 40 slabs = 8 x 5 ranks.
  auto const layout = make_layout(grid_of(400, 400), 20, 0, 5);
  CHECK(layout.points_per_slab == 4000);
  CHECK(layout.slabs() == 40);
  CHECK(layout.padded_points() == 160000);
  CHECK(layout.row_capacity == 64);
  CHECK(layout.response_capacity == 64);
}

TEST_CASE("a slab is the most whole columns within 1 MiB that leave eight slabs a rank", "[layout]") {
  for (std::uint64_t ranks : {1u, 2u, 3u, 5u, 16u, 50u, 64u, 1000u})
    for (std::uint64_t columns : {1u, 7u, 8u, 9u, 400u, 401u, 100000u})
      for (std::uint64_t column : {1u, 400u, 131072u}) {
        auto const fits = [&](std::uint64_t k) { return k * column <= 131072 && (columns + k - 1) / k >= 8 * ranks; };
        auto const k = points_per_slab(columns, column, ranks) / column;
        INFO(columns << " columns of " << column << " points on " << ranks << " ranks: " << k);
        REQUIRE(points_per_slab(columns, column, ranks) % column == 0);
        CHECK((fits(k) || k == 1));
        CHECK((!fits(k + 1) || k == columns));
      }
}

TEST_CASE("a column longer than a slab is cut", "[layout]") {
  auto const layout = make_layout(grid_of(3, 200000), 1, 0, 1);
  CHECK(layout.points_per_slab == 131072);
  CHECK(layout.slabs() == 5);
  CHECK(layout.valid_points(0) == 131072);
  CHECK(layout.valid_points(4) == 600000 - 4 * 131072);
}

TEST_CASE("10^9 points make the slabs of the design's estimate at scale", "[layout]") {
  // 7,630 slabs of 131072 points; with 10^4 ranks P falls to 16384 or below when a column divides it, 6 slabs a rank:
  // here 8 slabs a rank are kept, since columns are short.
  CHECK((1000000000 + max_points_per_slab - 1) / max_points_per_slab == 7630);
  CHECK(points_per_slab(1000000000 / 256, 256, 100) == 131072);
}

TEST_CASE("capacities are twice the rows, rounded up to a power of two, at least 64", "[layout]") {
  CHECK(capacity_for(0) == 64);
  CHECK(capacity_for(32) == 64);
  CHECK(capacity_for(33) == 128);
  CHECK(capacity_for(200) == 512);
}
