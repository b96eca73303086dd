#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "pipeline/commands/bibliography.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/evaluate.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/commands/point_json.hpp"
#include "pipeline/selection.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

Json channels_json(std::vector<Contribution> const& contributions, bool explain) {
  auto channels = Json::array();
  for (auto const& one : contributions) {
    Json channel{{"production", one.production}, {"signature", one.signature}, {"expected", one.expected}};
    if (explain) {
      auto factors = Json::array();
      for (auto const& [name, value] : one.factors) factors.push_back({{"name", name}, {"value", value}});
      channel["factors"] = factors;
    }
    channels.push_back(channel);
  }
  return channels;
}

Json analysis_json(Evaluated const& one, Bibliography const& bibliography, bool explain) {
  auto const& info = one.analysis->info();
  auto const& outcome = one.outcome;
  Json row{{"name", info.name},
           {"kind", to_string(info.kind)},
           {"status", to_string(info.status)},
           {"reference", info.reference}};
  if (auto const arxiv = bibliography.arxiv(info.reference); !arxiv.empty()) row["arxiv"] = arxiv;
  row["channels"] = channels_json(one.contributions, explain);
  row["expected"] = outcome.expected;
  if (info.background) row["background"] = *info.background;
  if (info.observed) row["observed"] = *info.observed;
  row["log_likelihood"] = outcome.log_likelihood;
  row["delta_minus_2lnL"] = delta_minus_2lnL(outcome.log_likelihood, 0.0);
  row["asimov"] = outcome.asimov;
  row["cls"] = outcome.cls;
  row["excluded_90"] = excluded_by_cls(outcome.cls, 0.90);
  row["excluded_95"] = excluded_by_cls(outcome.cls, 0.95);
  row["flags"] = info.flags;
  return row;
}

Json combined_json(CombinedAtPoint const& combined) {
  return {{"nominal", combined.nominal},         {"profiled", combined.profiled}, {"excluded_90", combined.excluded_90},
          {"excluded_95", combined.excluded_95}, {"union_90", combined.union_90}, {"union_95", combined.union_95},
          {"members", combined.members}};
}

Json as_json(Point const& point, PointResult const& result, Bibliography const& bibliography, bool explain) {
  Json document{{"model", point.model->name()}, {"parameters", parameters_json(point)}, {"analyses", Json::array()}};
  for (auto const& one : result.analyses) document["analyses"].push_back(analysis_json(one, bibliography, explain));
  document["combined"] = Json::object();
  for (auto const& [status, combined] : result.combined)
    document["combined"][to_string(status)] = combined_json(combined);
  document["skipped"] = Json::array();
  for (auto const& one : result.skipped) document["skipped"].push_back({{"name", one.name}, {"why", one.why}});
  return document;
}

std::string optional_number(std::optional<double> value) { return value ? short_number(*value) : "-"; }

std::string excluded_text(double cls) {
  return excluded_by_cls(cls, 0.95) ? "95 %" : excluded_by_cls(cls, 0.90) ? "90 %" : "";
}

/// "number: how it came about", one factor per line, then the product.
std::string explanation(Evaluated const& one) {
  auto text = fmt::format("\n{}\n", one.analysis->info().name);
  for (auto const& contribution : one.contributions) {
    std::vector<std::vector<std::string>> rows;
    for (auto const& [name, value] : contribution.factors) rows.push_back({"    " + name, short_number(value)});
    rows.push_back({"    = expected events", short_number(contribution.expected)});
    text += aligned({fmt::format("  {}, {}", contribution.production, contribution.signature), ""}, rows, {1});
  }
  if (one.contributions.empty()) text += "  nothing contributes at this point\n";
  return text;
}

/// Below this signal and this change of ln L an analysis is not worth a line.
constexpr double next_to_nothing = 1e-3;

bool silent_at_point(Evaluated const& one) {
  return one.outcome.expected < next_to_nothing && std::abs(one.outcome.log_likelihood) < next_to_nothing;
}

std::string as_text(Point const& point, PointResult const& result, bool explain) {
  auto text = fmt::format("{}: {}\n\n", point.model->name(), parameters_text(point));
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> silent;
  bool const alone = result.analyses.size() == 1;
  for (auto const& one : result.analyses) {
    auto const& info = one.analysis->info();
    auto const& outcome = one.outcome;
    if (silent_at_point(one)) {
      silent.push_back(info.name);
      continue;
    }
    rows.push_back({info.name, to_string(info.status), short_number(outcome.expected), optional_number(info.background),
                    optional_number(info.observed), short_number(outcome.log_likelihood), short_number(outcome.cls),
                    excluded_text(outcome.cls)});
  }
  text += aligned({"analysis", "status", "expected", "background", "observed", "ln L", "CLs", "excluded"}, rows,
                  {2, 3, 4, 5, 6, 7});
  text += "\n";
  for (auto const& [status, combined] : result.combined) {
    if (combined.members.empty()) continue;
    text += fmt::format("combination, {}: ln L {} nominal, {} profiled, {} ({} analyses); union: {}\n",
                        to_string(status), short_number(combined.nominal), short_number(combined.profiled),
                        combined.excluded_95   ? "excluded at 95 %"
                        : combined.excluded_90 ? "excluded at 90 %"
                                               : "not excluded",
                        combined.members.size(),
                        combined.union_95   ? "excluded at 95 %"
                        : combined.union_90 ? "excluded at 90 %"
                                            : "not excluded");
  }
  if (explain)
    for (auto const& one : result.analyses)
      if (!one.contributions.empty() && (alone || !silent_at_point(one))) text += explanation(one);
  if (!silent.empty()) {
    text += fmt::format("\nsay next to nothing about this point ({}):", silent.size());
    for (auto const& name : silent) text += " " + name;
    text += "\n";
  }
  for (auto const& one : result.skipped) text += fmt::format("skipped  {}: {}\n", one.name, one.why);
  for (auto const& one : result.analyses)
    if (!silent_at_point(one))
      for (auto const& flag : one.analysis->info().flags)
        text += fmt::format("flag  {}: {}\n", one.analysis->info().name, flag);
  return text;
}

}  // namespace

int run_point(std::vector<std::string> const& arguments) {
  Options options{
      "point MODEL name=value... [--analysis NAME]... [--explain] [--json]",
      "What every applicable analysis says about one parameter point: expected signal, background, observed,\n"
      "ln L(s+b)/L(b), CLs, and the combination. Flags mark results that use recalled or assumed numbers."};
  options.list("analysis", "NAME", "only these analyses (names or shell patterns); may be repeated")
      .flag("explain", "take each expected signal apart, factor by factor")
      .data()
      .arguments(1, 1000);
  if (!options.parse(arguments)) return 0;
  auto const& given = options.arguments();
  auto const point = parse_point(given.front(), {given.begin() + 1, given.end()});
  auto const places = data_places(options);
  auto const analyses = load_analyses(places);
  Selection selection;
  if (options.has("analysis")) {
    selection.include.clear();
    for (auto const& pattern : options.texts("analysis")) selection.include.push_back({pattern, "--analysis"});
  }
  std::vector<Selector> idle;
  std::vector<Analysis const*> selected;
  try {
    selected = select(analyses, selection, idle);
  } catch (InputError const& error) {
    throw UsageError(error.what());
  }
  auto const result = evaluate(point, selected, load_overlaps(places.data_root));
  auto const explain = options.has("explain");
  if (options.json())
    print_json(as_json(point, result, Bibliography::load(places), explain));
  else
    print(as_text(point, result, explain));
  return 0;
}

}  // namespace penumbra
