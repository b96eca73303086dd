// A grid of ratios r, upper limit over expected signal. None is shipped: the only one of the field, LHCb's, is not
// public in a form that could be taken over. So a grid is made from a dump whose signal is known in closed form, and
// read back.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "analysis/limit.hpp"
#include "analysis/test_model.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"
#include "statistics/island.hpp"
#include "statistics/surface.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinRel;

namespace {

constexpr double lower = 1e-6;
constexpr double upper = 1e-4;
constexpr double n = 4.0;
constexpr double p = 2.0;
constexpr double length_ratio = 3.0;
double const s_lim = -std::log(0.1);

std::vector<double> couplings(int per_decade) {
  std::vector<double> all;
  for (int i = 0; i <= 4 * per_decade; ++i) all.push_back(1e-7 * std::pow(10.0, static_cast<double>(i) / per_decade));
  return all;
}

std::string header(std::string const& rest) {
  return "# title: A dump\n# experiment: dump\n# reference: Ilten:2018crw\n# figure: unstated\n# model: dark-photon\n"
         "# coupling: epsilon\n# convention: as the model's\n# confidence_level: 0.90\n# confidence_level_source: "
         "recalled: test\n"
         "# status: observed\n# nature: exclusion\n# open_top: false\n# production: electron-bremsstrahlung\n# decay: "
         "e+e-\n"
         "# lifetime: displaced\n# data_set: dump\n# rank: 1\n# combine: true\n# combine_reason: test\n# provenance: "
         "A: test\n"
         "# digitised_by: test\n" +
         rest;
}

/// The signal of the island is the same at every mass.
std::string surface_text(int per_decade) {
  IslandSignal const island{lower, upper, n, p, length_ratio, s_lim};
  std::string rows;
  int count = 0;
  for (double const mass : {0.01, 0.02, 0.04})
    for (double const g : couplings(per_decade)) {
      double const ratio = s_lim / std::max(island(g), 1e-90);
      rows += fmt::format("{},{:.17g},{:.17g}\n", mass, g, ratio);
      ++count;
    }
  return header(fmt::format("# shape: surface\n# rule: surface\n# rule_parameters: n=4;p=2\n# points: {}\n"
                            "# mass_range_GeV: 0.01 .. 0.04\nmass_GeV,epsilon,r\n",
                            count)) +
         rows;
}

std::string island_text() {
  return header(
             "# shape: interval\n# rule: island\n# rule_parameters: n=4;p=2;l_ratio=3\n# points: 2\n"
             "# mass_range_GeV: 0.01 .. 0.04\nmass_GeV,lower,upper\n") +
         "0.01,1e-6,1e-4\n0.04,1e-6,1e-4\n";
}

std::unique_ptr<LimitAnalysis const> parse(std::string const& text) {
  Problems problems;
  auto limit = LimitAnalysis::parse(text, "a.csv", "limit/dark-photon/a", problems);
  INFO(problems.text());
  REQUIRE(limit);
  return limit;
}

std::string refused(std::string const& text) {
  Problems problems;
  CHECK_FALSE(LimitAnalysis::parse(text, "a.csv", "limit/dark-photon/a", problems));
  return problems.text();
}

std::string replaced(std::string text, std::string const& what, std::string const& by) {
  auto const at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a surface of ratios gives the signal it was made of, whatever the share and the lifetime", "[limits]") {
  IslandSignal const island{lower, upper, n, p, length_ratio, s_lim};
  auto const error = [&](int per_decade) {
    std::vector<double> ratios;
    for (double const g : couplings(per_decade)) ratios.push_back(s_lim / island(g));
    SurfaceSignal const surface{couplings(per_decade), ratios, n, p, s_lim};
    double worst = 0.0;
    for (double g = 3e-7; g < upper; g *= 1.37)
      for (double const share : {1.0, 0.3})
        for (double const lifetime : {1.0, 0.4, 2.5}) {
          double const expected = island(g, share, lifetime);
          worst = std::max(worst, std::abs(surface(g, share, lifetime) / expected - 1.0));
        }
    return worst;
  };
  // Straight lines in logarithms: an error of p^2 x/8 times the squared step of 0.046, with x = c g^p/t up to 30.
  CHECK(error(50) < 0.04);
  CHECK(error(200) < error(50) / 6.0);  // 16, but for where the couplings lie between those of the grid
}

TEST_CASE("a surface returns its confidence level where r is one", "[limits]") {
  auto const limit = parse(surface_text(50));
  auto const model = make_model("dark-photon");
  for (double const mass : {0.01, 0.0173, 0.04}) {
    auto const intervals = limit->curve().at(mass);
    REQUIRE(intervals.size() == 1);
    CHECK_THAT(intervals[0].lower, WithinRel(lower, 1e-3));
    CHECK_THAT(intervals[0].upper, WithinRel(upper, 1e-3));
    std::vector<double> const masses{mass};
    auto const response = limit->respond(*model, masses, no_fluxes());
    for (double const edge : {intervals[0].lower, intervals[0].upper})
      CHECK_THAT(evaluate(*response, edge).cls, WithinRel(0.1, 1e-6));
    CHECK(evaluate(*response, 1e-5).cls < 0.01);
    CHECK(evaluate(*response, 0.99e-7).expected == 0.0);  // beyond the grid nothing is known
  }
  std::vector<double> const beyond{0.041};
  CHECK(evaluate(*limit->respond(*model, beyond, no_fluxes()), 1e-5).expected == 0.0);
}

TEST_CASE("a surface is recast as the island that it was made of", "[limits][recast]") {
  auto const surface = parse(surface_text(200));
  auto const island = parse(island_text());
  std::vector<double> const masses{0.02};
  for (auto const* name : {"b-minus-l", "protophobic", "vector-dm"}) {
    auto const model = make_model(name);
    CAPTURE(name);
    bool const dark = model->mass_count() == 2;
    std::vector<double> const here = dark ? std::vector{0.006, 0.02} : masses;
    FluxStore fluxes{*model, here};
    auto const from_surface = surface->respond(*model, here, fluxes);
    auto const from_island = island->respond(*model, here, fluxes);
    int compared = 0;
    for (double g = 1e-6; g < 1e-4; g *= 1.5) {
      std::vector<double> const at = dark ? std::vector{1e-9 * g * g / 1e-10, g} : std::vector{g};
      Couplings const point{at};
      Outcome a;
      Outcome b;
      from_surface->evaluate({&point, 1}, {&a, 1}, {});
      from_island->evaluate({&point, 1}, {&b, 1}, {});
      if (b.expected < 1e-3) continue;
      ++compared;
      CHECK_THAT(a.expected, WithinRel(b.expected, 0.01));
    }
    CHECK(compared > 3);
  }
}

TEST_CASE("a surface that is no grid is refused with its row", "[limits][input]") {
  auto const good = surface_text(2);
  CHECK_THAT(refused(replaced(good, "0.02,9.9999999999999995e-08", "0.02,1.1e-07")), Contains("a surface is a grid"));
  CHECK_THAT(refused(replaced(good, "# shape: surface", "# shape: upper")), Contains("go together"));
  CHECK_THAT(refused(replaced(good, "n=4;p=2", "n=4")), Contains("rule surface needs p"));
  CHECK_THAT(refused(replaced(good, ",r\n", ",ratio\n")), Contains("expected 'mass_GeV,epsilon,r'"));
  auto const last = good.rfind("\n0.04");
  CHECK_THAT(refused(good.substr(0, last + 1)), Contains("the last mass has"));
  CHECK_THAT(refused(replaced(good, "# open_top: false", "# open_top: true")), Contains("a surface has no frame"));
}
