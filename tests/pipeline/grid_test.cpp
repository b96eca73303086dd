#include "pipeline/grid.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "cosmology/relic_density.hpp"
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

/// Every parameter of a model with its values; those with several are axes.
std::vector<GridParameter> given(Model const& model, std::vector<std::vector<double>> const& values) {
  std::vector<GridParameter> parameters;
  for (std::size_t i = 0; i < values.size(); ++i)
    parameters.push_back({model.parameters()[i], values[i], values[i].size() > 1, std::nullopt});
  return parameters;
}

TEST_CASE("the last axis of a grid is the fastest, couplings belong to columns", "[grid]") {
  auto const model = make_model("dark-photon");
  Grid const grid{*model, {}, given(*model, {{0.1, 0.2, 0.3}, {1e-5, 1e-4}})};
  CHECK(grid.columns() == 3);
  CHECK(grid.points_per_column() == 2);
  auto const points = grid.points(1, 0, 2);
  CHECK(points.masses == std::vector{0.2});
  CHECK(points.couplings == std::vector<std::vector<double>>{{1e-5}, {1e-4}});
  CHECK(grid.points(1, 1, 1).couplings == std::vector<std::vector<double>>{{1e-4}});
}

TEST_CASE("the key of a grid changes with every value, with what is an axis and with expressions", "[grid]") {
  auto const model = make_model("dark-photon");
  auto const key = [&](std::vector<double> const& masses, double epsilon) {
    return Grid{*model, {}, given(*model, {masses, {epsilon}})}.key();
  };
  CHECK(key({0.1, 0.2}, 1e-5) == key({0.1, 0.2}, 1e-5));
  CHECK(key({0.1, 0.2}, 1e-5) != key({0.1, 0.2}, 2e-5));
  CHECK(key({0.1, 0.2}, 1e-5) != key({0.1, 0.2000000001}, 1e-5));
  auto axis = given(*model, {{0.1, 0.2}, {1e-5}});
  axis[1].is_axis = true;
  CHECK(key({0.1, 0.2}, 1e-5) != Grid{*model, {}, axis}.key());
  auto const with_expression = [&](std::string const& text) {
    auto parameters = given(*model, {{0.1, 0.2}, {}});
    parameters[1].expression = Expression{text};
    return Grid{*model, {}, parameters}.key();
  };
  CHECK(with_expression("1e-4 * mass") == with_expression("1e-4*mass"));
  CHECK(with_expression("1e-4 * mass") != with_expression("2e-4 * mass"));
}

/// m_chi, m_mediator, alpha_D, epsilon of the model "vector-dm".
enum : std::size_t { m_chi, m_mediator, alpha_D, epsilon };

TEST_CASE("computed parameters follow from others, in whatever order they stand", "[grid]") {
  auto const model = make_model("vector-dm");
  auto parameters = given(*model, {{0.1, 0.2}, {}, {0.1, 0.5}, {}});
  parameters[m_mediator].expression = Expression{"3 * m_chi"};
  parameters[epsilon].expression = Expression{"1e-3 * m_mediator * alpha_D"};
  REQUIRE_FALSE(find_fault(*model, parameters));
  Grid const grid{*model, {}, parameters};
  CHECK(grid.columns() == 2);
  auto const points = grid.points(1, 0, 2);
  CHECK(points.masses == std::vector{0.2, 0.6});  // not 3 * 0.2 = 0.6000000000000001: rounded to 15 digits
  CHECK(points.couplings[0] == std::vector{0.1, 6e-5});
  CHECK(points.couplings[1] == std::vector{0.5, 3e-4});
  CHECK(grid.computed().size() == 2);
}

TEST_CASE("y and delta in place of epsilon and m_mediator give back the y and delta of their definitions", "[grid]") {
  auto const model = make_model("vector-dm");
  auto parameters = given(*model, {{0.01, 0.1}, {1e-3, 0.5}, {0.1, 0.5}, {1e-14, 1e-10}});
  for (auto const& derived : model->derived_parameters()) {
    auto& parameter = parameters[derived.replaces == "epsilon" ? epsilon : m_mediator];
    parameter.given = derived.parameter;
    parameter.expression = Expression{derived.expression};
  }
  Grid const grid{*model, {}, parameters};
  CHECK(grid.axes()[1].name == "delta");
  CHECK(grid.axes()[3].name == "y");
  for (std::size_t column = 0; column < grid.columns(); ++column) {
    auto const [masses, couplings] = grid.points(column, 0, grid.points_per_column());
    CHECK(masses[m_mediator] / (2 * masses[m_chi]) - 1 ==
          Approx(column % 2 ? 0.5 : 1e-3).epsilon(1e-12));  // rounding of 1 + delta, 1e-16 / 1e-3
    for (std::size_t i = 0; i < couplings.size(); ++i) {
      double const y = std::pow(couplings[i][1], 2) * couplings[i][0] * std::pow(masses[m_chi] / masses[m_mediator], 4);
      CHECK(y == Approx(i % 2 ? 1e-10 : 1e-14).epsilon(1e-14));  // rounding of a dozen operations
    }
  }
}

TEST_CASE("shares of flavours span the triangle, corners too", "[grid]") {
  auto const model = make_model("hnl");
  auto parameters = given(*model, {{1.0}, {1e-8, 1e-4}, {0.0, 0.3, 0.5, 1.0}, {0.0, 0.5, 0.7, 1.0}});
  for (auto const& derived : model->derived_parameters()) {
    auto& parameter = parameters[derived.replaces == "Ue2" ? 1 : derived.replaces == "Umu2" ? 2 : 3];
    parameter.given = derived.parameter;
    parameter.expression = Expression{derived.expression};
  }
  REQUIRE_FALSE(find_fault(*model, parameters));
  Grid const grid{*model, {}, parameters};
  CHECK(grid.axes()[0].name == "U2");
  CHECK(grid.axes()[1].name == "x_mu");
  CHECK(grid.axes()[2].name == "x_tau");
  auto const points = grid.points(0, 0, grid.points_per_column());
  std::size_t inside = 0;
  for (std::size_t i = 0; i < points.couplings.size(); ++i) {
    double const U2 = i < 16 ? 1e-8 : 1e-4;
    double const x_mu = std::array{0.0, 0.3, 0.5, 1.0}[i / 4 % 4];
    double const x_tau = std::array{0.0, 0.5, 0.7, 1.0}[i % 4];
    CAPTURE(U2, x_mu, x_tau);
    bool const exists = x_mu + x_tau < 1.0 + 1e-12;
    REQUIRE(points.couplings[i].empty() == !exists);
    if (!exists) continue;
    ++inside;
    // tolerances: the smallest mixing, 1e-16, stands for none; rounding of 1 - x_mu - x_tau
    CHECK(points.couplings[i][0] == Approx(U2 * (1.0 - x_mu - x_tau)).epsilon(1e-12).margin(2e-16));
    CHECK(points.couplings[i][1] == Approx(U2 * x_mu).epsilon(1e-14).margin(2e-16));
    CHECK(points.couplings[i][2] == Approx(U2 * x_tau).epsilon(1e-14).margin(2e-16));
  }
  CHECK(inside == 2 * (4 + 3 + 2 + 1));
}

TEST_CASE("a point outside the range of a computed parameter does not exist", "[grid]") {
  auto const model = make_model("vector-dm");
  auto parameters = given(*model, {{0.1, 60.0}, {}, {0.1}, {0.1, 0.9}});
  parameters[m_mediator].expression = Expression{"3 * m_chi"};  // up to 100 GeV
  parameters[epsilon].given = model->derived_parameters()[0].parameter;
  parameters[epsilon].values = {1e-10, 0.9};  // epsilon = 27 for y = 0.9
  parameters[epsilon].expression = Expression{model->derived_parameters()[0].expression};
  Grid const grid{*model, {}, parameters};
  auto const first = grid.points(0, 0, 2);
  CHECK_FALSE(first.couplings[0].empty());
  CHECK(first.couplings[1].empty());
  auto const heavy = grid.points(1, 0, 2);
  CHECK(heavy.couplings[0].empty());
  CHECK(heavy.couplings[1].empty());
}

TEST_CASE("circles, unknown names and masses that depend on couplings are faults", "[grid]") {
  auto const model = make_model("vector-dm");
  auto const fault = [&](std::string const& mediator, std::string const& mixing) {
    auto parameters = given(*model, {{0.1, 0.2}, {}, {0.1, 0.5}, {}});
    parameters[m_mediator].expression = Expression{mediator};
    parameters[epsilon].expression = Expression{mixing};
    return find_fault(*model, parameters);
  };
  CHECK_FALSE(fault("3 * m_chi", "1e-3"));
  CHECK(fault("3 * m_mediator", "1e-3")->parameter == m_mediator);
  CHECK(fault("3 * m_chi", "2 * epsilon")->parameter == epsilon);
  CHECK(fault("3 * m_chi", "2 * y")->parameter == epsilon);
  CHECK(fault("3 * alpha_D", "1e-3")->parameter == m_mediator);
  CHECK(fault("thermal()", "1e-3")->parameter == m_mediator);
}

TEST_CASE("thermal() gives the coupling at which the relic density is the observed one", "[grid]") {
  auto const model = make_model("vector-dm");
  auto parameters = given(*model, {{0.01, 0.1}, {}, {0.1, 0.5}, {}});
  parameters[m_mediator].expression = Expression{"3 * m_chi"};
  parameters[epsilon].expression = Expression{"thermal()"};
  REQUIRE_FALSE(find_fault(*model, parameters));
  Grid const grid{*model, {}, parameters};
  CHECK(grid.needs_thermal());
  for (std::size_t column = 0; column < 2; ++column) {
    auto const points = grid.points(column, 0, 2);
    RelicDensity const relic{*model->annihilation(points.masses)};
    for (auto const& couplings : points.couplings)
      CHECK(relic(couplings).omega_h2 == Approx(0.12).epsilon(1e-6));  // the root is found to 1e-8 in ln epsilon
    CHECK(grid.points(column, 1, 1).couplings[0] == points.couplings[1]);
  }
}

TEST_CASE("where no coupling gives the relic density the point does not exist", "[grid]") {
  // alpha_D = 1e-12: epsilon up to 1 is not enough to annihilate 10 GeV dark matter through a mediator of 90 GeV.
  auto const model = make_model("vector-dm");
  auto parameters = given(*model, {{10.0}, {90.0}, {1e-12, 0.5}, {}});
  parameters[epsilon].expression = Expression{"thermal()"};
  Grid const grid{*model, {}, parameters};
  CHECK(grid.points(0, 0, 1).couplings[0].empty());
}

}  // namespace
}  // namespace penumbra
