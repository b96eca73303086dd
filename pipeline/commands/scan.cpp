#include <fmt/format.h>

#include "core/errors.hpp"
#include "pipeline/card.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/map_run.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/commands/scan_plan.hpp"
#include "pipeline/mpi_session.hpp"

namespace penumbra {
namespace {

/// `--dry-run`.
void print_plan(Json const& document, bool json) {
  if (json) {
    print_json(document);
    return;
  }
  auto text = fmt::format(
      "model    {}\ngrid     {} points: {} columns of {} points\nslabs    {} of {} points\n"
      "disk     {:.1f} MiB\nmemory   at most {:.1f} MiB per rank: data, buffers, and what mass points share\n\n",
      document["model"].get<std::string>(), document["points"].dump(), document["columns"].dump(),
      document["points_per_column"].dump(), document["slabs"].dump(), document["points_per_slab"].dump(),
      document["disk_bytes"].get<double>() / (1 << 20), document["memory_bytes_per_rank"].get<double>() / (1 << 20));
  std::vector<std::vector<std::string>> lines;
  for (auto const& row : document["analyses"])
    lines.push_back({row["name"].get<std::string>(), row["status"].get<std::string>(), row["key"].get<std::string>()});
  text += aligned({fmt::format("{} analyses", lines.size()), "status", "key"}, lines);
  for (auto const& row : document["skipped"])
    text += fmt::format("skipped  {}: {}\n", row["name"].get<std::string>(), row["why"].get<std::string>());
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
    print_plan(scan_plan(card, planned), options.json());
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
