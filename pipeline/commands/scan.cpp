#include <fmt/format.h>

#include "core/errors.hpp"
#include "pipeline/analysis_columns.hpp"
#include "pipeline/card.hpp"
#include "pipeline/combination.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/run.hpp"

namespace penumbra {
namespace {

MapGrid map_grid(Grid const& grid) {
  MapGrid result;
  for (auto const& axis : grid.axes()) {
    result.names.push_back(axis.name);
    result.values.push_back(axis.values);
    if (axis.kind == ParameterKind::mass) ++result.mass_axes;
  }
  return result;
}

/// What the provenance keeps besides the keys: enough to run the same again.
Json provenance(Card const& card) {
  Json input{{"card", card.text},
             {"card_file", card.name},
             {"set", card.overrides},
             {"model", card.model->name()},
             {"fixed", card.grid.fixed()},
             {"options", card.grid.options()},
             {"prefer", card.selection.prefer == Preference::simulated ? "simulated" : "published"},
             {"axes", Json::array()},
             {"penumbra", version_number()}};
  for (auto const& axis : card.grid.axes())
    input["axes"].push_back(
        {{"name", axis.name}, {"kind", axis.kind == ParameterKind::mass ? "mass" : "coupling"}, {"unit", axis.unit}});
  return input;
}

RowRequest request(Analysis const& analysis, Card const& card) {
  auto const& info = analysis.info();
  auto key = row_key(card.grid.key(), analysis, *card.model);
  return {info.name,
          key.digest,
          info.kind,
          info.status,
          info.data_set,
          info.combine,
          std::move(key.definition),
          analysis.component_groups()};
}

struct Plan {
  std::vector<Analysis const*> applying;
  std::vector<std::pair<std::string, std::string>> skipped;  ///< name and why
};

Plan plan(Card const& card, std::vector<std::unique_ptr<Analysis const>> const& analyses) {
  Plan result;
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

/// `--dry-run`: sizes for one rank; more ranks only make slabs smaller.
void print_plan(Card const& card, Plan const& plan, bool json) {
  auto const grid = map_grid(card.grid);
  std::uint64_t components = 0;
  for (auto const* analysis : plan.applying) components += 3 * analysis->component_groups().size();
  auto const layout = make_layout(grid, plan.applying.size(), components, 1);
  auto const disk = disk_bytes(layout, plan.applying.size(), components);
  auto const memory = buffer_bytes(layout, plan.applying.size(), components);
  Json document{{"model", card.model->name()},
                {"points", card.grid.points()},
                {"columns", card.grid.columns()},
                {"points_per_column", card.grid.points_per_column()},
                {"slabs", layout.slabs()},
                {"points_per_slab", layout.points_per_slab},
                {"disk_bytes", disk},
                {"memory_bytes_per_rank", memory},
                {"grid_key", card.grid.key().short_hex()},
                {"analyses", Json::array()},
                {"skipped", Json::array()}};
  for (auto const* analysis : plan.applying)
    document["analyses"].push_back({{"name", analysis->info().name},
                                    {"status", to_string(analysis->info().status)},
                                    {"key", row_key(card.grid.key(), *analysis, *card.model).digest.short_hex()}});
  for (auto const& [name, why] : plan.skipped) document["skipped"].push_back({{"name", name}, {"why", why}});
  if (json) {
    print_json(document);
    return;
  }
  auto text = fmt::format(
      "model    {}\ngrid     {} points: {} columns of {} points\nslabs    {} of {} points\n"
      "disk     {:.1f} MiB\nmemory   {:.1f} MiB of buffers per rank\n\n",
      card.model->name(), card.grid.points(), card.grid.columns(), card.grid.points_per_column(), layout.slabs(),
      layout.points_per_slab, static_cast<double>(disk) / (1 << 20), static_cast<double>(memory) / (1 << 20));
  std::vector<std::vector<std::string>> rows;
  for (auto const& row : document["analyses"])
    rows.push_back({row["name"].get<std::string>(), row["status"].get<std::string>(), row["key"].get<std::string>()});
  text += aligned({fmt::format("{} analyses", rows.size()), "status", "key"}, rows);
  for (auto const& [name, why] : plan.skipped) text += fmt::format("skipped  {}: {}\n", name, why);
  print(text);
}

ClaimMode claim_mode(Options const& options) {
  auto const mode = options.text("claim", "dynamic");
  if (mode == "dynamic") return ClaimMode::dynamic;
  if (mode == "static") return ClaimMode::fixed;
  throw UsageError(fmt::format("--claim '{}': expected dynamic or static", mode));
}

}  // namespace

int run_scan(std::vector<std::string> const& arguments) {
  Options options{
      "scan CARD.toml -o MAP.h5 [--restart] [--threads N] [--dry-run] [--set KEY=VALUE]...",
      "Computes a likelihood map. The same command runs alone and under mpirun or srun, and continues a map that\n"
      "is not finished. Exit code 75: stopped by a signal, everything finished so far is on disk; run it again."};
  options.value("output,o", "MAP.h5", "the map file")
      .flag("restart", "start over, even when the map is there")
      .value("threads", "N", "threads per rank (default: what the CPU mask allows)")
      .flag("dry-run", "print the size of the grid, disk and memory needed, and the analyses that apply, then stop")
      .list("set", "KEY=VALUE", "override an entry of the card, e.g. axes.mass.points=50; may be repeated")
      .value("claim", "MODE", "how ranks share slabs: dynamic (default) or static")
      .data()
      .arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  bool const dry_run = options.has("dry-run");
  if (!dry_run && !options.has("output")) throw UsageError("scan: where to? give -o MAP.h5");

  RunOptions run_options;
  run_options.claim = claim_mode(options);
  constexpr double most_threads = 4096;
  if (options.has("threads")) {
    double const threads = options.number("threads", 1, 1, most_threads);
    run_options.threads = static_cast<int>(threads);
    if (*run_options.threads != threads) throw UsageError("--threads: expected a whole number");
  }
  auto const card = load_card(options.arguments().front(), options.texts("set"));
  auto const places = data_places(options);
  auto const analyses = load_analyses(places);
  auto const planned = plan(card, analyses);
  if (dry_run) {
    print_plan(card, planned, options.json());
    return 0;
  }

  std::vector<RowRequest> requests;
  for (auto const* analysis : planned.applying) requests.push_back(request(*analysis, card));
  AnalysisColumns const columns{
      *card.model, card.grid, planned.applying, {card.selection.prefer, load_overlaps(places.data_root)}};
  run_options.path = options.text("output");
  run_options.grid = map_grid(card.grid);
  run_options.grid_key = card.grid.key();
  run_options.input = provenance(card).dump();
  run_options.restart = options.has("restart");
  run_options.profile = [&](std::span<ProfiledAnalysis const> members, std::size_t group_count) {
    return profiled_log_likelihood(members, group_count, [&](std::size_t row, std::span<double const> signal) {
      return columns.log_likelihood(row, signal);
    });
  };

  MpiSession const mpi;
  auto const result = run(run_options, requests, columns, MPI_COMM_WORLD);
  if (options.json() && rank_of(MPI_COMM_WORLD) == 0)
    print_json({{"map", run_options.path.string()},
                {"complete", result.outcome != RunOutcome::stopped},
                {"slabs_computed", result.slabs_computed},
                {"slabs_reused", result.slabs_reused},
                {"rows_computed", result.rows_computed},
                {"rows_changed", result.rows_changed}});
  return result.exit_code();
}

}  // namespace penumbra
