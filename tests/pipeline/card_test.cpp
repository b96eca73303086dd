#include "pipeline/card.hpp"

#include <catch2/catch.hpp>

namespace penumbra {
namespace {

char const* const text = R"(model = "dark-photon"
[axes]
epsilon = [1e-6, 1e-5]
mass    = { from = "10 MeV", to = 1, points = 3, scale = "log" }
[analyses]
exclude = ["limit/*/sn1987a*", "kind:constraint"]
prefer  = "published"
)";

std::optional<Card> read(std::vector<std::string> const& overrides, Problems& problems) {
  return read_card(text, "card.toml", overrides, problems);
}

TEST_CASE("a card gives the grid in the model's order, whatever its own order", "[card]") {
  Problems problems;
  auto const card = read({}, problems);
  REQUIRE(card);
  REQUIRE(card->grid.axes().size() == 2);
  CHECK(card->grid.axes()[0].name == "mass");
  CHECK(card->grid.axes()[0].values == std::vector{0.01, 0.1, 1.0});
  CHECK(card->grid.axes()[1].values == std::vector{1e-6, 1e-5});
  CHECK(card->selection.prefer == Preference::published);
  CHECK(card->selection.include.size() == 1);
  CHECK(card->selection.exclude.size() == 2);
}

TEST_CASE("single entries are overridden from the command line", "[card]") {
  Problems problems;
  auto const card =
      read({"axes.mass.points=2", "analyses.include=[\"faser-*\"]", "analyses.prefer=simulated"}, problems);
  REQUIRE(card);
  CHECK(card->grid.axes()[0].values == std::vector{0.01, 1.0});
  CHECK(card->selection.include.front().pattern == "faser-*");
  CHECK(card->selection.prefer == Preference::simulated);
}

TEST_CASE("a wrong override is reported at the override, the card's own faults at their line", "[card]") {
  Problems problems;
  CHECK_FALSE(read({"axes.mass.points=0", "axes.epsilon=[2e-5, 1e-5]"}, problems));
  REQUIRE(problems.list().size() == 2);
  CHECK(problems.list()[0].where.starts_with("--set axes.mass.points:1:"));
  CHECK(problems.list()[1].where.starts_with("--set axes.epsilon:1:"));
}

TEST_CASE("a fixed parameter is no axis", "[card]") {
  Problems problems;
  auto const card = read_card("model = \"dark-photon\"\n[axes]\nmass = [0.1]\n[parameters]\nepsilon = 1e-5\n",
                              "card.toml", {}, problems);
  REQUIRE(card);
  CHECK(card->grid.axes().size() == 1);
  CHECK(card->grid.fixed().at("epsilon") == 1e-5);
  CHECK(card->grid.couplings() == std::vector<std::vector<double>>{{1e-5}});
}

TEST_CASE("every problem of a card is reported at once", "[card]") {
  Problems problems;
  CHECK_FALSE(
      read_card("model = \"dark-photon\"\nfoo = 1\n[axes]\nmass = { from = -1, to = 1, points = 3, scale = \"lin\" }\n"
                "epsilon = [2, 1]\n",
                "card.toml", {}, problems));
  CHECK(problems.list().size() == 3);
}

TEST_CASE("selectors are names, shell patterns, kinds, states and data sets", "[card]") {
  AnalysisInfo info;
  info.name = "limit/dark-photon/babar_2014";
  info.kind = Kind::limit;
  info.status = Status::projected;
  info.data_set = "babar";
  for (auto const* pattern :
       {"*", "limit/*", "limit/dark-photon/babar_2014", "kind:limit", "status:proj*", "data_set:babar"})
    CHECK(matches(pattern, info));
  for (auto const* pattern : {"babar*", "kind:experiment", "status:observed", "data_set:kloe"})
    CHECK_FALSE(matches(pattern, info));
}

}  // namespace
}  // namespace penumbra
