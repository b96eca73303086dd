#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
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
std::unique_ptr<Analysis const> load_limit(std::filesystem::path const& file, DataPlaces const& places,
                                           Problems& problems);

}  // namespace penumbra
