#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/errors.hpp"

namespace penumbra {

/// One cluster as a job sees it: `slurm/presets/NAME.toml`, every number with its source.
///
///     title = "ARCHER2, standard nodes"
///     [node]
///     cores        = { value = 128, source = "https://..." }       # physical ones that a job may use
///     numa_domains = { value = 8, source = "..." }                 # one rank each
///     memory_GiB   = { value = 256, source = "..." }
///     [queue]
///     partition  = "standard"                                      # optional
///     account    = true                                            # optional: jobs must name one
///     max_nodes  = { value = 1024, source = "..." }
///     walltime_h = { value = 24, source = "..." }                  # the longest that is allowed
///     options    = ["--qos=standard"]                              # optional: more options of sbatch
///     [job]
///     launcher = "srun"                     # or "mpirun", or a whole command line
///     modules  = ["..."]                    # optional: module load ...
///     stripe   = "lfs setstripe -c -1"      # optional: run on the map's folder before the map is made
struct ClusterPreset {
  std::string name;  ///< of the file, without ".toml"
  std::string title;
  int cores = 1;
  int numa_domains = 1;
  double memory_GiB = 0.0;
  std::string partition;
  bool account = false;
  int max_nodes = 1;
  double walltime_h = 1.0;
  std::vector<std::string> options;
  std::string launcher;
  std::vector<std::string> modules;
  std::string stripe;
  std::vector<std::string> doubtful;  ///< "node.cores: assumed: ...": numbers that nobody read in a documentation
};

/// Reads a preset, recording every problem with its place.
ClusterPreset read_cluster_preset(std::string const& text, std::string const& name, Problems& problems);

/// The preset `name` of `folder`, or the file that is called so. Throws UsageError naming the presets there are when
/// there is no such, InputError with every problem of the file.
ClusterPreset load_cluster_preset(std::string const& name, std::filesystem::path const& folder);

}  // namespace penumbra
