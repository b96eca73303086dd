#include <fmt/format.h>

#include "core/errors.hpp"
#include "pipeline/card.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/map_run.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/grid_rows.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/mpi_session.hpp"

namespace penumbra {
namespace {

/// `--dry-run`: sizes for one rank; more ranks only make slabs smaller.
void print_plan(Card const& card, AnalysisPlan const& plan, bool json) {
  auto const grid = map_grid(card.grid);
  std::uint64_t components = 0;
  for (auto const* analysis : plan.applying) components += 3 * analysis->component_groups().size();
  auto const rows = plan.applying.size() + grid_rows(*card.model, card.grid).size();
  auto const layout = make_layout(grid, rows, components, 1);
  auto const disk = disk_bytes(layout, rows, components);
  auto const memory = buffer_bytes(layout, rows, components);
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
                                    {"key", row_key(card.grid, *analysis, *card.model).digest.short_hex()}});
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
  std::vector<std::vector<std::string>> lines;
  for (auto const& row : document["analyses"])
    lines.push_back({row["name"].get<std::string>(), row["status"].get<std::string>(), row["key"].get<std::string>()});
  text += aligned({fmt::format("{} analyses", lines.size()), "status", "key"}, lines);
  for (auto const& [name, why] : plan.skipped) text += fmt::format("skipped  {}: {}\n", name, why);
  print(text);
}

}  // namespace

int run_scan(std::vector<std::string> const& arguments) {
  Options options{
      "scan CARD.toml -o MAP.h5 [--restart] [--threads N] [--dry-run] [--set KEY=VALUE]...",
      "Computes a likelihood map. The same command runs alone and under mpirun or srun, and continues a map that\n"
      "is not finished. Exit code 75: stopped by a signal, everything finished so far is on disk; run it again."};
  options.value("output,o", "MAP.h5", "the map file")
      .flag("restart", "start over, even when the map is there")
      .flag("dry-run", "print the size of the grid, disk and memory needed, and the analyses that apply, then stop")
      .list("set", "KEY=VALUE", "override an entry of the card, e.g. axes.mass.points=50; may be repeated")
      .data()
      .arguments(1, 1);
  add_run_options(options);
  if (!options.parse(arguments)) return 0;
  bool const dry_run = options.has("dry-run");
  if (!dry_run && !options.has("output")) throw UsageError("scan: where to? give -o MAP.h5");

  auto run_options = read_run_options(options);
  auto const card = load_card(options.arguments().front(), options.texts("set"));
  auto const places = data_places(options);
  auto const analyses = load_analyses(places);
  auto const planned = plan_analyses(card, analyses);
  if (dry_run) {
    print_plan(card, planned, options.json());
    return 0;
  }

  run_options.path = options.text("output");
  run_options.restart = options.has("restart");
  MpiSession const mpi;
  auto const result =
      run_card(card, planned, row_requests(card, planned), load_overlaps(places.data_root), run_options);
  if (options.json() && rank_of(MPI_COMM_WORLD) == 0) {
    Json document{{"map", run_options.path.string()}};
    document.update(result_json(result));
    print_json(document);
  }
  return result.exit_code();
}

}  // namespace penumbra
