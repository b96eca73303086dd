#include "pipeline/card.hpp"

#include <catch2/catch.hpp>
#include <cmath>

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
  CHECK(card->grid.points(0, 0, 1).couplings == std::vector<std::vector<double>>{{1e-5}});
}

TEST_CASE("a card gives parameters as expressions, and y and delta in their places", "[card]") {
  Problems problems;
  auto const card = read_card(
      "model = \"vector-dm\"\n[axes]\ny = [1e-12, 1e-10]\nm_chi = [\"10 MeV\", 0.1]\n[parameters]\n"
      "m_mediator = \"3 * m_chi\"\nalpha_D = 0.5\ndm = \"majorana\"\n",
      "card.toml", {}, problems);
  CHECK(problems.text().empty());
  REQUIRE(card);
  CHECK(card->grid.axes()[1].name == "y");
  CHECK(card->grid.options().at("dm") == "majorana");
  auto const points = card->grid.points(1, 0, 2);
  CHECK(points.masses == std::vector{0.1, 0.3});
  CHECK(points.couplings[1][1] == Approx(std::sqrt(1e-10 / 0.5) * 9).epsilon(1e-14));
}

TEST_CASE("faults of expressions are reported at their place", "[card]") {
  auto const where = [](std::string const& mediator, std::string const& more = "") {
    Problems problems;
    CHECK_FALSE(
        read_card("model = \"vector-dm\"\n[axes]\nm_chi = [0.1]\nepsilon = [1e-4]\n[parameters]\n"
                  "alpha_D = 0.5\nm_mediator = \"" +
                      mediator + "\"\n" + more,
                  "card.toml", {}, problems));
    REQUIRE(problems.list().size() == 1);
    return problems.list().front().where;
  };
  CHECK(where("3 *").starts_with("card.toml:7:"));
  CHECK(where("3 * m_phi").starts_with("card.toml:7:"));
  CHECK(where("3 * m_mediator").starts_with("card.toml:7:"));
  CHECK(where("3 * epsilon").starts_with("card.toml:7:"));
  CHECK(where("3 * m_chi", "delta = 0.5\n").starts_with("card.toml:8:"));
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
