#include <fmt/format.h>

#include <filesystem>

#include "core/errors.hpp"
#include "pipeline/analysis_columns.hpp"
#include "pipeline/child_program.hpp"
#include "pipeline/cluster_preset.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/map_run.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/commands/scan_plan.hpp"
#include "pipeline/data_root.hpp"
#include "pipeline/job_plan.hpp"
#include "pipeline/job_script.hpp"
#include "pipeline/scan_cost.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

namespace fs = std::filesystem;

std::string absolute(std::string const& path) { return fs::absolute(path).lexically_normal().string(); }

/// slurm/ of the data folder; of the shipped one when that has none.
fs::path slurm_folder(DataPlaces const& places) {
  auto const here = places.data_root / "slurm";
  return fs::is_directory(here) ? here : find_data_root({}) / "slurm";
}

std::optional<int> asked_nodes(Options const& options) {
  if (!options.has("nodes")) return std::nullopt;
  double const nodes = options.number("nodes", 1, 1, 1e6);
  if (nodes != static_cast<int>(nodes)) throw UsageError("--nodes: expected a whole number");
  return static_cast<int>(nodes);
}

std::optional<std::string> asked_time(Options const& options) {
  if (!options.has("time")) return std::nullopt;
  auto const time = options.text("time");
  if (time.empty() || time.find_first_not_of("0123456789:-") != std::string::npos)
    throw UsageError(fmt::format("--time '{}': expected MINUTES, HH:MM:SS or DAYS-HH:MM:SS", time));
  return time;
}

ScanCost cost_of(Card const& card, AnalysisPlan const& planned, DataPlaces const& places, double patience_s) {
  AnalysisColumns const columns{
      *card.model, card.grid, planned.applying, {card.selection.prefer, load_overlaps(places.data_root)}};
  return measure_cost(columns, row_requests(card, planned), map_grid(card.grid), patience_s);
}

JobScript settings(Options const& options, ClusterPreset const& preset, JobPlan const& plan) {
  auto const card = absolute(options.arguments().front());
  auto const map = absolute(options.text("output"));
  JobScript job;
  job.comment = fmt::format("Written by {} submit --preset {}.", version_line(), preset.name);
  auto log = fs::path{map}.replace_extension().string();
  for (std::size_t at = 0; (at = log.find('%', at)) != std::string::npos; at += 2) log.insert(at, 1, '%');
  job.options = {{"job-name", "penumbra-" + fs::path{map}.stem().string()},
                 {"nodes", fmt::format("{}", plan.nodes)},
                 {"ntasks-per-node", fmt::format("{}", plan.ranks_per_node)},
                 {"cpus-per-task", fmt::format("{}", plan.cpus_per_rank)},
                 {"time", plan.time},
                 {"output", log + "-%j.log"}};
  if (auto const partition = options.text("partition", preset.partition); !partition.empty())
    job.options.emplace_back("partition", partition);
  if (options.has("account"))
    job.options.emplace_back("account", options.text("account"));
  else if (preset.account)
    throw UsageError(fmt::format("submit: jobs on {} must name an account: give --account", preset.name));
  job.further_options = preset.options;
  job.modules = preset.modules;
  job.environment = {{"PENUMBRA", fs::read_symlink("/proc/self/exe").string()}, {"LAUNCHER", preset.launcher}};
  if (!preset.stripe.empty())
    job.preparation.push_back(fmt::format("[ -e {} ] || {} {} || echo 'the folder keeps its striping' >&2",
                                          shell_word(map), preset.stripe,
                                          shell_word(fs::path{map}.parent_path().string())));
  job.arguments = {card, map};
  for (auto const& entry : options.texts("set")) job.arguments.insert(job.arguments.end(), {"--set", entry});
  for (auto const* name : {"data", "experiments", "limits"})
    if (options.has(name))
      job.arguments.insert(job.arguments.end(), {fmt::format("--{}", name), absolute(options.text(name))});
  return job;
}

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

std::string duration(double seconds) {
  if (seconds < 120.0) return fmt::format("{:.3g} s", seconds);
  return seconds < 7200.0 ? fmt::format("{:.3g} min", seconds / 60.0) : fmt::format("{:.3g} h", seconds / 3600.0);
}

std::string report(Json const& document, ScanCost const& cost, ClusterPreset const& preset, std::string const& script) {
  auto const& plan = document["scan"];
  auto const& job = document["job"];
  auto text = fmt::format(
      "scan     {} points, {} columns, {} analyses; {:.1f} MiB on disk, at most {:.1f} MiB per rank\n"
      "cost     {} of CPU (between {} and {}): {} of {} columns computed here, on one core\n"
      "job      {} x {} ranks x {} CPUs ({}), time limit {}; computing takes {} on cores like this one\n",
      plan["points"].dump(), plan["columns"].dump(), plan["analyses"].size(),
      plan["disk_bytes"].get<double>() / (1 << 20), plan["memory_bytes_per_rank"].get<double>() / (1 << 20),
      duration(cost.total_s()), duration(cost.least_s()), duration(cost.most_s()), cost.sampled, cost.columns,
      job["nodes"].dump(), job["ranks_per_node"].dump(), job["cpus_per_rank"].dump(), preset.title,
      job["time"].get<std::string>(), duration(job["compute_s"].get<double>()));
  for (auto const& flag : preset.doubtful) text += fmt::format("flag     {}: {}\n", preset.name, flag);
  for (auto const& warning : document["warnings"]) text += fmt::format("warning  {}\n", warning.get<std::string>());
  return text + fmt::format("script   {}\n\n{}\n", document["script"].get<std::string>(), script);
}

}  // namespace

int run_submit(std::vector<std::string> const& arguments) {
  Options options{
      "submit CARD.toml -o MAP.h5 [--preset NAME|FILE] [--nodes N] [--time T] [--submit]",
      "Writes the Slurm job of a scan and prints it: estimates the cost from a sample of columns, chooses nodes and "
      "time for\nthe cluster of the preset (slurm/presets/), asks 'sbatch --test-only' whether it could start. Only "
      "--submit submits.\nExit code 1: sbatch refuses the job."};
  options.value("output,o", "MAP.h5", "the map file of the scan")
      .value("preset", "NAME|FILE", "the cluster: a preset of slurm/presets/ or a file like those (default: generic)")
      .value("nodes", "N", "nodes (default: what ends within an hour)")
      .value("time", "T", "time limit as Slurm reads it (default: twice the estimate and ten minutes)")
      .value("account", "NAME", "account that pays")
      .value("partition", "NAME", "partition in place of the preset's")
      .value("script", "FILE", "where to write the job script (default: MAP.sbatch)")
      .value("sample", "SECONDS", "CPU time to spend on measuring the cost (default: 10)")
      .list("set", "KEY=VALUE", "override an entry of the card; may be repeated")
      .flag("submit", "submit the job")
      .data()
      .arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  if (!options.has("output")) throw UsageError("submit: which map? give -o MAP.h5");
  auto const nodes = asked_nodes(options);
  auto const time = asked_time(options);
  double const patience_s = options.number("sample", 10.0, 0.0, 3600.0);

  auto const places = data_places(options);
  auto const slurm = slurm_folder(places);
  auto const preset = load_cluster_preset(options.text("preset", "generic"), slurm / "presets");
  auto const card = load_card(options.arguments().front(), options.texts("set"));
  auto const analyses = load_analyses(places);
  auto const planned = plan_analyses(card, analyses);
  auto const cost = cost_of(card, planned, places, patience_s);
  auto const plan = plan_job(preset, cost, map_grid(card.grid), nodes, time);
  auto const script = job_script(read_whole_file(slurm / "penumbra-scan.sbatch"), settings(options, preset, plan));
  auto const file = options.has("script") ? options.text("script")
                                          : fs::path{options.text("output")}.replace_extension(".sbatch").string();
  write_whole_file(file, script);

  Json document{{"scan", scan_plan(card, planned)},
                {"cost",
                 {{"cpu_s", cost.total_s()},
                  {"least_s", cost.least_s()},
                  {"most_s", cost.most_s()},
                  {"columns_sampled", cost.sampled},
                  {"columns", cost.columns}}},
                {"job",
                 {{"preset", preset.name},
                  {"nodes", plan.nodes},
                  {"ranks_per_node", plan.ranks_per_node},
                  {"cpus_per_rank", plan.cpus_per_rank},
                  {"time", plan.time},
                  {"compute_s", plan.compute_s},
                  {"slab_s", plan.slab_s}}},
                {"script", absolute(file)},
                {"warnings", Json::array()}};
  auto& warnings = document["warnings"];
  if (!plan.fits)
    warnings.push_back("longer than this cluster allows at a time: the job is requeued and continues by itself");
  if (plan.slab_s > 3600.0 * preset.walltime_h / 2.0)
    warnings.push_back(
        fmt::format("a slab takes {}, and what is not finished at the time limit is lost: ask for more nodes",
                    duration(plan.slab_s)));
  if (plan.nodes > preset.max_nodes)
    warnings.push_back(fmt::format("{} allows {} nodes at most", preset.name, preset.max_nodes));
  double const memory_GiB = document["scan"]["memory_bytes_per_rank"].get<double>() * plan.ranks_per_node / (1 << 30);
  if (memory_GiB > preset.memory_GiB)
    warnings.push_back(
        fmt::format("ranks need up to {:.1f} GiB per node, which has {}", memory_GiB, preset.memory_GiB));
  if (!options.json()) print(report(document, cost, preset, script));

  auto const tested = run_program({"sbatch", "--test-only", file});
  bool const accepted = tested && tested->exit_code == 0;
  document["sbatch"] = {
      {"found", tested.has_value()},
      {"accepted", accepted},
      {"message", tested ? trimmed(tested->output) : "sbatch is not on PATH: the job is not checked"}};
  if (options.has("submit")) {
    if (!tested) throw IoError(fmt::format("sbatch is not on PATH: submit {} where Slurm is", file));
    if (accepted) {
      auto const submitted = run_program({"sbatch", "--parsable", file});
      if (!submitted || submitted->exit_code != 0)
        throw IoError(fmt::format("sbatch failed: {}", submitted ? trimmed(submitted->output) : "it is gone"));
      document["submitted"] = trimmed(submitted->output);
    }
  }
  if (options.json()) {
    print_json(document);
  } else {
    print(fmt::format("check    {}{}\n",
                      !tested    ? ""
                      : accepted ? "accepted: "
                                 : "refused: ",
                      document["sbatch"]["message"].get<std::string>()));
    if (document.contains("submitted"))
      print(fmt::format("job      {} submitted\n", document["submitted"].get<std::string>()));
  }
  return tested && !accepted ? answer_no : 0;
}

}  // namespace penumbra
