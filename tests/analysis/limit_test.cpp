#include "analysis/limit.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "analysis/limit_curve.hpp"
#include "analysis/registry.hpp"
#include "analysis/test_model.hpp"
#include "statistics/combination.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// The header of a good file; `changes` are lines that replace the line of the same key (or are added).
std::string limit_text(std::vector<std::pair<std::string, std::string>> const& changes, std::string const& rows) {
  std::vector<std::pair<std::string, std::string>> header{{"title", "A search"},
                                                          {"experiment", "A"},
                                                          {"reference", "Someone:2020ab"},
                                                          {"figure", "fig. 1"},
                                                          {"model", "dark-photon"},
                                                          {"coupling", "epsilon"},
                                                          {"convention", "L = ..."},
                                                          {"confidence_level", "0.90"},
                                                          {"confidence_level_source", "confirmed: abstract"},
                                                          {"status", "observed"},
                                                          {"nature", "exclusion"},
                                                          {"shape", "upper"},
                                                          {"open_top", "false"},
                                                          {"rule", "gauss"},
                                                          {"rule_parameters", "n=2;sided=two"},
                                                          {"production", "annihilation:e+e-"},
                                                          {"decay", "e+e-"},
                                                          {"lifetime", "prompt"},
                                                          {"data_set", "a-2020"},
                                                          {"rank", "1"},
                                                          {"combine", "true"},
                                                          {"combine_reason", "first choice"},
                                                          {"provenance", "A: said"},
                                                          {"digitised_by", "us"},
                                                          {"points", "2"},
                                                          {"mass_range_GeV", "0.01 .. 0.1"}};
  for (auto const& [key, value] : changes) {
    auto const found =
        std::find_if(header.begin(), header.end(), [&k = key](auto const& line) { return line.first == k; });
    if (found == header.end())
      header.push_back({key, value});
    else
      found->second = value;
  }
  std::string text;
  for (auto const& [key, value] : header)
    if (value != "REMOVED") text += "# " + key + ": " + value + "\n";
  return text + rows;
}

std::unique_ptr<LimitAnalysis const> good(std::string const& text) {
  Problems problems;
  auto limit = LimitAnalysis::parse(text, "a.csv", "limit/dark-photon/a", problems);
  INFO(problems.text());
  REQUIRE(limit);
  return limit;
}

std::string faults(std::string const& text) {
  Problems problems;
  CHECK_FALSE(LimitAnalysis::parse(text, "a.csv", "limit/dark-photon/a", problems));
  return problems.text();
}

Outcome at(LimitAnalysis const& limit, double mass_GeV, double coupling) {
  LightVector const model;
  std::vector<double> const masses{mass_GeV};
  return evaluate(*limit.respond(model, masses, no_fluxes()), coupling);
}

bool says_nothing(Outcome const& outcome) {
  return outcome.expected == 0.0 && outcome.log_likelihood == 0.0 && outcome.asimov == 0.0 && outcome.cls == 1.0;
}

std::string const upper_rows = "mass_GeV,epsilon\n0.01,1e-3\n0.1,1e-2\n";

}  // namespace

TEST_CASE("every shipped limit returns exactly its own CL on its own curve", "[analysis][limits]") {
  std::filesystem::path const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "limits";
  if (!std::filesystem::exists(folder)) return;
  LightVector const model;
  DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};
  int files = 0;
  for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.path().extension() != ".csv") continue;
    ++files;
    Problems problems;
    auto const loaded = load_limit(entry.path(), places, problems);
    INFO(entry.path().filename().string() << " " << problems.text());
    REQUIRE(loaded);
    auto const& limit = dynamic_cast<LimitAnalysis const&>(*loaded);
    if (!limit.applies_to(model).applies) continue;
    auto const on_curve = limit.likelihood().on_curve();
    bool const favoured = limit.info().status == Status::favoured;
    bool const drawn_at_events =
        limit.header().parameters.s_lim && std::abs(on_curve.cls - (1.0 - limit.info().confidence_level)) > 1e-9;
    if (!favoured && !drawn_at_events) REQUIRE_THAT(on_curve.cls, WithinRel(1.0 - limit.info().confidence_level, 1e-9));
    for (double mass_GeV : limit.curve().masses_GeV()) {
      // between the rows, where no step or vertex blurs the edge
      double const inside = mass_GeV * 1.0001;
      for (auto const& interval : limit.curve().at(inside)) {
        INFO("mass " << inside << " from " << interval.lower << " to " << interval.upper);
        if (interval.upper <= interval.lower * 1.000001) continue;
        auto const lower = at(limit, inside, interval.lower);
        if (favoured) {
          CHECK(lower.expected == 1.0);
          CHECK((lower.log_likelihood == 0.0 && lower.cls == 1.0));
          continue;
        }
        CHECK_THAT(lower.cls, WithinRel(on_curve.cls, 1e-9));
        CHECK_THAT(lower.log_likelihood, WithinAbs(on_curve.log_likelihood, 1e-9));
        if (limit.header().rule == CurveRule::island && !interval.open_top) {
          auto const upper = at(limit, inside, interval.upper);
          CHECK_THAT(upper.cls, WithinRel(on_curve.cls, 1e-9));
          CHECK_THAT(upper.log_likelihood, WithinAbs(on_curve.log_likelihood, 1e-9));
        }
        CHECK(at(limit, inside, std::sqrt(interval.lower * std::min(interval.upper, 4.0 * interval.lower))).cls <=
              on_curve.cls * (1.0 + 1e-9));
      }
    }
    CHECK(says_nothing(at(limit, 1e-9, 1e-3)));
    CHECK(says_nothing(at(limit, 1e9, 1e-3)));
  }
  CHECK(files > 0);
}

TEST_CASE("an upper limit is straight in log-log and silent outside its range", "[analysis][limits]") {
  auto const limit = good(limit_text({}, upper_rows));
  double const middle = std::sqrt(0.01 * 0.1);
  CHECK_THAT(at(*limit, middle, std::sqrt(1e-3 * 1e-2)).cls, WithinRel(0.10, 1e-9));
  CHECK_THAT(at(*limit, middle, std::sqrt(1e-3 * 1e-2)).expected, WithinRel(1.0, 1e-12));
  CHECK_THAT(at(*limit, 0.01, 2e-3).expected, WithinRel(4.0, 1e-12));  // n = 2
  CHECK(says_nothing(at(*limit, 0.0099, 1.0)));
  CHECK(says_nothing(at(*limit, 0.101, 1.0)));
  CHECK(limit->info().kind == Kind::limit);
  CHECK(limit->info().name == "limit/dark-photon/a");
}

TEST_CASE("a gap says nothing and is not bridged", "[analysis][limits]") {
  auto const limit = good(limit_text(
      {{"points", "4"}}, "mass_GeV,epsilon\n0.01,1e-3\n0.02,1e-3\n0.02,inf\n0.03,inf\n0.03,1e-3\n0.04,1e-3\n"));
  CHECK(says_nothing(at(*limit, 0.025, 1.0)));
  for (double mass : {0.015, 0.02, 0.03, 0.035}) CHECK_THAT(at(*limit, mass, 1e-3).cls, WithinRel(0.10, 1e-9));
}

TEST_CASE("a vertical wall is a step", "[analysis][limits]") {
  auto const limit =
      good(limit_text({{"points", "4"}}, "mass_GeV,epsilon\n0.01,1e-3\n0.02,1e-3\n0.02,1e-2\n0.03,1e-2\n"));
  CHECK_THAT(at(*limit, 0.019999, 1e-3).cls, WithinRel(0.10, 1e-9));
  CHECK_THAT(at(*limit, 0.020001, 1e-2).cls, WithinRel(0.10, 1e-9));
  CHECK_THAT(at(*limit, 0.02, 1e-3).cls, WithinRel(0.10, 1e-9));  // on the wall the stronger one
}

TEST_CASE("an upper limit drawn up to the frame at its ends has walls there", "[analysis][limits]") {
  // PS191, mixing with e (limits/hnl/e_ps191_1988.csv): 5 decades within 2 % at either end, and nothing as steep
  // between.
  auto const curve = [](std::string const& rows, bool open_top) {
    Problems problems;
    return LimitCurve::read(TextTable::parse(rows, "a.csv"), LimitCurve::Shape::upper, open_top, "epsilon", problems);
  };
  std::string const rows = "mass_GeV,epsilon\n0.1493,1e-2\n0.1522,7e-8\n0.3,2e-9\n0.4487,3e-9\n0.4575,1e-2\n";
  auto const drawn = curve(rows, true);
  CHECK(drawn.is_wall(0.1493));
  CHECK(drawn.is_wall(0.4575));
  for (double const mass_GeV : {0.1522, 0.3, 0.4487, 0.15}) CHECK_FALSE(drawn.is_wall(mass_GeV));
  CHECK_FALSE(curve(rows, false).is_wall(0.1493));  // physics, where the drawing has no open top
  // A threshold: as steep, but over a tenth of the mass.
  CHECK_FALSE(curve("mass_GeV,epsilon\n0.14,1e-2\n0.1522,7e-8\n0.3,2e-9\n", true).is_wall(0.14));
}

TEST_CASE("a polygon gives the exact crossings, also several intervals at a mass", "[analysis][limits]") {
  // A U in (ln m, ln g): at large mass two arms, from 1e-6 to 1e-5 and from 1e-4 to 1e-3.
  std::string const rows =
      "mass_GeV,epsilon\n0.01,1e-6\n0.1,1e-6\n0.1,1e-5\n0.02,1e-5\n0.02,1e-4\n0.1,1e-4\n0.1,1e-3\n0.01,1e-3\n";
  auto const limit = good(limit_text(
      {{"shape", "closed"}, {"rule", "island"}, {"points", "8"}, {"rule_parameters", "n=4;p=2;l_ratio=2"}}, rows));
  CHECK(limit->curve().at(0.015).size() == 1);
  auto const arms = limit->curve().at(0.05);
  REQUIRE(arms.size() == 2);
  CHECK_THAT(arms[0].upper, WithinRel(1e-5, 1e-12));
  CHECK_THAT(arms[1].lower, WithinRel(1e-4, 1e-12));
  CHECK(limit->curve().at(0.1).size() == 2);
  CHECK(limit->curve().at(0.2).empty());
  for (double edge : {1e-6, 1e-5, 1e-4, 1e-3}) CHECK_THAT(at(*limit, 0.05, edge).cls, WithinRel(0.10, 1e-9));
  CHECK(at(*limit, 0.05, 3e-5).cls > 0.10);
  CHECK(at(*limit, 0.05, 3e-4).cls < 0.10);
}

TEST_CASE("an island may stand for counts, a Gaussian limit or a measurement", "[analysis][limits]") {
  std::string const rows = "mass_GeV,lower,upper\n0.01,1e-6,1e-4\n0.1,2e-6,1e-5\n";
  for (std::string const likelihood :
       {"", ";n_obs=2;background=1.5", ";sided=two", ";sided=one", ";best_fit=1126;error=1312"}) {
    auto const limit = good(limit_text(
        {{"shape", "interval"}, {"rule", "island"}, {"rule_parameters", "n=4;p=2;l_ratio=2.14" + likelihood}}, rows));
    for (double mass : {0.01, 0.03, 0.099}) {
      auto const edges = limit->curve().at(mass);
      REQUIRE(edges.size() == 1);
      CHECK_THAT(at(*limit, mass, edges[0].lower).cls, WithinRel(0.10, 1e-9));
      CHECK_THAT(at(*limit, mass, edges[0].upper).cls, WithinRel(0.10, 1e-9));
      CHECK(at(*limit, mass, std::sqrt(edges[0].lower * edges[0].upper)).cls < 0.10);
    }
  }
}

TEST_CASE("an open top is a frame: the signal stays what it was there", "[analysis][limits]") {
  std::string const rows = "mass_GeV,epsilon\n0.01,1e-6\n0.1,1e-6\n0.1,1e-3\n0.01,1e-3\n";
  std::vector<std::pair<std::string, std::string>> header{
      {"shape", "closed"}, {"rule", "island"}, {"points", "4"}, {"rule_parameters", "s_lim=2.3026;n=4;p=2;l_ratio=2"}};
  auto const closed = good(limit_text(header, rows));
  CHECK(at(*closed, 0.05, 2e-3).cls > 0.10);
  header.push_back({"open_top", "true"});
  auto const open = good(limit_text(header, rows));
  CHECK_THAT(at(*open, 0.05, 1e-6).cls, WithinRel(0.10, 1e-9));
  CHECK(at(*open, 0.05, 1e-2).expected == at(*open, 0.05, 1e-3).expected);
  CHECK_THAT(at(*open, 0.05, 2e-6).expected, WithinRel(16.0 * 2.302585, 1e-6));
}

TEST_CASE("above the upper edge of a prompt region nothing is said", "[analysis][limits]") {
  auto const limit = good(limit_text({{"shape", "interval"}}, "mass_GeV,lower,upper\n0.01,1e-5,1e-3\n0.1,1e-5,1e-3\n"));
  CHECK_THAT(at(*limit, 0.05, 1e-5).cls, WithinRel(0.10, 1e-9));
  CHECK(at(*limit, 0.05, 1e-3).cls < 0.10);
  CHECK(says_nothing(at(*limit, 0.05, 1.01e-3)));
}

TEST_CASE("rules: counts with events, a measurement, an edge, a favoured band", "[analysis][limits]") {
  auto const counts =
      good(limit_text({{"rule", "counts"}, {"rule_parameters", "n=2;n_obs=1;background=0.3"}}, upper_rows));
  auto const on_curve = at(*counts, 0.01, 1e-3);
  CHECK_THAT(on_curve.cls, WithinRel(0.10, 1e-9));
  CHECK_THAT(on_curve.log_likelihood, WithinAbs(std::log1p(on_curve.expected / 0.3) - on_curve.expected, 1e-9));
  CHECK(counts->info().observed == 1.0);

  // E141's 1126 +- 1312 events: 3419 at 95 %; the rounding of the fit to whole events moves the limit by about two
  auto const measured = good(limit_text(
      {{"rule", "measurement"}, {"rule_parameters", "n=2;best_fit=1126;error=1312"}, {"confidence_level", "0.95"}},
      upper_rows));
  CHECK_THAT(at(*measured, 0.01, 1e-3).expected, WithinAbs(3419.0, 2.0));
  CHECK_THAT(at(*measured, 0.01, 1e-3).cls, WithinRel(0.05, 1e-9));
  CHECK(at(*measured, 0.01, 3e-4).log_likelihood > 0.0);  // a small signal is what was fitted

  auto const edge = good(limit_text({{"rule", "edge"}, {"rule_parameters", "n=2"}, {"combine", "false"}}, upper_rows));
  CHECK(says_nothing(at(*edge, 0.01, 0.99e-3)));
  CHECK(at(*edge, 0.01, 1e-3).expected == 1.0);
  CHECK(excluded_by_cls(at(*edge, 0.01, 5e-3).cls, 0.90));
  CHECK_FALSE(excluded_by_cls(at(*edge, 0.01, 5e-3).cls, 0.95));
  CHECK(at(*edge, 0.01, 5e-3).log_likelihood == 0.0);

  auto const band = good(limit_text({{"shape", "interval"},
                                     {"status", "favoured"},
                                     {"nature", "band"},
                                     {"rule", "measurement"},
                                     {"rule_parameters", "n=2;z=2"},
                                     {"combine", "false"}},
                                    "mass_GeV,lower,upper\n0.01,1e-5,1e-3\n0.1,1e-5,1e-3\n"));
  CHECK(at(*band, 0.05, 1e-4).expected == 1.0);
  CHECK(at(*band, 0.05, 1e-4).cls == 1.0);
  CHECK(says_nothing(at(*band, 0.05, 1e-2)));
}

TEST_CASE("an unstated confidence level is 0.90 and flagged; three events are no confidence level",
          "[analysis][limits]") {
  auto const limit = good(limit_text({{"confidence_level", "unstated"},
                                      {"confidence_level_source", "unstated: a contour of events"},
                                      {"rule", "counts"},
                                      {"rule_parameters", "n=2;s_lim=3"}},
                                     upper_rows));
  CHECK(limit->info().confidence_level == 0.90);
  CHECK(limit->info().flags.size() == 2);
  CHECK_THAT(at(*limit, 0.01, 1e-3).expected, WithinRel(3.0, 1e-12));
  CHECK_THAT(at(*limit, 0.01, 1e-3).cls, WithinRel(std::exp(-3.0), 1e-12));
}

TEST_CASE("the contributions show the edge and the rule", "[analysis][limits]") {
  auto const limit = good(limit_text({}, upper_rows));
  LightVector const model;
  std::vector<double> const masses{0.01};
  std::vector<double> const coupling{2e-3};
  auto const lines = limit->respond(model, masses, no_fluxes())->contributions(coupling);
  REQUIRE(lines.size() == 1);
  CHECK_THAT(lines[0].signature, Contains("gauss"));
  CHECK_THAT(lines[0].expected, WithinRel(4.0, 1e-12));
  CHECK(lines[0].factors.size() >= 4);
}

TEST_CASE("a limit speaks about its model only", "[analysis][limits]") {
  auto const limit = good(limit_text({}, upper_rows));
  CHECK(limit->applies_to(LightVector{}).applies);
  CHECK_THAT(limit->applies_to(LightVector{"b-minus-l", "g"}).why_not, Contains("not recast"));
  CHECK_THAT(limit->applies_to(LightVector{"dark-photon", "g"}).why_not, Contains("no coupling"));
}

TEST_CASE("the key follows the bytes of the file", "[analysis][limits]") {
  auto const key = [](std::string const& text) {
    CanonicalWriter writer;
    good(text)->write_key(writer, LightVector{});
    return writer.digest();
  };
  auto const first = key(limit_text({}, upper_rows));
  CHECK(first == key(limit_text({}, upper_rows)));
  CHECK(first != key(limit_text({}, "mass_GeV,epsilon\n0.01,1.1e-3\n0.1,1e-2\n")));
}

TEST_CASE("every fault of a file is told with its place", "[analysis][errors]") {
  CHECK_THAT(faults("\xEF\xBB\xBF" + limit_text({}, upper_rows)), Contains("a.csv:1:1") && Contains("byte-order mark"));
  CHECK_THAT(faults(limit_text({}, "mass_GeV,epsilon\n0.01,nan\n0.1,1e-2\n")),
             Contains("a.csv:28:6") && Contains("NaN"));
  CHECK_THAT(faults(limit_text({}, "mass_GeV,epsilon\n0.01,-1e-3\n0.1,1e-2\n")),
             Contains("a.csv:28:1") && Contains("positive"));
  CHECK_THAT(faults(limit_text({}, "mass_GeV,epsilon\n0,1e-3\n0.1,1e-2\n")), Contains("mass 0"));
  CHECK_THAT(faults(limit_text({}, "mass_GeV,epsilon\n0.1,1e-3\n0.01,1e-2\n")),
             Contains("a.csv:29:1") && Contains("ascend"));
  CHECK_THAT(faults(limit_text({{"shape", "interval"}}, "mass_GeV,lower,upper\n0.1,1e-2,1e-3\n0.2,1e-4,1e-3\n")),
             Contains("swapped"));
  CHECK_THAT(faults(limit_text({{"shape", "closed"}, {"points", "4"}},
                               "mass_GeV,epsilon\n0.01,1e-4\n0.1,1e-3\n0.1,1e-4\n0.01,1e-3\n")),
             Contains("crosses itself"));
  CHECK_THAT(faults(limit_text({{"shape", "interval"}}, upper_rows)), Contains("columns"));
  CHECK_THAT(faults(limit_text({{"colour", "red"}}, upper_rows)), Contains("unknown key 'colour'"));
  CHECK_THAT(faults(limit_text({{"data_set", "REMOVED"}}, upper_rows)), Contains("data_set"));
  CHECK_THAT(faults(limit_text({{"rule", "guess"}}, upper_rows)), Contains("expected one of"));
  CHECK_THAT(faults(limit_text({{"rule_parameters", "n=2"}}, upper_rows)), Contains("sided"));
  CHECK_THAT(faults(limit_text({{"rule_parameters", "n=2;sided=two;q=1"}}, upper_rows)), Contains("no parameter 'q'"));
  CHECK_THAT(faults(limit_text({{"confidence_level", "90"}}, upper_rows)), Contains("0.90"));
  CHECK_THAT(faults(limit_text({{"rule", "counts"}, {"rule_parameters", "n=2;n_obs=2"}}, upper_rows)),
             Contains("background"));
  CHECK_THAT(faults(limit_text({{"rule", "edge"}, {"rule_parameters", "n=2"}}, upper_rows)),
             Contains("never combined"));
  CHECK_THAT(faults(limit_text({{"points", "7"}}, upper_rows)), Contains("cut off"));
  CHECK_THAT(faults(limit_text({{"model", "dark-foton"}}, upper_rows)), Contains("no model is called 'dark-foton'"));
  CHECK_THAT(faults(limit_text({{"coupling", "g"}}, "mass_GeV,g\n0.01,1e-3\n0.1,1e-2\n")),
             Contains("a.csv:6:1") && Contains("found 'g', dark-photon has epsilon"));
  CHECK_THAT(faults(limit_text({{"x_parameter", "m_chi"}}, upper_rows)),
             Contains("found 'm_chi', dark-photon has mass"));
  CHECK_THAT(faults(limit_text({{"slice", "alpha_D"}}, upper_rows)), Contains("m_mediator=R*m_chi"));
  CHECK_THAT(faults(limit_text({{"slice", "m_mediator=3"}}, upper_rows)), Contains("m_mediator=R*m_chi"));
  CHECK_THAT(faults(limit_text({{"slice", "alpha_D=0"}}, upper_rows)), Contains("positive"));
  CHECK_THAT(faults(limit_text({{"slice", "alpha_D_power=-1"}}, upper_rows)), Contains("needs alpha_D"));
  CHECK_THAT(faults(limit_text({{"slice", "dm=boson"}}, upper_rows)), Contains("'boson'"));
  CHECK_THAT(faults(limit_text({{"slice", "alpha_D=0.1;alpha_D=0.2"}}, upper_rows)), Contains("twice"));
  // several at once
  auto const both = faults(limit_text({{"rank", "1.5"}, {"status", "seen"}}, upper_rows));
  CHECK_THAT(both, Contains("rank") && Contains("status"));
}
