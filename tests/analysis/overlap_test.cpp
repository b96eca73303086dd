#include "analysis/overlap.hpp"

#include <fmt/format.h>
#include <algorithm>

#include <catch2/catch.hpp>
#include <random>

using namespace penumbra;
using Catch::Matchers::Contains;

namespace {

AnalysisInfo info(std::string name, Kind kind, std::string data_set, int rank = 0, Status status = Status::observed) {
  AnalysisInfo result;
  result.name = std::move(name);
  result.kind = kind;
  result.data_set = std::move(data_set);
  result.rank = rank;
  result.status = status;
  return result;
}

std::vector<std::string> names(std::vector<Candidate> const& candidates, CombinationChoice const& choice,
                               Status status) {
  std::vector<std::string> result;
  for (std::size_t i : choice.members(status)) result.push_back(candidates[i].info->name);
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

TEST_CASE("one analysis of a data set enters: the preferred kind first", "[analysis][property]") {
  auto const simulated = info("faser-2023-aprime", Kind::experiment, "faser");
  auto const published = info("limit/dark-photon/faser", Kind::limit, "faser");
  std::vector<Candidate> const both{{&simulated, 10}, {&published, 500}};
  CHECK(names(both, choose_for_combination(both, Preference::simulated, {}), Status::observed) ==
        std::vector<std::string>{"faser-2023-aprime"});
  auto const choice = choose_for_combination(both, Preference::published, {});
  CHECK(names(both, choice, Status::observed) == std::vector<std::string>{"limit/dark-photon/faser"});
  REQUIRE(choice.groups.size() == 1);
  CHECK_THAT(choice.groups[0].reason, Contains("preferred"));
  CHECK(choice.groups[0].others == std::vector<std::size_t>{0});
}

TEST_CASE("then the larger expected exclusion, then the rank", "[analysis][property]") {
  auto const first = info("limit/a", Kind::limit, "d", 1);
  auto const second = info("limit/b", Kind::limit, "d", 2);
  std::vector<Candidate> candidates{{&first, 100}, {&second, 200}};
  CHECK(names(candidates, choose_for_combination(candidates, Preference::simulated, {}), Status::observed) ==
        std::vector<std::string>{"limit/b"});
  candidates[0].expected_excluded = 200;
  auto const choice = choose_for_combination(candidates, Preference::simulated, {});
  CHECK(names(candidates, choice, Status::observed) == std::vector<std::string>{"limit/a"});
  CHECK_THAT(choice.groups[0].reason, Contains("rank 1 before 2"));
}

TEST_CASE("parts of one limit at other masses enter together, or not at all", "[analysis][property]") {
  auto low = info("limit/low", Kind::limit, "d", 1);
  auto high = info("limit/high", Kind::limit, "d", 2);
  auto const other = info("limit/other", Kind::limit, "d", 3);
  low.part_of = high.part_of = "whole";
  std::vector<Candidate> candidates{{&low, 100}, {&high, 150}, {&other, 200}};
  auto const choice = choose_for_combination(candidates, Preference::simulated, {});
  CHECK(names(candidates, choice, Status::observed) == std::vector<std::string>{"limit/high", "limit/low"});
  CHECK_THAT(choice.groups[0].reason, Contains("expects to exclude 250 points"));
  CHECK(choice.groups[0].others == std::vector<std::size_t>{2});
  candidates[2].expected_excluded = 300;
  CHECK(names(candidates, choose_for_combination(candidates, Preference::simulated, {}), Status::observed) ==
        std::vector<std::string>{"limit/other"});
}

TEST_CASE("predictions of the Standard Model are chosen by rank", "[analysis][property]") {
  auto const current = info("g-2-wp2025", Kind::constraint, "muon-g-2", 1);
  auto const old = info("g-2-wp2020", Kind::constraint, "muon-g-2", 2);
  std::vector<Candidate> const candidates{{&old, 900}, {&current, 100}};
  CHECK(names(candidates, choose_for_combination(candidates, Preference::simulated, {}), Status::observed) ==
        std::vector<std::string>{"g-2-wp2025"});
}

TEST_CASE("overlaps join data sets, also through a third one", "[analysis][property]") {
  auto const a = info("a", Kind::experiment, "one");
  auto const b = info("b", Kind::experiment, "two");
  auto const c = info("c", Kind::experiment, "three");
  auto const other = info("other", Kind::experiment, "four");
  std::vector<Candidate> const candidates{{&a, 1}, {&b, 2}, {&c, 3}, {&other, 0}};
  std::vector<Overlap> const overlaps{{{"three", "two"}, "shared events"},
                                      {{"one", "two"}, "the later contains the earlier"}};
  auto const choice = choose_for_combination(candidates, Preference::simulated, overlaps);
  CHECK(names(candidates, choice, Status::observed) == std::vector<std::string>{"c", "other"});
  CHECK_THAT(choice.groups[1].reason, Contains("shared events") && Contains("expects to exclude 3"));
}

TEST_CASE("observed and projected are chosen apart; some never enter", "[analysis][property]") {
  auto const seen = info("seen", Kind::limit, "d");
  auto const planned = info("planned", Kind::limit, "d", 0, Status::projected);
  auto const band = info("band", Kind::limit, "d", 0, Status::favoured);
  auto unsure = info("unsure", Kind::limit, "e");
  unsure.combine = false;
  unsure.combine_reason = "no confidence level";
  std::vector<Candidate> const candidates{{&seen, 1}, {&planned, 1}, {&band, 1}, {&unsure, 1}};
  auto const choice = choose_for_combination(candidates, Preference::simulated, {});
  CHECK(names(candidates, choice, Status::observed) == std::vector<std::string>{"seen"});
  CHECK(names(candidates, choice, Status::projected) == std::vector<std::string>{"planned"});
  REQUIRE(choice.never.size() == 2);
  CHECK(choice.never[1].second == "no confidence level");
}

TEST_CASE("a tie is refused by name", "[analysis][errors]") {
  auto const a = info("limit/a", Kind::limit, "d", 1);
  auto const b = info("limit/b", Kind::limit, "d", 1);
  std::vector<Candidate> const candidates{{&a, 5}, {&b, 5}};
  CHECK_THROWS_WITH(choose_for_combination(candidates, Preference::simulated, {}),
                    Contains("limit/a") && Contains("limit/b"));
}

TEST_CASE("the choice does not depend on the order", "[analysis][property]") {
  std::vector<AnalysisInfo> infos;
  for (int i = 0; i < 12; ++i)
    infos.push_back(info(fmt::format("a{}", i), i % 2 ? Kind::limit : Kind::experiment, fmt::format("d{}", i % 4), i));
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < infos.size(); ++i) candidates.push_back({&infos[i], i % 3});
  auto const expected =
      names(candidates, choose_for_combination(candidates, Preference::simulated, {}), Status::observed);
  std::mt19937_64 random{3};  // fixed: the same orders every time
  for (int i = 0; i < 20; ++i) {
    std::shuffle(candidates.begin(), candidates.end(), random);
    CHECK(names(candidates, choose_for_combination(candidates, Preference::simulated, {}), Status::observed) ==
          expected);
  }
}

TEST_CASE("the shipped table of overlaps is sound; faults are told with their place", "[analysis][errors]") {
  CHECK(load_overlaps(PENUMBRA_SOURCE_DIR).size() >= 5);
  Problems problems;
  read_overlaps("[[overlap]]\ndata_sets = [\"a\", \"a\"]\nreason = \"x\"\n[[overlap]]\ndata_sets = [\"a\", \"b\"]\n",
                "o.toml", problems);
  CHECK_THAT(problems.text(), Contains("o.toml:2:") && Contains("different") && Contains("reason"));
}
