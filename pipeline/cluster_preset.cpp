#include "pipeline/cluster_preset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/toml_reader.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

namespace fs = std::filesystem;

/// A number with its source, at least `least`.
double number(TomlTable& table, std::string const& section, std::string const& key, double least,
              ClusterPreset& preset) {
  auto const given = table.sourced(key);
  if (given.doubtful()) preset.doubtful.push_back(fmt::format("{}.{}: {}", section, key, given.source));
  if (table.has(key) && !given.source.empty() && !(given.value >= least && given.value <= 1e6))
    table.problem(key, fmt::format("'{}' is {}, expected a number from {} to 1000000", key, given.value, least));
  return given.value;
}

int whole(TomlTable& table, std::string const& section, std::string const& key, ClusterPreset& preset) {
  double const value = number(table, section, key, 1.0, preset);
  if (value != std::floor(value)) table.problem(key, fmt::format("'{}' is {}, expected a whole number", key, value));
  return std::clamp(static_cast<int>(std::clamp(value, 1.0, 1e6)), 1, 1'000'000);
}

std::vector<std::string> optional_texts(TomlTable& table, std::string const& key) {
  return table.has(key) ? table.texts(key) : std::vector<std::string>{};
}

std::vector<std::string> names_in(fs::path const& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto const& entry : fs::directory_iterator{folder, error})
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

ClusterPreset read_cluster_preset(std::string const& text, std::string const& name, Problems& problems) {
  ClusterPreset preset;
  preset.name = fs::path{name}.stem().string();
  auto document = TomlTable::parse(text, name, problems);
  if (!problems.empty()) return preset;
  preset.title = document.text("title");
  auto node = document.table("node");
  preset.cores = whole(node, "node", "cores", preset);
  preset.numa_domains = whole(node, "node", "numa_domains", preset);
  if (node.has("numa_domains") && preset.cores % preset.numa_domains != 0)
    node.problem("numa_domains",
                 fmt::format("{} cores do not divide into {} NUMA domains", preset.cores, preset.numa_domains));
  preset.memory_GiB = number(node, "node", "memory_GiB", 0.1, preset);
  node.finish();
  auto queue = document.table("queue");
  preset.partition = queue.optional_text("partition").value_or("");
  preset.account = queue.flag("account", false);
  preset.max_nodes = whole(queue, "queue", "max_nodes", preset);
  preset.walltime_h = number(queue, "queue", "walltime_h", 0.1, preset);
  preset.options = optional_texts(queue, "options");
  for (auto const& option : preset.options)
    if (!option.starts_with("--") || option.find('\n') != std::string::npos)
      queue.problem("options", fmt::format("'{}' is no option of sbatch: expected \"--name=value\"", option));
  queue.finish();
  auto job = document.table("job");
  preset.launcher = job.text("launcher");
  preset.modules = optional_texts(job, "modules");
  preset.stripe = job.optional_text("stripe").value_or("");
  job.finish();
  document.finish();
  return preset;
}

ClusterPreset load_cluster_preset(std::string const& name, fs::path const& folder) {
  auto const shipped = folder / (name + ".toml");
  bool const is_name = name.find('/') == std::string::npos && fs::is_regular_file(shipped);
  auto const file = is_name ? shipped : fs::path{name};
  if (!fs::is_regular_file(file))
    throw UsageError(fmt::format("--preset '{}': no such preset or file (presets in {}: {})", name, folder.string(),
                                 fmt::join(names_in(folder), ", ")));
  Problems problems;
  auto preset = read_cluster_preset(read_whole_file(file), file.string(), problems);
  problems.throw_if_any();
  return preset;
}

}  // namespace penumbra
