#include "analysis/toy_coverage.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <set>

#include "analysis/counted_productions.hpp"
#include "analysis/decay_search.hpp"
#include "analysis/overlap.hpp"
#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
using test::ToyCoverage;

namespace {

std::filesystem::path const root = PENUMBRA_SOURCE_DIR;

/// Where a search states no background at all one count would prove any signal: toys need some, this one is below that
/// of FASER.
constexpr double smallest_background = 1e-3;

/// One count, one nuisance of +-30 %, signal proportional to the coupling squared.
ToyCoverage one_count(double background, double error, std::vector<double> const& signals) {
  ToyCoverage::Search search{"count", {"flux"}, {}, {{background, error}}, {}};
  for (double s : signals) search.components.push_back({s, s / 1.3, 1.3 * s});
  return {{search}, signals.size()};
}

std::vector<double> logarithmic(double from, double to, int points) {
  std::vector<double> values;
  for (int i = 0; i < points; ++i) values.push_back(from * std::pow(to / from, i / (points - 1.0)));
  return values;
}

/// The dark photon: every observed search for decays that counts events, as a map would combine them.
struct Portal {
  std::vector<double> masses;
  std::vector<double> couplings;
  std::vector<ToyCoverage::Search> searches;
};

Portal portal(std::vector<double> masses, std::vector<double> couplings) {
  Portal result{std::move(masses), std::move(couplings), {}};
  auto const model = make_model("dark-photon");
  auto const all = load_analyses({root, {}, {}});
  std::vector<DecaySearch const*> counting;
  for (auto const& analysis : all)
    if (auto const* search = dynamic_cast<DecaySearch const*>(analysis.get());
        search && search->info().status == Status::observed && search->info().combine &&
        search->applies_to(*model).applies &&
        std::all_of(search->input().channels.begin(), search->input().channels.end(),
                    [](auto const& channel) { return channel.likelihood.count().has_value(); }))
      counting.push_back(search);
  std::vector<ToyCoverage::Search> searches;
  for (auto const* search : counting) {
    auto& one = searches.emplace_back();
    one.name = search->info().name;
    one.groups = nuisance_groups(*search->input().beam);
    one.factors = signal_factors(*search->input().beam);
    for (auto const& channel : search->input().channels) {
      auto background = channel.likelihood.count()->background;
      background.mean = std::max(background.mean, smallest_background);
      one.backgrounds.push_back(background);
    }
  }
  std::vector<Couplings> points;
  for (auto const& coupling : result.couplings) points.push_back({&coupling, 1});
  std::vector<std::uint64_t> would_exclude(counting.size());
  for (double mass : result.masses) {
    FluxStore fluxes{*model, {&mass, 1}};
    for (std::size_t i = 0; i < counting.size(); ++i) {
      std::vector<Outcome> outcomes(points.size());
      std::vector<ComponentSignal> components(points.size() * counting[i]->component_groups().size());
      counting[i]->respond(*model, {&mass, 1}, fluxes)->evaluate(points, outcomes, components);
      searches[i].components.insert(searches[i].components.end(), components.begin(), components.end());
      for (auto const& outcome : outcomes) would_exclude[i] += outcome.asimov <= std::log(0.1);
    }
  }
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < counting.size(); ++i) candidates.push_back({&counting[i]->info(), would_exclude[i]});
  auto const chosen = choose_for_combination(candidates, Preference::simulated, load_overlaps(root));
  for (auto i : chosen.members(Status::observed)) result.searches.push_back(std::move(searches[i]));
  return result;
}

/// Points of a mass where the expected signal first reaches some events from small couplings on, and where it last has.
std::vector<std::size_t> points_at(ToyCoverage const& toys, std::size_t first, std::size_t couplings,
                                   std::vector<double> const& rising, double falling) {
  std::vector<std::size_t> result;
  for (double events : rising)
    for (std::size_t i = first; i < first + couplings; ++i)
      if (toys.expected(i) >= events) {
        result.push_back(i);
        break;
      }
  for (std::size_t i = first + couplings; i-- > first;)
    if (toys.expected(i) >= falling) {
      result.push_back(i);
      break;
    }
  return result;
}

}  // namespace

TEST_CASE("one background-free count covers as its Poisson probability says", "[coverage][closed-form]") {
  // Without nuisance: n = 0 alone excludes s = 3 by the bound and by the likelihood ratio (best: no signal), with
  // probability exp(-3); by the ratio eight events or more exclude it too (2 [8 ln(8/3) - 5] = 5.7), with probability
  // 0.0119. Tolerance: three standard deviations of 4000 toys, 0.012.
  ToyCoverage::Search search{"count", {"flux"}, {}, {{1e-9, 0.0}}, {}};
  for (double s = 0.5; s < 30.0; s += 0.5) search.components.push_back({s, s, s});
  ToyCoverage const toys{{search}, search.components.size()};
  auto const result = toys.run(5, 4000, 1);  // s = 3
  REQUIRE(toys.expected(5) == 3.0);
  CHECK(result.bound == Approx(1.0 - std::exp(-3.0)).margin(0.01));
  CHECK(result.two_parameters == Approx(1.0 - std::exp(-3.0) - 0.0119).margin(0.012));
  CHECK(result.best_is_background == Approx(std::exp(-3.0)).margin(0.01));
}

TEST_CASE("many counts cover as Wilks says, nuisances only add", "[coverage][property]") {
  // 40 events on 100 +- 0: ln L is nearly a parabola in the signal, so -2 ln of the ratio is chi-squared with one
  // degree of freedom: 0.90 below 2.71, 0.968 below 4.61. Tolerance: three standard deviations of 2000 toys, 0.02, and
  // 0.01 for the steps of Poisson counts.
  ToyCoverage::Search search{"count", {"flux"}, {}, {{100.0, 0.0}}, {}};
  for (double s = 1.0; s <= 100.0; s += 1.0) search.components.push_back({s, s, s});
  ToyCoverage const known{{search}, 100};
  auto const wilks = known.run(39, 2000, 2);
  CHECK(wilks.one_parameter == Approx(0.90).margin(0.03));
  CHECK(wilks.two_parameters == Approx(0.968).margin(0.02));
  // A flat nuisance widens the region.
  std::vector<double> signals;
  for (double s = 1.0; s <= 100.0; s += 1.0) signals.push_back(s);
  auto const profiled = one_count(100.0, 0.0, signals).run(39, 2000, 2);
  CHECK(profiled.one_parameter >= wilks.one_parameter - 0.02);
}

TEST_CASE("toys are the same numbers every time", "[coverage][property]") {
  auto const once = one_count(2.0, 0.5, {1.0, 3.0, 9.0}).run(1, 200, 7);
  auto const again = one_count(2.0, 0.5, {1.0, 3.0, 9.0}).run(1, 200, 7);
  CHECK(once.two_parameters == again.two_parameters);
  CHECK(once.bound == again.bound);
  auto const other = one_count(2.0, 0.5, {1.0, 3.0, 9.0}).run(1, 200, 8);
  CHECK(once.best_is_background != other.best_is_background);
}

TEST_CASE("the combined region of the dark photon does not miss the truth too often", "[coverage][property]") {
  // A small version of the hand-run below: no construction may exclude the truth in more than 12 % of the toys (three
  // standard deviations of 250 toys are 6 %, hence 0.82).
  auto const set_up = portal({0.03, 0.2}, logarithmic(1e-8, 1e-3, 16));
  ToyCoverage const toys{set_up.searches, set_up.masses.size() * set_up.couplings.size()};
  for (auto point : points_at(toys, 0, set_up.couplings.size(), {3.0}, 3.0)) {
    auto const result = toys.run(point, 250, 3);
    CAPTURE(set_up.couplings[point], toys.expected(point), result.two_parameters, result.bound, result.asymptotic);
    CHECK(result.two_parameters >= 0.82);
    CHECK(result.bound >= 0.82);
  }
}

// By hand, some minutes: build/bin/test_analysis "[coverage-table]". The result is in docs/physics.md.
TEST_CASE("coverage of the combined region at twenty true points", "[.][coverage-table]") {
  auto const set_up = portal(logarithmic(0.003, 0.6, 18), logarithmic(1e-8, 1e-3, 31));
  auto const n = set_up.couplings.size();
  ToyCoverage const toys{set_up.searches, set_up.masses.size() * n};
  for (auto const& search : set_up.searches) fmt::print("{} ({} channels)\n", search.name, search.backgrounds.size());
  fmt::print("mass_GeV epsilon events | two_parameters one_parameter bound asymptotic | best_is_background\n");
  for (std::size_t m : {2, 6, 9, 12, 15})
    for (auto point : points_at(toys, m * n, n, {1.0, 3.0, 10.0}, 3.0)) {
      auto const r = toys.run(point, 1000, 2026);
      fmt::print("{:.4f} {:.3g} {:.3g} | {:.3f} {:.3f} {:.3f} {:.3f} | {:.3f}\n", set_up.masses[m],
                 set_up.couplings[point - m * n], toys.expected(point), r.two_parameters, r.one_parameter, r.bound,
                 r.asymptotic, r.best_is_background);
      std::fflush(stdout);
      CHECK(r.two_parameters >= 0.88);
    }
}
