#include "pipeline/scan_cost.hpp"

#include <catch2/catch.hpp>
#include <ctime>
#include <set>
#include <vector>

using namespace penumbra;

namespace {

/// Column c takes (1 + c / columns) times `unit_s` of CPU: dearer and dearer along the grid.
class Burner : public ColumnComputer {
 public:
  Burner(std::size_t columns, double unit_s) : columns_{columns}, unit_s_{unit_s} {}
  void compute(std::size_t column, std::span<std::size_t const> rows, ColumnResult& out) const override {
    CHECK(rows.size() == 1);
    CHECK(out.rows[0].expected.size() == out.couplings);
    computed.push_back(column);
    auto const start = std::clock();
    double const enough =
        unit_s_ * (1.0 + static_cast<double>(column) / static_cast<double>(columns_)) * CLOCKS_PER_SEC;
    while (static_cast<double>(std::clock() - start) < enough) {
    }
  }
  double log_likelihood(std::size_t, std::span<double const>) const override { return 0.0; }
  std::vector<std::size_t> combine(Status, std::span<std::uint64_t const>) const override { return {}; }
  double total_s() const { return unit_s_ * (1.5 * static_cast<double>(columns_) - 0.5); }

  mutable std::vector<std::size_t> computed;

 private:
  std::size_t columns_;
  double unit_s_;
};

MapGrid grid_of(std::size_t columns) {
  MapGrid grid{.names = {"mass", "epsilon"}, .values = {{}, {1e-6, 1e-5, 1e-4}}, .mass_axes = 1};
  for (std::size_t i = 0; i < columns; ++i) grid.values[0].push_back(0.01 * static_cast<double>(i + 1));
  return grid;
}

std::vector<RowRequest> one_row() {
  RowRequest row;
  row.name = "burner";
  return {row};
}

}  // namespace

TEST_CASE("the cost of a scan from a sample of its columns holds the true one", "[cost]") {
  // 64 columns of 2 to 4 ms, 0.19 s in all; a quarter of a second would do for all, a twentieth for some.
  Burner const burner{64, 0.002};
  auto const cost = measure_cost(burner, one_row(), grid_of(64), 0.05);
  CHECK(cost.columns == 64);
  CHECK(cost.sampled >= 1);
  // A loop ends at the first tick past the time asked for: 10 % besides what is stated.
  CHECK(cost.least_s() < 1.1 * burner.total_s());
  CHECK(cost.most_s() > 0.9 * burner.total_s());
}

TEST_CASE("a sample is spread over the whole grid, and complete when there is time", "[cost]") {
  Burner const burner{16, 0.0001};
  auto const cost = measure_cost(burner, one_row(), grid_of(16), 30.0);
  CHECK(cost.sampled == 16);
  CHECK(cost.error_s == 0.0);
  CHECK(cost.least_s() == Approx(cost.total_s()));
  REQUIRE(burner.computed.size() == 17);  // the first does not count
  // One less than any power of two of them: no two in the same equal part of the grid.
  for (std::size_t count : {4U, 8U, 16U}) {
    std::set<std::size_t> parts;
    for (std::size_t i = 1; i < count; ++i) parts.insert(burner.computed[i] * count / 16);
    CHECK(parts.size() == count - 1);
  }
}

TEST_CASE("without time four columns are measured, and the interval is as wide as four numbers allow", "[cost]") {
  Burner const burner{16, 0.001};
  auto const cost = measure_cost(burner, one_row(), grid_of(16), 0.0);
  CHECK(cost.sampled == 4);
  // Student's t of three degrees of freedom, 97.5 %: 3.182 in any table.
  CHECK(cost.margin_s() == Approx(3.182 * 16 * cost.error_s).epsilon(1e-3));
  CHECK(cost.least_s() < 1.1 * burner.total_s());
  CHECK(cost.most_s() > 0.9 * burner.total_s());
}
