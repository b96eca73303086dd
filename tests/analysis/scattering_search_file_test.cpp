// What the channels of a scattering search may say, read from shipped files that are changed in one place.
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/edited_experiment.hpp"
#include "analysis/scattering_search.hpp"

using namespace penumbra;

namespace {

struct Read : test::EditedExperiment {
  using EditedExperiment::EditedExperiment;
  ScatteringChannel const& channel() const {
    return dynamic_cast<ScatteringSearch const&>(*analysis).input().channels.front();
  }
};

/// A shipped file with `added` after the line of its channel's signature.
Read read_with(std::string const& name, std::string const& added) {
  return {name, [&](std::string& text) {
            auto const signature = text.find("\nsignature");
            REQUIRE(signature != std::string::npos);
            text.insert(text.find('\n', signature + 1) + 1, added + "\n");
          }};
}

}  // namespace

TEST_CASE("visible energies are divided by their share of the recoil", "[scattering_search_file]") {
  auto const plain = read_with("miniboone-2018-dm-nucleon", "");
  auto const quenched = read_with("miniboone-2018-dm-nucleon", R"(quenching = { value = 0.5, source = "test" })");
  REQUIRE(plain.problems + quenched.problems == 0);
  auto const& kinetic = std::get<RecoilWindow>(plain.channel().window);
  auto const& visible = std::get<RecoilWindow>(quenched.channel().window);
  CHECK(visible.min_GeV == Approx(2.0 * kinetic.min_GeV));
  CHECK(visible.max_GeV == Approx(2.0 * kinetic.max_GeV));
  CHECK(read_with("miniboone-2018-dm-nucleon", R"(quenching = { value = 1.5, source = "test" })").problems > 0);
}

TEST_CASE("angles stand in order", "[scattering_search_file]") {
  auto const between =
      read_with("miniboone-2018-dm-electron", R"(angle_min = { value = 10, unit = "mrad", source = "test" })");
  REQUIRE(between.problems == 0);
  CHECK(*std::get<RecoilWindow>(between.channel().window).cosine_max == Approx(std::cos(0.01)));
  CHECK(read_with("miniboone-2018-dm-electron", R"(angle_min = { value = 200, unit = "mrad", source = "test" })")
            .problems > 0);
}

TEST_CASE("pions and showers have keys of their own", "[scattering_search_file]") {
  auto const pions = read_with("miniboone-2018-dm-pi0", R"(pion_min = { value = 50, unit = "MeV", source = "test" })");
  REQUIRE(pions.problems == 0);
  CHECK(std::get<PionWindow>(pions.channel().window).min_GeV == Approx(0.05));
  CHECK(read_with("miniboone-2018-dm-pi0", R"(recoil_min = { value = 50, unit = "MeV", source = "test" })").problems >
        0);
  auto const showers =
      read_with("fasernu2-3000fb-dm-shower", R"(momentum_transfer_min = { value = 2, unit = "GeV", source = "test" })");
  REQUIRE(showers.problems == 0);
  CHECK(std::get<ShowerWindow>(showers.channel().window).Q_min_GeV == Approx(2.0));
  CHECK(std::get<ShowerWindow>(showers.channel().window).transverse_momentum_min_GeV == Approx(1.0));
}
