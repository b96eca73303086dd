#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/limit.hpp"
#include "core/errors.hpp"

namespace penumbra {

/// Where analyses come from; an empty folder means the shipped one below `data_root`.
struct DataPlaces {
  std::filesystem::path data_root;    ///< holds experiments/ and limits/
  std::filesystem::path experiments;  ///< default: data_root / "experiments"
  std::filesystem::path limits;       ///< default: data_root / "limits"
};

/// Every analysis found, in ascending order of name: experiments/*.toml (experiments and constraints) and
/// limits/<model>/*.csv, named `limit/<model>/<file name>`. Throws InputError listing every problem of every file.
std::vector<std::unique_ptr<Analysis const>> load_analyses(DataPlaces const& places);

/// One file of either kind, with its problems reported; null when there are any.
std::unique_ptr<Analysis const> load_experiment(std::filesystem::path const& file, DataPlaces const& places,
                                                Problems& problems);
/// A search as a publication computed it, to compare like with like with its curves: never part of a scan.
struct AsPublished {
  std::string name;                          ///< of the file
  std::string of;                            ///< the analysis
  std::vector<std::string> curves;           ///< "limit/dark-photon/e774_1989"
  std::string difference;                    ///< what the publication did otherwise, in words
  std::unique_ptr<Analysis const> analysis;  ///< null when there were problems
};
/// A file of experiments/as-published: `analysis`, `curves`, `difference`, and what stands in place of the keys of that
/// experiment's file (whole arrays, such as [[channel]]; single keys of tables).
AsPublished load_as_published(std::filesystem::path const& file, DataPlaces const& places, Problems& problems);
/// All of them, by name; none where the folder is not there. Throws InputError listing every problem.
std::vector<AsPublished> load_as_published(DataPlaces const& places);

std::unique_ptr<LimitAnalysis const> load_limit(std::filesystem::path const& file, DataPlaces const& places,
                                                Problems& problems);
/// "limit/<model>/<file name>".
std::string limit_name(std::filesystem::path const& file);
/// Published curves, by folder and name, with the problems of every file reported; only those whose name is wanted.
std::vector<std::unique_ptr<LimitAnalysis const>> load_limits(
    DataPlaces const& places, Problems& problems,
    std::function<bool(std::string const&)> const& wanted = [](std::string const&) { return true; });
/// A limit lies in the folder that is called like its model, from which it takes its name.
void check_folder(Analysis const& limit, std::filesystem::path const& file, Problems& problems);

}  // namespace penumbra
