#include "analysis/island_response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "analysis/limit.hpp"
#include "analysis/limit_recast.hpp"
#include "analysis/registry.hpp"
#include "model/parameter_place.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
using Catch::Matchers::Contains;

namespace {

DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};

std::filesystem::path file_of(std::string const& limit) {
  return std::filesystem::path{PENUMBRA_SOURCE_DIR} / (limit.substr(0, limit.find('/')) + "s") /
         (limit.substr(limit.find('/') + 1) + ".csv");
}

/// Every island that has a response, and the search that it was made of.
struct Simulated {
  std::unique_ptr<LimitAnalysis const> limit;
  Analysis const* search;
};

std::vector<Simulated> const& all() {
  static std::map<std::string, std::unique_ptr<Analysis const>> searches;
  static std::vector<Simulated> const found = [] {
    std::vector<Simulated> result;
    Problems problems;
    for (auto& limit : load_limits(places, problems)) {
      auto const name = limit->header().response;
      if (name.empty()) continue;
      if (!searches[name])
        searches[name] = load_experiment(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments" / (name + ".toml"),
                                         places, problems);
      result.push_back({std::move(limit), searches.at(name).get()});
    }
    INFO(problems.text());
    REQUIRE(problems.empty());
    return result;
  }();
  return found;
}

/// The search counting only what the curve counts.
std::unique_ptr<Analysis const> of_curve(Simulated const& one, Model const& model, double mass_GeV) {
  std::set<std::string> names;
  auto const productions = model.productions(std::array{mass_GeV});
  for (auto const& mechanism : one.limit->header().productions())
    for (auto const name : productions_by(mechanism, productions)) names.emplace(name);
  return one.search->restricted_to({names.begin(), names.end()});
}

/// Signals at ascending values of one coupling, the others zero.
std::vector<double> signals(Analysis const& analysis, Model const& model, double mass_GeV, std::size_t place,
                            std::vector<double> const& values) {
  std::array const mass{mass_GeV};
  FluxStore fluxes{model, mass};
  std::vector<std::vector<double>> couplings;
  for (double const g : values) {
    couplings.emplace_back(model.coupling_count(), 0.0);
    couplings.back()[place] = g;
  }
  std::vector<Couplings> const points(couplings.begin(), couplings.end());
  std::vector<Outcome> outcomes(points.size());
  std::vector<ComponentSignal> components(points.size() * analysis.component_groups().size());
  analysis.respond(model, mass, fluxes)->evaluate(points, outcomes, components);
  std::vector<double> result;
  for (auto const& outcome : outcomes) result.push_back(outcome.expected);
  return result;
}

/// Where a signal with one maximum crosses a size on its way up, and down.
std::pair<double, double> edges(std::vector<double> const& g, std::vector<double> const& signal, double size) {
  auto const crossing = [&](std::size_t i) {
    double const f = std::log(size / signal[i]) / std::log(signal[i + 1] / signal[i]);
    return g[i] * std::pow(g[i + 1] / g[i], f);
  };
  std::pair<double, double> result{0.0, 0.0};
  for (std::size_t i = 0; i + 1 < g.size(); ++i) {
    if (signal[i] < size && signal[i + 1] >= size && result.first == 0.0) result.first = crossing(i);
    if (signal[i] >= size && signal[i + 1] < size) result.second = crossing(i);
  }
  return result;
}

/// A shipped limit with other edges, from 0.99 to 1.01 times a mass.
std::unique_ptr<LimitAnalysis const> with_edges(LimitAnalysis const& limit, double mass_GeV,
                                                std::pair<double, double> const& edges, bool keep_response = true) {
  auto const file = file_of(limit.info().name);
  std::ifstream in{file};
  std::string text;
  for (std::string line; std::getline(in, line) && line.starts_with('#');) {
    if (line.starts_with("# shape:")) line = "# shape: interval";
    if (line.starts_with("# response:") && !keep_response) continue;
    if (line.starts_with("# points:")) line = "# points: 2";
    if (line.starts_with("# mass_range_GeV:"))
      line = fmt::format("# mass_range_GeV: {} .. {}", 0.99 * mass_GeV, 1.01 * mass_GeV);
    text += line + '\n';
  }
  text += "mass_GeV,lower,upper\n";
  for (double const factor : {0.99, 1.01})
    text += fmt::format("{},{},{}\n", factor * mass_GeV, edges.first, edges.second);
  Problems problems;
  auto made = LimitAnalysis::parse(text, "a.csv", limit.info().name, problems, [&] {
    std::ifstream table{response_file(file)};
    return std::pair{std::string{std::istreambuf_iterator<char>{table}, {}}, std::string{"a.response"}};
  });
  INFO(limit.info().name << ' ' << problems.text());
  REQUIRE(made);
  return made;
}

std::vector<double> logarithmic(double from, double to, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(from * std::pow(to / from, i / (count - 1.0)));
  return values;
}

}  // namespace

TEST_CASE("every response is what its simulation sees", "[analysis][limits][island_response]") {
  CHECK(all().size() >= 40);
  for (auto const& one : all()) {
    auto const& header = one.limit->header();
    CAPTURE(one.limit->info().name, header.response);
    auto options = header.made_with;
    options.insert(header.slice.options.begin(), header.slice.options.end());
    auto const model = make_model(header.model, options);
    auto const place = parameter_place(*model, ParameterKind::coupling, header.coupling).value();
    auto const [low, high] = one.limit->curve().finite_range_GeV();
    double const m_GeV = low * std::pow(high / low, 0.43);  // between the masses of the table
    auto const response = one.limit->response()->at(m_GeV);
    // Lifetimes at which much is seen, and at which a hundredth of that is, on the short side.
    auto const most = std::max_element(response.log_seen.begin(), response.log_seen.end());
    auto const little = std::lower_bound(response.log_seen.begin(), most, *most - std::log(100.0));
    std::array const log_lifetimes{response.log_lifetimes[static_cast<std::size_t>(little - response.log_seen.begin())],
                                   response.log_lifetimes[static_cast<std::size_t>(most - response.log_seen.begin())],
                                   response.log_lifetimes.back()};
    double const n = header.parameters.n;
    double const p = *header.parameters.p;
    std::vector<double> unit(model->coupling_count(), 0.0);
    unit[place] = 1.0;
    double const ctau_at_one = ctau_m(total_width_GeV(model->decays(std::array{m_GeV}), unit));
    std::vector<double> couplings;
    for (double const log_lifetime : log_lifetimes)
      couplings.push_back(std::pow(ctau_at_one / (std::exp(log_lifetime) * m_GeV), 1.0 / p));
    auto const counting = of_curve(one, *model, m_GeV);
    auto const seen = signals(*counting, *model, m_GeV, place, couplings);
    // How much there is plays no role: over what is seen most.
    for (std::size_t i : {0, 2}) {
      CAPTURE(m_GeV, log_lifetimes[i]);
      double const over_most = seen[i] / seen[1] * std::pow(couplings[1] / couplings[i], n - p);
      CHECK(over_most == Approx(std::exp(response(log_lifetimes[i]) - response(log_lifetimes[1]))).epsilon(0.05));
    }
  }
}

TEST_CASE("a curve that a simulation would have published is recast to where the simulation puts it",
          "[analysis][limits][recast][island_response][property]") {
  // Both edges at a tenth of the largest signal. Vectors other than the photon, below two muons: production, branching
  // ratio, lifetime and, in mixtures of mechanisms, momenta are all others.
  int compared = 0;
  for (auto const& one : all()) {
    auto const& header = one.limit->header();
    if (header.model != "dark-photon") continue;
    CAPTURE(one.limit->info().name, header.response);
    auto const model = make_model(header.model);
    auto const [low, high] = one.limit->curve().finite_range_GeV();
    if (low > 0.15) continue;
    double const m_GeV = std::sqrt(low * std::min(high, 0.2));
    auto const couplings = logarithmic(1e-9, 1.0, 900);
    auto const own = signals(*of_curve(one, *model, m_GeV), *model, m_GeV, 0, couplings);
    double const size = 0.1 * *std::max_element(own.begin(), own.end());
    auto const published = edges(couplings, own, size);
    auto const curve = with_edges(*one.limit, m_GeV, published);
    for (std::string const name : {"b-minus-l", "protophobic"}) {
      auto const other = make_model(name);
      if (!curve->applies_to(*other).applies) continue;
      auto const direct = edges(couplings, signals(*of_curve(one, *other, m_GeV), *other, m_GeV, 0, couplings), size);
      auto const recast = edges(couplings, signals(*curve, *other, m_GeV, 0, couplings), curve->likelihood().limit());
      CAPTURE(name, m_GeV, published.first, published.second);
      CHECK(recast.first == Approx(direct.first).epsilon(0.01));
      CHECK(recast.second == Approx(direct.second).epsilon(0.01));
      ++compared;
      auto const closed = with_edges(*one.limit, m_GeV, published, false);
      if (!closed->applies_to(*other).applies) continue;  // of several productions
      auto const by_form =
          edges(couplings, signals(*closed, *other, m_GeV, 0, couplings), closed->likelihood().limit());
      if (std::getenv("PENUMBRA_VERBOSE"))
        std::cout << fmt::format("{} in {} at {:.3g} GeV: closed form {:+.2f} % and {:+.2f} % from the simulation\n",
                                 one.limit->info().name, name, m_GeV, 100.0 * (by_form.first / direct.first - 1.0),
                                 100.0 * (by_form.second / direct.second - 1.0));
    }
  }
  CHECK(compared >= 15);
}

TEST_CASE("a damaged response is refused with its row", "[analysis][limits][island_response][errors]") {
  std::string const header =
      "# title: t\n# limit: l\n# model: m\n# experiment: e\n# source: s\n# unit: u\n"
      "mass_GeV,ctau_over_mass_m_per_GeV,pi0\n";
  auto const faults = [&](std::string const& rows, std::vector<std::string> const& productions = {"pi0"}) {
    Problems problems;
    IslandResponse::read(TextTable::parse(header + rows, "a.response"), productions, 4.0, 2.0, problems);
    return problems.text();
  };
  std::string const good = "0.1,1,0\n0.1,2,1e-3\n0.1,4,1\n0.1,8,0.5\n";
  CHECK(faults(good).empty());
  CHECK_THAT(faults(good + "0.2,1,0\n0.2,2,1e-3\n"), Contains("a.response:13") && Contains("cut off"));
  CHECK_THAT(faults(good + "0.2,1,0\n0.2,3,1e-3\n0.2,4,1\n0.2,8,0.5\n"),
             Contains("a.response:13") && Contains("the same lifetimes"));
  CHECK_THAT(faults(good + "0.05,1,0\n0.05,2,1e-3\n0.05,4,1\n0.05,8,0.5\n"), Contains("the mass decreases"));
  CHECK_THAT(faults("0.1,1,0\n0.1,2,-1e-3\n0.1,4,1\n0.1,8,0.5\n"),
             Contains("a.response:9") && Contains("expected 0 to"));
  CHECK_THAT(faults("0.1,1,0\n0.1,2,1e-3\n0.1,4,0\n0.1,8,0.5\n"), Contains("zeros at short lifetimes only"));
  CHECK_THAT(faults("0.1,1,4\n0.1,2,3\n0.1,4,2\n0.1,8,1\n"), Contains("short lifetimes do not die out"));
  CHECK_THAT(faults(good, {"eta"}), Contains("found the columns") && Contains("eta"));
}
