// What the channels of a search for decays may say, read from shipped files that are changed in one place.
#include <algorithm>
#include <catch2/catch.hpp>

#include "analysis/decay_search.hpp"
#include "analysis/edited_experiment.hpp"

using namespace penumbra;

namespace {

struct Read : test::EditedExperiment {
  using EditedExperiment::EditedExperiment;
  DecayChannel const& channel() const { return dynamic_cast<DecaySearch const&>(*analysis).input().channels.front(); }
};

/// A shipped file in which the first line that begins with `old` is another one.
Read read_with(std::string const& name, std::string const& old, std::string const& line) {
  return {name, [&](std::string& text) {
            auto const begin = text.find("\n" + old);
            REQUIRE(begin != std::string::npos);
            text.replace(begin + 1, text.find('\n', begin + 1) - begin - 1, line);
          }};
}

Read with_efficiency(std::string const& efficiency) {
  return read_with("microboone-2021-hnl-ee", "efficiency", "efficiency = " + efficiency);
}

}  // namespace

TEST_CASE("an efficiency is linear between masses and constant beyond", "[decay_search_file]") {
  auto const by_mass =
      with_efficiency(R"({ masses = [0.1, 0.3], values = [0.2, 0.6], unit = "GeV", source = "assumed: test" })");
  REQUIRE(by_mass.problems == 0);
  auto const& efficiency = by_mass.channel().efficiency;
  CHECK(efficiency(0.05) == 0.2);
  CHECK(efficiency(0.15) == Approx(0.3));
  CHECK(efficiency(1.0) == 0.6);
  auto const& flags = by_mass.analysis->info().flags;
  CHECK(std::find(flags.begin(), flags.end(), "efficiency assumed: test") != flags.end());
  auto const number = with_efficiency(R"({ value = 0.4, source = "test" })");
  REQUIRE(number.problems == 0);
  CHECK(number.channel().efficiency(0.2) == 0.4);
}

TEST_CASE("faults of an efficiency are told", "[decay_search_file]") {
  for (auto const* wrong :
       {R"({ value = 1.5, source = "test" })", R"({ value = 0, source = "test" })",
        R"({ masses = [0.1, 0.3], values = [0.2], unit = "GeV", source = "test" })",
        R"({ masses = [0.1], values = [0.2], unit = "GeV", source = "test" })",
        R"({ masses = [0.3, 0.1], values = [0.2, 0.6], unit = "GeV", source = "test" })",
        R"({ masses = [0.1, 0.3], values = [0.2, 1.6], unit = "GeV", source = "test" })",
        R"({ masses = [0.1, 0.3], values = [0.2, 0.6], unit = "MeV", source = "test" })",
        R"({ masses = [0.1, 0.3], values = [0.2, 0.6], unit = "GeV" })",
        R"({ masses = [0.1, 0.3], values = [0.2, 0.6], unit = "GeV", source = "test", error = 1 })"}) {
    CAPTURE(wrong);
    CHECK(with_efficiency(wrong).problems > 0);
  }
}

TEST_CASE("photons are apart where two daughters reach an opening behind walls", "[decay_search_file]") {
  std::string const apart = R"(photon_separation_min = { value = 0.1, unit = "m", source = "test" })";
  auto const both = read_with("ship-6e20pot-aprime", "leaves_by_back", "leaves_by_back = true\n" + apart);
  REQUIRE(both.problems == 0);
  CHECK(both.channel().selection.daughters->photon_separation_m == 0.1);
  CHECK(read_with("ship-6e20pot-aprime", "at_least", "at_least = 1\n" + apart).problems > 0);
  CHECK(read_with("e137-1988-aprime", "at_least", "at_least = 2\n" + apart).problems > 0);  // open space
}
