// Writes limits/MODEL/NAME.response: what the simulation of an experiment sees of particles of each mass and
// lifetime, by production, for the published islands whose header names that experiment (`response`).
//
//   penumbra_island_responses limits/MODEL/NAME.csv ...
//
// Says of each, at a mass in its middle, by how much the lifetime on the curve must be stretched for the simulation to
// have as many decays on the upper edge as on the lower one: one if the simulation lands on both edges, up to its size.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

#include "analysis/limit.hpp"
#include "analysis/limit_header.hpp"
#include "analysis/limit_recast.hpp"
#include "analysis/registry.hpp"
#include "core/data_files.hpp"
#include "model/parameter_place.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

constexpr double masses_per_decade = 10.0;
constexpr double lifetimes_per_decade = 16.0;
constexpr double shortest = 1e-6, longest = 1e12;  ///< c tau over mass, m/GeV
constexpr double least_seen = 1e-8;                ///< of the most that is seen at a mass: shorter ones are left out
constexpr double straight = 0.01;                  ///< of ln(seen) between the lifetimes that are kept

/// To the digits that are written.
double rounded(double value, int digits) { return std::stod(fmt::format("{:.{}g}", value, digits)); }

/// Decays seen over g^(n-p), [production][mass][lifetime].
using Seen = std::vector<std::vector<std::vector<double>>>;

struct Curve {
  std::string name;
  LimitHeader header;
  LimitCurve curve;
};

std::vector<double> masses_of(LimitCurve const& curve) {
  auto const [low, high] = curve.finite_range_GeV();
  auto const steps = std::max(1.0, std::ceil(masses_per_decade * std::log10(high / low)));
  std::vector<double> masses;
  for (double i = 0.0; i <= steps; ++i) masses.push_back(rounded(low * std::pow(high / low, i / steps), 5));
  return masses;
}

Seen simulate(Curve const& one, Model const& model, Analysis const& search, std::vector<double> const& masses,
              std::vector<double> const& lifetimes) {
  auto const& header = one.header;
  double const n = header.parameters.n;
  double const p = *header.parameters.p;
  auto const place = parameter_place(model, ParameterKind::coupling, header.coupling).value();
  std::vector<std::size_t> others(model.coupling_count());
  std::iota(others.begin(), others.end(), std::size_t{0});
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
  std::vector<std::unique_ptr<Analysis const>> by_mechanism;
  for (auto const& mechanism : header.productions()) {
    std::set<std::string> names;
    for (double const m_GeV : masses) {
      auto const productions = model.productions(std::vector{m_GeV});
      for (auto const name : productions_by(mechanism, productions)) names.emplace(name);
    }
    by_mechanism.push_back(names.empty() ? nullptr : search.restricted_to({names.begin(), names.end()}));
  }
  Seen seen(by_mechanism.size(), std::vector(masses.size(), std::vector<double>(lifetimes.size())));
  for (std::size_t j = 0; j < masses.size(); ++j) {
    std::vector<double> const mass{masses[j]};
    FluxStore fluxes{model, mass};
    fluxes.leave_out(others);
    std::vector<double> unit(model.coupling_count(), 0.0);
    unit[place] = 1.0;
    double const ctau_at_one = ctau_m(total_width_GeV(model.decays(mass), unit));
    std::vector<std::vector<double>> couplings;
    for (double const lifetime : lifetimes) {
      couplings.emplace_back(model.coupling_count(), 0.0);
      couplings.back()[place] = std::pow(ctau_at_one / (lifetime * masses[j]), 1.0 / p);
    }
    std::vector<Couplings> const points(couplings.begin(), couplings.end());
    std::vector<Outcome> outcomes(points.size());
    for (std::size_t i = 0; i < by_mechanism.size(); ++i) {
      if (!by_mechanism[i]) continue;
      std::vector<ComponentSignal> components(points.size() * by_mechanism[i]->component_groups().size());
      by_mechanism[i]->respond(model, mass, fluxes)->evaluate(points, outcomes, components);
      for (std::size_t k = 0; k < points.size(); ++k)
        seen[i][j][k] = outcomes[k].expected / std::pow(couplings[k][place], n - p);
    }
  }
  return seen;
}

/// Everything that is seen at a mass.
std::vector<double> total(Seen const& seen, std::size_t mass) {
  std::vector<double> sum(seen.front()[mass].size(), 0.0);
  for (auto const& production : seen)
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += production[mass][k];
  return sum;
}

/// Zero what is seen of lifetimes so short that it is next to nothing, in each production.
void cut_short_end(Seen& seen) {
  for (std::size_t j = 0; j < seen.front().size(); ++j) {
    auto const sum = total(seen, j);
    double const most = *std::max_element(sum.begin(), sum.end());
    for (auto& production : seen) {
      auto& here = production[j];
      auto const peak = std::max_element(here.begin(), here.end());
      for (auto value = here.begin(); value != here.end(); ++value)
        if (value < peak && *value < least_seen * std::min(most, *peak)) *value = 0.0;
    }
  }
}

/// The largest distance in ln(seen) of the lifetimes between two from the line between these, and where.
std::pair<double, std::size_t> worst(Seen const& seen, std::vector<double> const& lifetimes, std::size_t a,
                                     std::size_t b) {
  std::pair<double, std::size_t> result{0.0, a};
  for (auto const& production : seen)
    for (auto const& here : production)
      for (std::size_t k = a + 1; k < b; ++k) {
        if (!(here[k] > 0.0)) continue;
        double const f = std::log(lifetimes[k] / lifetimes[a]) / std::log(lifetimes[b] / lifetimes[a]);
        double const line = (1.0 - f) * std::log(here[a]) + f * std::log(here[b]);
        double const off = here[a] > 0.0 ? std::abs(std::log(here[k]) - line) : 1e9;
        if (off > result.first) result = {off, k};
      }
  return result;
}

void keep_between(Seen const& seen, std::vector<double> const& lifetimes, std::size_t a, std::size_t b,
                  std::set<std::size_t>& kept) {
  auto const [off, place] = worst(seen, lifetimes, a, b);
  if (off <= straight) return;
  kept.insert(place);
  keep_between(seen, lifetimes, a, place, kept);
  keep_between(seen, lifetimes, place, b, kept);
}

/// The lifetimes between which everything is straight, from the first that is seen to the last before which it is not
/// yet 1/lifetime.
std::set<std::size_t> kept_lifetimes(Seen const& seen, std::vector<double> const& lifetimes) {
  std::size_t first = lifetimes.size() - 2;
  std::size_t last = 1;
  for (auto const& production : seen)
    for (auto const& here : production)
      for (std::size_t k = 0; k + 1 < here.size(); ++k) {
        if (!(here[k] > 0.0)) continue;
        first = std::min(first, k);
        double const slope = std::log(here[k + 1] / here[k]) / std::log(lifetimes[k + 1] / lifetimes[k]);
        if (std::abs(slope + 1.0) > 1e-3) last = std::max(last, k + 1);
      }
  std::set<std::size_t> kept{first, last};
  keep_between(seen, lifetimes, first, last, kept);
  // Below the first of a mass the curve goes on as it begins: there the two first of each are kept.
  for (auto const& production : seen)
    for (auto const& here : production) {
      auto const begin = std::find_if(here.begin(), here.end(), [](double value) { return value > 0.0; });
      auto const k = static_cast<std::size_t>(begin - here.begin());
      if (begin != here.end()) kept.insert({k, std::min(k + 1, last)});
    }
  return kept;
}

Curve read_curve(std::filesystem::path const& file, DataFiles& files) {
  auto const table = files.table(std::filesystem::absolute(file), "published curve");
  Problems problems;
  auto header = read_limit_header(table, problems);
  auto curve = LimitCurve::read(table, header.shape, header.open_top, header.coupling, problems);
  problems.throw_if_any();
  if (header.response.empty()) throw InputError(file.string() + ": names no response");
  return {limit_name(file), std::move(header), std::move(curve)};
}

/// See the head of this file.
double stretch(Curve const& one, Model const& model, IslandResponse const& response) {
  auto const [low, high] = one.curve.finite_range_GeV();
  for (double const f : {0.5, 0.35, 0.65, 0.2, 0.8}) {
    double const m_GeV = low * std::pow(high / low, f);
    auto const intervals = one.curve.at(m_GeV);
    if (intervals.empty() || !(intervals.front().upper > 1.5 * intervals.front().lower)) continue;
    auto const& edges = intervals.front();
    SimulatedIsland const island{edges.lower, edges.upper,       one.header.parameters.n, *one.header.parameters.p,
                                 1.0,         response.at(m_GeV)};
    std::vector<double> couplings(model.coupling_count(), 0.0);
    couplings[parameter_place(model, ParameterKind::coupling, one.header.coupling).value()] = edges.lower;
    return std::exp(island.log_lifetime_at_lower()) /
           (ctau_m(total_width_GeV(model.decays(std::vector{m_GeV}), couplings)) / m_GeV);
  }
  return 0.0;
}

void write_response(std::filesystem::path const& file, DataFiles& files,
                    std::map<std::string, Analysis const*> const& searches) {
  auto const one = read_curve(file, files);
  auto const found = searches.find(one.header.response);
  if (found == searches.end()) throw InputError(fmt::format("{}: no experiment '{}'", one.name, one.header.response));
  auto options = one.header.made_with;
  options.insert(one.header.slice.options.begin(), one.header.slice.options.end());
  auto const model = make_model(one.header.model, options);
  auto const masses = masses_of(one.curve);
  std::vector<double> lifetimes;
  for (double i = 0.0; i <= lifetimes_per_decade * std::log10(longest / shortest); ++i)
    lifetimes.push_back(rounded(shortest * std::pow(10.0, i / lifetimes_per_decade), 5));
  auto seen = simulate(one, *model, *found->second, masses, lifetimes);
  cut_short_end(seen);
  auto const kept = kept_lifetimes(seen, lifetimes);
  auto const productions = one.header.productions();
  std::string text = fmt::format(
      "# title: Decays seen by {} of what {} counts, by production\n# limit: {}\n# model: {}\n# experiment: {}\n"
      "# source: Penumbra's simulation of the experiment: penumbra_island_responses\n"
      "# unit: events over {}^{:g}, the power of the production\nmass_GeV,ctau_over_mass_m_per_GeV,{}\n",
      one.header.response, one.name, one.name, one.header.model, one.header.response, one.header.coupling,
      one.header.parameters.n - *one.header.parameters.p, fmt::join(productions, ","));
  for (std::size_t j = 0; j < masses.size(); ++j) {
    auto const sum = total(seen, j);
    if (!(*std::max_element(sum.begin(), sum.end()) > 0.0)) continue;
    for (auto const k : kept) {
      text += fmt::format("{:g},{:g}", masses[j], lifetimes[k]);
      for (auto const& production : seen) text += fmt::format(",{:.4g}", production[j][k]);
      text += '\n';
    }
  }
  Problems problems;
  auto const response = IslandResponse::read(TextTable::parse(text, one.name), productions, one.header.parameters.n,
                                             *one.header.parameters.p, problems);
  problems.throw_if_any();
  std::ofstream{response_file(file)} << text;
  fmt::print("{}: {} masses, {} lifetimes, stretched {:.2f}\n", one.name, masses.size(), kept.size(),
             stretch(one, *model, response));
}

}  // namespace

int main(int argc, char** argv) {
  DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};
  DataFiles files{places.data_root};
  Problems problems;
  std::map<std::string, std::unique_ptr<Analysis const>> loaded;
  std::map<std::string, Analysis const*> searches;
  int failed = 0;
  for (int i = 1; i < argc; ++i) try {
      auto const table = files.table(std::filesystem::absolute(argv[i]), "published curve");
      if (auto const name = table.has("response") ? table.header("response") : ""; !name.empty() && !loaded[name]) {
        loaded[name] = load_experiment(places.data_root / "experiments" / (name + ".toml"), places, problems);
        problems.throw_if_any();
        searches[name] = loaded[name].get();
      }
      write_response(argv[i], files, searches);
      std::fflush(stdout);
    } catch (std::exception const& error) {
      fmt::print(stderr, "{}: {}\n", argv[i], error.what());
      ++failed;
    }
  return failed == 0 ? 0 : 1;
}
