#include "pipeline/commands/map_run.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "pipeline/analysis_columns.hpp"
#include "pipeline/code_identity.hpp"
#include "pipeline/combination.hpp"
#include "pipeline/grid_rows.hpp"
#include "pipeline/keys.hpp"

namespace penumbra {
namespace {

/// What the provenance keeps besides the keys: enough to run the same again.
Json provenance(Card const& card) {
  Json input{{"card", card.text},
             {"card_file", card.name},
             {"set", card.overrides},
             {"model", card.model->name()},
             {"fixed", card.grid.fixed()},
             {"computed", Json::object()},
             {"options", card.grid.options()},
             {"prefer", card.selection.prefer == Preference::simulated ? "simulated" : "published"},
             {"axes", Json::array()},
             {"penumbra", version_number()}};
  for (auto const& [name, expression] : card.grid.computed()) input["computed"][name] = expression;
  for (auto const& axis : card.grid.axes())
    input["axes"].push_back(
        {{"name", axis.name}, {"kind", axis.kind == ParameterKind::mass ? "mass" : "coupling"}, {"unit", axis.unit}});
  return input;
}

RowRequest request(Analysis const& analysis, Card const& card) {
  auto const& info = analysis.info();
  auto key = row_key(card.grid, analysis, *card.model);
  return {info.name,
          key.digest,
          info.kind,
          info.status,
          info.data_set,
          info.combine,
          std::move(key.definition),
          analysis.component_groups()};
}

ClaimMode claim_mode(Options const& options) {
  auto const mode = options.text("claim", "dynamic");
  if (mode == "dynamic") return ClaimMode::dynamic;
  if (mode == "static") return ClaimMode::fixed;
  throw UsageError(fmt::format("--claim '{}': expected dynamic or static", mode));
}

}  // namespace

MapGrid map_grid(Grid const& grid) {
  MapGrid result;
  for (auto const& axis : grid.axes()) {
    result.names.push_back(axis.name);
    result.values.push_back(axis.values);
    if (axis.kind == ParameterKind::mass) ++result.mass_axes;
  }
  return result;
}

AnalysisPlan plan_analyses(Card const& card, std::vector<std::unique_ptr<Analysis const>> const& analyses) {
  AnalysisPlan result;
  std::vector<Selector> idle;
  for (auto const* analysis : select(analyses, card.selection, idle)) {
    if (auto const applicability = analysis->applies_to(*card.model); applicability.applies)
      result.applying.push_back(analysis);
    else
      result.skipped.push_back({analysis->info().name, applicability.why_not});
  }
  for (auto const& selector : idle)
    log_line(fmt::format("{}: warning: '{}' excludes nothing", selector.where, selector.pattern));
  if (result.applying.empty())
    throw InputError(fmt::format("{}: none of the selected analyses speaks about {}", card.name, card.model->name()));
  return result;
}

std::vector<RowRequest> row_requests(Card const& card, AnalysisPlan const& plan) {
  std::vector<RowRequest> requests;
  for (auto const* analysis : plan.applying) requests.push_back(request(*analysis, card));
  for (auto& row : grid_rows(*card.model, card.grid)) requests.push_back(std::move(row));
  return requests;
}

Options& add_run_options(Options& options) {
  return options.value("threads", "N", "threads per rank (default: what the CPU mask allows)")
      .value("claim", "MODE", "how ranks share slabs: dynamic (default) or static")
      .flag("verify", "read everything back first, and compute again what is damaged");
}

RunOptions read_run_options(Options const& options) {
  RunOptions run;
  run.claim = claim_mode(options);
  run.verify = options.has("verify");
  constexpr double most_threads = 4096;
  if (options.has("threads")) {
    double const threads = options.number("threads", 1, 1, most_threads);
    run.threads = static_cast<int>(threads);
    if (*run.threads != threads) throw UsageError("--threads: expected a whole number");
  }
  return run;
}

RunResult run_card(Card const& card, AnalysisPlan const& plan, std::vector<RowRequest> const& requests,
                   std::vector<Overlap> const& overlaps, RunOptions options) {
  AnalysisColumns const columns{*card.model, card.grid, plan.applying, {card.selection.prefer, overlaps}};
  options.code = code_identity();
  options.grid = map_grid(card.grid);
  options.grid_key = card.grid.key();
  options.input = provenance(card).dump();
  ReEvaluation const analysis{
      [&](std::size_t row, std::span<double const> values) { return columns.log_likelihood(row, values); },
      [&](std::size_t row, std::span<double const> values, std::span<double> by_component) {
        columns.slopes(row, values, by_component);
      }};
  options.profile = [&](std::span<ProfiledAnalysis const> members, std::size_t group_count) {
    return profiled_log_likelihood(members, group_count, analysis);
  };
  return run(options, requests, columns, MPI_COMM_WORLD);
}

Json result_json(RunResult const& result) {
  return {{"complete", result.outcome != RunOutcome::stopped},
          {"slabs_computed", result.slabs_computed},
          {"slabs_reused", result.slabs_reused},
          {"rows_computed", result.rows_computed},
          {"rows_changed", result.rows_changed}};
}

}  // namespace penumbra
