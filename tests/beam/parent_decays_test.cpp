#include "beam/parent_decays.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "beam/beam.hpp"
#include "particle/lifetimes.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const experiments = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments";

/// A beam without tables, with these sections.
std::shared_ptr<Beam const> beam_with(std::string const& sections, Problems& problems) {
  return read_beam(R"(name = "made-up"
title = "made up"
kind = "proton-target"
energy = { value = 120, unit = "GeV", source = "test" }
)" + sections,
                   experiments, "made-up", problems);
}

std::string problems_of(std::string const& sections) {
  Problems problems;
  beam_with(sections, problems);
  return problems.text();
}

std::string const path = R"(free_path = { value = 675, unit = "m", source = "test" }
)";
std::string const kaon = R"([[stopped]]
particle = "K+"
yield = { value = 0.085, source = "recalled: test" }
yield_low = { value = 0.7, source = "test" }
position = { value = 725, unit = "m", source = "test" }
)";

}  // namespace

TEST_CASE("a beam says where parents decay", "[beam]") {
  Problems problems;
  auto const beam = beam_with("[parent_decays]\norigin = \"axis\"\n" + path + kaon, problems);
  INFO(problems.text());
  REQUIRE(beam);
  REQUIRE(beam->parent_decays);
  CHECK(beam->parent_decays->free_path_m == 675.0);
  CHECK(beam->parent_decays->origin == ParentDecays::Origin::axis);
  auto const* stopped = beam->stopped_parent("K+");
  REQUIRE(stopped);
  CHECK(stopped->position_m == 725.0);
  CHECK(stopped->yield_in("another table") == 0.085);
  REQUIRE(stopped->range.size() == 1);
  CHECK(stopped->yield_in(stopped->range.front().first) == Approx(0.0595));
  REQUIRE(beam->flags.size() == 1);
  CHECK(beam->flags.front().find("recalled") != std::string::npos);
  // Other numbers make another flux.
  Problems none;
  auto const other = beam_with("[parent_decays]\n" + path + kaon, none);
  REQUIRE(other);
  CHECK(other->definition.digest().short_hex() != beam->definition.digest().short_hex());
}

TEST_CASE("what a beam says about decays of parents is checked", "[beam]") {
  CHECK(problems_of("[parent_decays]\n").find("either 'free_path' or 'interaction_length'") != std::string::npos);
  std::string const dump = "interaction_length = { value = 0.15, unit = \"m\", source = \"test\" }\n";
  CHECK(problems_of("[parent_decays]\n" + dump).empty());
  CHECK(problems_of("[parent_decays]\n" + dump + path).find("either") != std::string::npos);
  CHECK(problems_of("[parent_decays]\norigin = \"axis\"\n" + dump).find("dense dump") != std::string::npos);
  CHECK(problems_of("[parent_decays]\norigin = \"horn\"\n" + path).find("'horn' is unknown") != std::string::npos);
  CHECK(problems_of(kaon + kaon).find("twice") != std::string::npos);
  CHECK(problems_of("[parent_decays]\nfree_path = { value = -1, unit = \"m\", source = \"test\" }\n")
            .find("must be positive") != std::string::npos);
  auto charm = kaon;
  charm.replace(charm.find("K+"), 2, "D+");
  CHECK(problems_of(charm).find("does not live long enough") != std::string::npos);
}

TEST_CASE("lifetimes of parents are those of the tables of particles", "[beam][published]") {
  // c tau as printed in the Review of Particle Physics 2024, with its digits.
  CHECK(weak_parent("K+")->ctau_m() == Approx(3.711).epsilon(1e-3));
  CHECK(weak_parent("KL")->ctau_m() == Approx(15.34).epsilon(1e-3));
  CHECK(weak_parent("KS")->ctau_m() == Approx(0.026844).epsilon(1e-3));
  CHECK(weak_parent("pi+")->ctau_m() == Approx(7.8045).epsilon(1e-4));
  CHECK(weak_parent("mu")->ctau_m() == Approx(658.6384).epsilon(1e-5));
  CHECK(weak_parent("D+")->ctau_m() == Approx(309.8e-6).epsilon(2e-3));
  CHECK(weak_parent("K+")->flies());
  CHECK_FALSE(weak_parent("B0")->flies());
  CHECK(weak_parent("pi0") == nullptr);
}
