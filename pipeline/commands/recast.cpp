#include <fmt/format.h>
#include <fnmatch.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>

#include "analysis/limit.hpp"
#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/curve_distance.hpp"
#include "pipeline/commands/curve_slice.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/commands/segments_json.hpp"
#include "pipeline/parameters.hpp"
#include "pipeline/text_file.hpp"
#include "production/flux_store.hpp"

namespace penumbra {
namespace {

struct Row {
  double mass;
  double lower;
  std::optional<double> upper;  ///< none: excluded up to the end of the coupling's range, or the curve's top is open
};

/// Neighbouring masses whose intervals overlap.
using Island = std::vector<Row>;

struct Recast {
  LimitAnalysis const* limit = nullptr;
  std::vector<Island> islands;
};

/// The limits that are asked for: a file, or names of limits by shell pattern.
std::vector<std::unique_ptr<LimitAnalysis const>> chosen_limits(std::string const& wanted, DataPlaces const& places) {
  Problems problems;
  std::vector<std::unique_ptr<LimitAnalysis const>> limits;
  if (wanted.ends_with(".csv")) {
    if (!std::filesystem::exists(wanted)) throw IoError(wanted + ": there is no such file");
    limits.push_back(load_limit(wanted, places, problems));
  } else {
    limits = load_limits(places, problems,
                         [&](std::string const& name) { return ::fnmatch(wanted.c_str(), name.c_str(), 0) == 0; });
  }
  problems.throw_if_any();
  if (limits.empty())
    throw UsageError(
        fmt::format("no limit is called '{}' ('penumbra list limits' names them; a file ends in .csv)", wanted));
  return limits;
}

CurveSlice slice_of(std::string const& model, std::map<std::string, std::string> const& held) {
  try {
    ValidationCurve wanted;
    wanted.parameters = held;
    CurveSlice slice{model, wanted, "recast"};
    auto const options = slice.model().options();
    for (auto const& [name, value] : held)
      if (!can_be_given(slice.model(), name) &&
          std::none_of(options.begin(), options.end(),
                       [&given = name](auto const& option) { return option.name == given; }))
        throw UsageError(fmt::format("'{}' is neither a parameter nor an option of {} (its parameters: {})", name,
                                     model, parameter_names(slice.model())));
    return slice;
  } catch (InputError const& error) {
    throw UsageError(error.what());
  }
}

std::vector<Row> excluded_at(LimitAnalysis const& limit, CurveSlice const& slice, double mass) {
  auto const masses = slice.masses(mass);
  FluxStore fluxes{slice.model(), masses};
  auto const response = limit.respond(slice.model(), masses, fluxes);
  auto const [least, most] = slice.range(masses);
  std::vector<Row> rows;
  // What defines the curve: its confidence level, or the events that it is drawn at.
  double const level = 1.0 - limit.likelihood().on_curve().cls;
  for (auto const& interval : excluded_couplings(limit, *response, level, least, most,
                                                 [&](double value) { return slice.couplings(value, masses); }))
    rows.push_back({mass, interval.from, interval.upper});
  return rows;
}

bool overlap(Row const& a, Row const& b) {
  return a.lower <= b.upper.value_or(INFINITY) && b.lower <= a.upper.value_or(INFINITY);
}

/// Islands by rising mass. A mass without an interval ends those before it.
std::vector<Island> islands_of(std::vector<std::vector<Row>> const& by_mass) {
  std::vector<Island> islands;
  std::vector<std::size_t> open;
  for (auto const& rows : by_mass) {
    std::vector<std::size_t> still_open;
    for (auto const& row : rows) {
      auto const found = std::find_if(open.begin(), open.end(), [&](std::size_t i) {
        return islands[i].back().mass < row.mass && overlap(islands[i].back(), row);
      });
      std::size_t const place = found != open.end() ? *found : islands.size();
      if (found == open.end()) islands.emplace_back();
      islands[place].push_back(row);
      still_open.push_back(place);
    }
    open = still_open;
  }
  return islands;
}

Recast recast(LimitAnalysis const& limit, CurveSlice const& slice) {
  auto const& curve = limit.curve();
  std::set<double> const distinct{curve.masses_GeV().begin(), curve.masses_GeV().end()};
  std::vector<double> masses;
  for (double const mass : distinct)
    if (mass >= slice.mass().min && mass <= slice.mass().max && !curve.is_wall(mass)) masses.push_back(mass);
  std::vector<std::vector<Row>> by_mass(masses.size());
  tbb::parallel_for(std::size_t{0}, masses.size(),
                    [&](std::size_t i) { by_mass[i] = excluded_at(limit, slice, masses[i]); });
  return {&limit, islands_of(by_mass)};
}

/// Lines of an island: once around where it has an upper edge everywhere, else the edges that there are.
std::vector<Polyline> lines_of(Island const& island) {
  Polyline lower;
  Polyline upper;
  for (auto const& row : island) {
    lower.points.emplace_back(row.mass, row.lower);
    if (row.upper) upper.points.emplace_back(row.mass, *row.upper);
  }
  if (upper.points.size() == lower.points.size()) {
    lower.closed = true;
    lower.points.insert(lower.points.end(), upper.points.rbegin(), upper.points.rend());
    return {lower};
  }
  if (upper.points.empty()) return {lower};
  return {lower, upper};
}

Json as_json(std::vector<Recast> const& all, CurveSlice const& slice) {
  Json document{{"model", slice.model().name()},
                {"plane", {slice.mass().name, slice.coupling().name}},
                {"contours", Json::array()}};
  for (auto const& one : all) {
    auto const& info = one.limit->info();
    std::vector<Polyline> lines;
    for (auto const& island : one.islands)
      for (auto& line : lines_of(island)) lines.push_back(std::move(line));
    document["contours"].push_back({{"analysis", info.name},
                                    {"status", to_string(info.status)},
                                    {"cl", info.confidence_level},
                                    {"made_for", one.limit->header().model},
                                    {"reference", info.reference},
                                    {"flags", info.flags},
                                    {"segments", segments_json(lines)}});
  }
  return document;
}

std::string as_csv(Recast const& one, CurveSlice const& slice) {
  auto const& info = one.limit->info();
  auto text = fmt::format(
      "# limit: {}\n# reference: {}\n# status: {}\n# CL: {:g}\n# made for: {}\n# model: {}\n# convention: {}\n",
      info.name, info.reference, to_string(info.status), 100.0 * info.confidence_level, one.limit->header().model,
      slice.model().name(), slice.model().convention());
  for (auto const& flag : info.flags) text += fmt::format("# flag: {}\n", flag);
  text += fmt::format("island,{},lower_{},upper_{}\n", slice.mass().name, slice.coupling().name, slice.coupling().name);
  for (std::size_t i = 0; i < one.islands.size(); ++i)
    for (auto const& row : one.islands[i])
      text += fmt::format("{},{},{},{}\n", i + 1, row.mass, row.lower, row.upper.value_or(INFINITY));
  return text;
}

}  // namespace

int run_recast(std::vector<std::string> const& arguments) {
  Options options{
      "recast LIMIT MODEL [name=value...] [--csv DIR] [--json]",
      "A published limit translated into another model: which couplings it excludes at each of its masses, at its\n"
      "own confidence level. LIMIT is a name, a shell pattern of names in quotes, or a file; options of the model\n"
      "(dm=dirac, x_e=-1) and all its parameters but a mass and a coupling are given as name=value. Prints a\n"
      "table for each limit, infinity where there is no upper edge. Exit code 1 where no limit can be recast;\n"
      "the reasons are logged."};
  options.value("csv", "DIR", "write one table per limit into this folder instead").data().arguments(2, 1000);
  if (!options.parse(arguments)) return 0;
  auto const& given = options.arguments();
  auto const slice = slice_of(given[1], parse_assignments({given.begin() + 2, given.end()}));
  auto const limits = chosen_limits(given[0], data_places(options));
  std::vector<Recast> all;
  for (auto const& limit : limits) {
    if (auto const applies = limit->applies_to(slice.model()); !applies.applies)
      log_line(fmt::format("{}: {}", limit->info().name, applies.why_not));
    else
      all.push_back({limit.get(), {}});
  }
  tbb::parallel_for(std::size_t{0}, all.size(), [&](std::size_t i) { all[i] = recast(*all[i].limit, slice); });
  if (options.json()) print_json(as_json(all, slice));
  for (auto const& one : all) {
    auto file = one.limit->info().name + ".csv";
    std::replace(file.begin(), file.end(), '/', '_');
    if (options.has("csv"))
      write_whole_file(std::filesystem::path{options.text("csv")} / file, as_csv(one, slice));
    else if (!options.json())
      print(as_csv(one, slice));
  }
  return all.empty() ? answer_no : 0;
}

}  // namespace penumbra
