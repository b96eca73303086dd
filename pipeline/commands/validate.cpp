#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "analysis/limit.hpp"
#include "core/errors.hpp"
#include "model/registry.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/curve_distance.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

/// A published curve that an analysis is to be compared with.
struct Comparison {
  Analysis const* analysis = nullptr;
  std::string model;
  std::string curve_name;
  std::string figure;
  LimitCurve curve;
  double confidence_level = 0.90;
  ValidationCurve wanted;  ///< tolerances and productions; the common ones for curves from elsewhere
};

struct Row {
  Comparison const* comparison;
  CurveDistance distance;
  bool pass = false;
  AsPublished const* published = nullptr;  ///< compared in place of the analysis, where the publication did otherwise
  std::optional<CurveDistance> own;        ///< then, the distance of the analysis
};

LimitCurve::Shape shape_of(TextTable const& table) {
  auto const shape = table.header("shape");
  if (shape == "upper") return LimitCurve::Shape::upper;
  if (shape == "interval") return LimitCurve::Shape::interval;
  if (shape == "closed") return LimitCurve::Shape::closed;
  throw InputError(fmt::format("{}: shape '{}', expected upper, interval or closed", table.where("shape"), shape));
}

/// `CL: 90`, `95`, `unstated` (0.90) or `3 events`: the confidence at which so many events of an empty, background-free
/// search are excluded.
double confidence_level(TextTable const& table) {
  auto const text = table.header("CL");
  if (text == "unstated") return 0.90;
  try {
    if (text.ends_with(" events")) return -std::expm1(-parse_number(text.substr(0, text.size() - 7)));
    double const percent = parse_number(text);
    if (percent > 0.0 && percent < 100.0) return percent / 100.0;
  } catch (std::invalid_argument const&) {  // falls through to the message below
  }
  throw InputError(
      fmt::format("{}: CL '{}', expected a percentage, '3 events' or 'unstated'", table.where("CL"), text));
}

/// "dark photon, minimal visible decays" -> "dark-photon", where that is a model.
std::string model_in_header(TextTable const& table) {
  if (!table.has("model")) return {};
  auto name = table.header("model");
  name = name.substr(0, name.find_first_of(",;("));
  name.erase(name.find_last_not_of(' ') + 1);
  std::replace(name.begin(), name.end(), ' ', '-');
  auto const known = model_names();
  return std::find(known.begin(), known.end(), name) != known.end() ? name : std::string{};
}

Analysis const& analysis_called(std::vector<std::unique_ptr<Analysis const>> const& analyses, std::string const& name,
                                std::string const& asked_by) {
  for (auto const& analysis : analyses)
    if (analysis->info().name == name) return *analysis;
  throw InputError(fmt::format("{}: no analysis is called '{}' ('penumbra list analyses' names them)", asked_by, name));
}

/// What a curve from elsewhere was made for: as the analysis' own curve of the same name, else as its first.
ValidationCurve as_own_curve(Analysis const& analysis, std::filesystem::path const& file) {
  auto const& curves = analysis.info().curves;
  auto const same = std::find_if(curves.begin(), curves.end(), [&](ValidationCurve const& own) {
    return std::filesystem::path{own.limit}.filename() == file.stem();
  });
  ValidationCurve wanted;
  if (curves.empty()) return wanted;
  auto const& own = same == curves.end() ? curves.front() : *same;
  wanted.plane = own.plane;
  wanted.parameters = own.parameters;
  return wanted;
}

/// A curve in the format of the digitised collection.
Comparison read_curve(std::filesystem::path const& file, std::string const& analysis_name, std::string const& model,
                      std::vector<std::unique_ptr<Analysis const>> const& analyses) {
  auto const table = TextTable::parse(read_whole_file(file), file.string());
  Comparison comparison;
  comparison.analysis = &analysis_called(analyses, analysis_name.empty() ? table.header("analysis") : analysis_name,
                                         analysis_name.empty() ? table.where("analysis") : "--analysis");
  comparison.wanted = as_own_curve(*comparison.analysis, file);
  comparison.curve_name = file.string();
  comparison.figure = table.has("figure") ? table.header("figure") : "";
  comparison.confidence_level = confidence_level(table);
  comparison.model = model.empty() ? model_in_header(table) : model;
  if (comparison.model.empty())
    throw UsageError(fmt::format("{}: which model is this curve about? give --model", file.string()));
  Problems problems;
  comparison.curve = LimitCurve::read(table, shape_of(table), false, "coupling", problems);
  problems.throw_if_any();
  return comparison;
}

std::vector<Comparison> curves_of_folder(std::filesystem::path const& folder, std::string const& model,
                                         std::vector<std::unique_ptr<Analysis const>> const& analyses) {
  namespace fs = std::filesystem;
  if (!fs::is_directory(folder)) throw UsageError(fmt::format("--curves: there is no folder '{}'", folder.string()));
  std::vector<fs::path> files;
  for (auto const& entry : fs::recursive_directory_iterator{folder})
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Comparison> comparisons;
  for (auto const& file : files)
    if (TextTable::parse(read_whole_file(file), file.string()).has("analysis"))
      comparisons.push_back(read_curve(file, {}, model, analyses));
  if (comparisons.empty())
    throw InputError(fmt::format("{}: no *.csv file has a header line '# analysis: NAME'", folder.string()));
  return comparisons;
}

/// The figure that a shipped limit was read off: `limit/dark-photon/name` lies in <limits>/dark-photon/name.csv.
std::string figure_of(std::string const& limit, DataPlaces const& places) {
  auto const file = places.limits / (limit.substr(limit.find('/') + 1) + ".csv");
  auto const table = TextTable::parse(read_whole_file(file), file.string());
  return table.has("figure") ? table.header("figure") : std::string{};
}

/// What the experiment files ask to be compared with.
std::vector<Comparison> shipped_curves(std::string const& model, DataPlaces const& places,
                                       std::vector<std::unique_ptr<Analysis const>> const& analyses) {
  std::vector<Comparison> comparisons;
  for (auto const& analysis : analyses)
    for (auto const& wanted : analysis->info().curves) {
      auto const* limit =
          dynamic_cast<LimitAnalysis const*>(&analysis_called(analyses, wanted.limit, analysis->info().name));
      if (!limit)
        throw InputError(fmt::format("{}: '{}' is not a published limit", analysis->info().name, wanted.limit));
      auto const& of = limit->header().model;
      if (model.empty() || model == of)
        comparisons.push_back({analysis.get(), of, wanted.limit, figure_of(wanted.limit, places), limit->curve(),
                               limit->info().confidence_level, wanted});
    }
  return comparisons;
}

CurveDistance distance_of(Analysis const& whole, Comparison const& comparison) {
  CurveSlice const slice{comparison.model, comparison.wanted,
                         fmt::format("{}, {}", whole.info().name, comparison.curve_name)};
  std::unique_ptr<Analysis const> restricted;
  auto const* analysis = &whole;
  if (!comparison.wanted.productions.empty()) {
    restricted = whole.restricted_to(comparison.wanted.productions);
    if (!restricted) throw InputError(fmt::format("{}: cannot count only some productions", whole.info().name));
    analysis = restricted.get();
  }
  return distance({analysis, &slice, &comparison.curve, comparison.confidence_level});
}

Row compare(Comparison const& comparison, std::vector<AsPublished> const& published) {
  Row row{&comparison, distance_of(*comparison.analysis, comparison), false, nullptr, std::nullopt};
  for (auto const& one : published)
    if (one.of == comparison.analysis->info().name &&
        std::find(one.curves.begin(), one.curves.end(), comparison.curve_name) != one.curves.end())
      row.published = &one;
  if (row.published) row.own = std::exchange(row.distance, distance_of(*row.published->analysis, comparison));
  row.pass = row.distance.median_dex && *row.distance.median_dex <= comparison.wanted.median_dex &&
             *row.distance.p90_dex <= comparison.wanted.p90_dex;
  return row;
}

Json optional_json(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

Json as_json(Row const& row) {
  auto const& comparison = *row.comparison;
  Json json{{"analysis", comparison.analysis->info().name},
            {"model", comparison.model},
            {"curve", comparison.curve_name},
            {"figure", comparison.figure},
            {"confidence_level", comparison.confidence_level},
            {"median_dex", optional_json(row.distance.median_dex)},
            {"p90_dex", optional_json(row.distance.p90_dex)},
            {"max_dex", optional_json(row.distance.max_dex)},
            {"mass_fraction", row.distance.mass_fraction},
            {"edges", Json::array()},
            {"tolerance_median_dex", comparison.wanted.median_dex},
            {"tolerance_p90_dex", comparison.wanted.p90_dex}};
  for (auto const& edge : row.distance.edges) {
    auto points = Json::array();
    for (auto const& point : edge.points)
      points.push_back(
          {{"mass_GeV", point.mass_GeV}, {"published", point.published}, {"ours", optional_json(point.ours)}});
    json["edges"].push_back({{"edge", edge.name},
                             {"published", edge.published},
                             {"compared", edge.compared},
                             {"median_dex", optional_json(edge.median_dex)},
                             {"points", std::move(points)}});
  }
  if (!comparison.wanted.reason.empty()) json["reason"] = comparison.wanted.reason;
  if (row.own)
    json["as_published"] = {{"name", row.published->name},
                            {"difference", row.published->difference},
                            {"own_median_dex", optional_json(row.own->median_dex)},
                            {"own_p90_dex", optional_json(row.own->p90_dex)},
                            {"own_max_dex", optional_json(row.own->max_dex)}};
  if (!comparison.wanted.productions.empty()) json["productions"] = comparison.wanted.productions;
  if (!comparison.wanted.plane.empty()) json["plane"] = comparison.wanted.plane;
  if (!comparison.wanted.parameters.empty()) json["parameters"] = comparison.wanted.parameters;
  json["verdict"] = row.pass ? "pass" : "fail";
  return json;
}

std::string as_text(std::vector<Row> const& rows) {
  std::vector<std::vector<std::string>> cells;
  std::string reasons;
  auto const dex = [](std::optional<double> value) { return value ? fmt::format("{:.3f}", *value) : std::string{"-"}; };
  for (auto const& row : rows) {
    auto const& comparison = *row.comparison;
    cells.push_back({comparison.analysis->info().name, comparison.curve_name, dex(row.distance.median_dex),
                     dex(row.distance.p90_dex), dex(row.distance.max_dex),
                     fmt::format("{:.0f} %", 100.0 * row.distance.mass_fraction), row.pass ? "pass" : "FAIL",
                     comparison.figure});
    if (row.own)
      reasons += fmt::format("{}, {}: as published: {}; as it is {} / {} dex\n", comparison.analysis->info().name,
                             comparison.curve_name, row.published->difference, dex(row.own->median_dex),
                             dex(row.own->p90_dex));
    if (!comparison.wanted.reason.empty())
      reasons += fmt::format("{}: tolerance {:g} / {:g} dex: {}\n", comparison.analysis->info().name,
                             comparison.wanted.median_dex, comparison.wanted.p90_dex, comparison.wanted.reason);
  }
  return aligned({"analysis", "curve", "median", "90 %", "max [dex]", "compared", "verdict", "figure"}, cells,
                 {2, 3, 4, 5}) +
         (reasons.empty() ? "" : "\n" + reasons);
}

}  // namespace

int run_validate(std::vector<std::string> const& arguments) {
  Options options{
      "validate [--model M] [--curves DIR | --analysis NAME --curve FILE] [--json]",
      "Recomputes every analysis that has a published contour and prints how far the two lie apart: the\n"
      "absolute value of log10(ours/published) in the coupling (or y), at each mass of the curve, edge by\n"
      "edge, at the confidence level of the curve (0.90 where it states none). Where the publication is known to\n"
      "have computed otherwise, the search is compared as published, and the distance as it is stated below. Exit\n"
      "code 1 unless all pass."};
  options.value("model", "M", "only curves of this model, or the model of curves that do not say")
      .value("curves", "DIR", "curves from here, matched by their header line '# analysis: NAME'")
      .value("analysis", "NAME", "with --curve: the analysis to compare")
      .value("curve", "FILE", "with --analysis: the curve to compare it with")
      .data()
      .arguments(0, 0);
  if (!options.parse(arguments)) return 0;
  if (options.has("analysis") != options.has("curve"))
    throw UsageError("--analysis NAME and --curve FILE belong together");
  if (options.has("curve") && options.has("curves")) throw UsageError("give either --curves or --curve, not both");
  auto const model = options.text("model");
  if (auto const known = model_names(); !model.empty() && std::find(known.begin(), known.end(), model) == known.end())
    throw UsageError(fmt::format("no model is called '{}' ('penumbra list models' names them)", model));

  auto const places = data_places(options);
  auto const analyses = load_analyses(places);
  auto const comparisons =
      options.has("curve") ? std::vector{read_curve(options.text("curve"), options.text("analysis"), model, analyses)}
      : options.has("curves") ? curves_of_folder(options.text("curves"), model, analyses)
                              : shipped_curves(model, places, analyses);
  std::vector<Row> rows;
  auto const published = load_as_published(places);
  for (auto const& comparison : comparisons) rows.push_back(compare(comparison, published));
  bool const all_pass = std::all_of(rows.begin(), rows.end(), [](Row const& row) { return row.pass; });
  if (options.json()) {
    Json document{{"pass", all_pass}, {"rows", Json::array()}};
    for (auto const& row : rows) document["rows"].push_back(as_json(row));
    print_json(document);
  } else {
    print(as_text(rows));
  }
  return all_pass ? 0 : answer_no;
}

}  // namespace penumbra
