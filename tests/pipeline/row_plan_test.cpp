#include "pipeline/row_plan.hpp"

#include <catch2/catch.hpp>

#include "core/errors.hpp"

using namespace penumbra;

namespace {

RowRequest request(std::string const& name, std::string const& definition, std::size_t components = 0) {
  RowRequest result;
  result.name = name;
  result.key = sha256(definition);
  result.component_groups.assign(components, "flux");
  return result;
}

using Action = RowPlan::Action;

}  // namespace

TEST_CASE("rows with the same key are kept, retired and given back", "[row_plan]") {
  Catalogue const empty(4);
  std::vector const a_and_b{request("a", "1"), request("b", "2")};
  auto const first = plan_rows(empty, 64, a_and_b, 2);
  REQUIRE(first);
  CHECK(first->changed);
  CHECK(first->action == std::vector{Action::made, Action::made});

  auto const again = plan_rows(first->catalogue, 64, a_and_b, 3);
  CHECK_FALSE(again->changed);
  CHECK(again->row_of == first->row_of);
  CHECK(again->action == std::vector{Action::kept, Action::kept});

  // The order of the requests does not matter.
  auto const turned = plan_rows(first->catalogue, 64, std::vector{a_and_b[1], a_and_b[0]}, 3);
  CHECK_FALSE(turned->changed);
  CHECK(turned->row_of == std::vector{first->row_of[1], first->row_of[0]});

  auto const without_b = plan_rows(first->catalogue, 64, std::vector{a_and_b[0]}, 3);
  CHECK(without_b->catalogue[first->row_of[1]].state == RowState::retired);
  auto const with_b = plan_rows(without_b->catalogue, 64, a_and_b, 4);
  CHECK(with_b->action == std::vector{Action::kept, Action::returned});
  CHECK(with_b->row_of == first->row_of);
}

TEST_CASE("a changed analysis gets another row while its old one is retired", "[row_plan]") {
  auto const first = plan_rows(Catalogue(4), 64, std::vector{request("a", "1")}, 2);
  auto const changed = plan_rows(first->catalogue, 64, std::vector{request("a", "new")}, 3);
  CHECK(changed->row_of[0] != first->row_of[0]);
  CHECK(changed->catalogue[first->row_of[0]].state == RowState::retired);
  CHECK(changed->catalogue[first->row_of[0]].key == sha256("1"));
}

TEST_CASE("a renamed analysis keeps its row", "[row_plan]") {
  auto const first = plan_rows(Catalogue(4), 64, std::vector{request("a", "1")}, 2);
  auto const renamed = plan_rows(first->catalogue, 64, std::vector{request("z", "1")}, 3);
  CHECK(renamed->row_of == first->row_of);
  CHECK(renamed->catalogue[renamed->row_of[0]].name == "z");
  CHECK(renamed->changed);
}

TEST_CASE("when rows run out the one retired longest is given away, then the map is exhausted", "[row_plan]") {
  Catalogue catalogue(2);
  catalogue = plan_rows(catalogue, 64, std::vector{request("a", "1")}, 2)->catalogue;
  catalogue = plan_rows(catalogue, 64, std::vector{request("b", "2")}, 3)->catalogue;  // a retired in 3
  auto const third = plan_rows(catalogue, 64, std::vector{request("c", "3")}, 4);      // b retired in 4, a goes
  REQUIRE(third);
  CHECK(third->row_of[0] == 0);
  CHECK(third->catalogue[1].key == sha256("2"));
  CHECK_FALSE(plan_rows(catalogue, 64, std::vector{request("a", "1"), request("b", "2"), request("c", "3")}, 4));
}

TEST_CASE("response rows of two analyses never overlap", "[row_plan]") {
  std::vector const requests{request("a", "1", 2), request("b", "2", 1), request("c", "3", 4)};
  auto const plan = plan_rows(Catalogue(8), 64, requests, 2);
  REQUIRE(plan);
  std::vector<int> used(64, 0);
  for (auto row : plan->row_of)
    for (std::uint32_t i = 0; i < plan->catalogue[row].responses(); ++i)
      ++used[plan->catalogue[row].first_response + i];
  CHECK(std::count(used.begin(), used.end(), 1) == 21);
  CHECK(std::count(used.begin(), used.end(), 0) == 43);
  // The gap that a retired analysis would leave is used only when the analysis goes.
  auto const tight = plan_rows(plan->catalogue, 21, std::vector{requests[0], requests[2], request("d", "4", 1)}, 3);
  REQUIRE(tight);
  CHECK(tight->catalogue[tight->row_of[2]].first_response == 6);
  CHECK_FALSE(
      plan_rows(plan->catalogue, 21, std::vector{requests[0], requests[1], requests[2], request("d", "4", 1)}, 3));
}

TEST_CASE("names that the map cannot hold are refused", "[row_plan]") {
  Catalogue const empty(4);
  CHECK_THROWS_AS(plan_rows(empty, 64, std::vector{request(std::string(96, 'x'), "1")}, 2), InputError);
  CHECK_THROWS_AS(plan_rows(empty, 64, std::vector{request("", "1")}, 2), InputError);
  CHECK_THROWS_AS(plan_rows(empty, 64, std::vector{request("a", "1"), request("a", "2")}, 2), InputError);
}
