#include "pipeline/grid.hpp"

#include <catch2/catch.hpp>

#include "model/registry.hpp"

namespace penumbra {
namespace {

TEST_CASE("a log axis has equal ratios and exact ends", "[grid]") {
  auto const values = log_values(1e-3, 3.0, 200);
  REQUIRE(values.size() == 200);
  CHECK(values.front() == 1e-3);
  CHECK(values.back() == 3.0);
  // Rounding to 12 digits moves a ratio by less than 1e-11.
  for (std::size_t i = 2; i < values.size(); ++i)
    CHECK(values[i] / values[i - 1] == Approx(values[1] / values[0]).epsilon(2e-11));
  CHECK(log_values(1.0, 100.0, 3)[1] == 10.0);
}

TEST_CASE("a lin axis has equal steps", "[grid]") {
  CHECK(lin_values(0.0, 1.0, 5) == std::vector{0.0, 0.25, 0.5, 0.75, 1.0});
  CHECK(lin_values(2.0, 2.0, 1) == std::vector{2.0});
}

TEST_CASE("the last axis of a grid is the fastest, couplings belong to columns", "[grid]") {
  auto const model = make_model("dark-photon");
  Grid const grid{*model, {}, {{0.1, 0.2, 0.3}, {1e-5, 1e-4}}, {true, true}};
  CHECK(grid.columns() == 3);
  CHECK(grid.points_per_column() == 2);
  CHECK(grid.masses(1) == std::vector{0.2});
  CHECK(grid.couplings() == std::vector<std::vector<double>>{{1e-5}, {1e-4}});
}

TEST_CASE("the key of a grid changes with every value and with what is an axis", "[grid]") {
  auto const model = make_model("dark-photon");
  Grid const grid{*model, {}, {{0.1, 0.2}, {1e-5}}, {true, false}};
  CHECK(grid.key() == Grid{*model, {}, {{0.1, 0.2}, {1e-5}}, {true, false}}.key());
  CHECK(grid.key() != Grid{*model, {}, {{0.1, 0.2}, {2e-5}}, {true, false}}.key());
  CHECK(grid.key() != Grid{*model, {}, {{0.1, 0.2000000001}, {1e-5}}, {true, false}}.key());
  CHECK(grid.key() != Grid{*model, {}, {{0.1, 0.2}, {1e-5}}, {true, true}}.key());
}

}  // namespace
}  // namespace penumbra
