#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "analysis/registry.hpp"
#include "core/errors.hpp"

namespace penumbra {

struct LimitFile {
  std::filesystem::path path;
  std::unique_ptr<Analysis const> limit;  ///< null when there were problems
};

/// Why a limit would be cited in vain: a warning for each key that references.bib does not have.
std::vector<Problem> unknown_references(LimitFile const& file, DataPlaces const& places);

/// What limits promise together: each lies in the folder of its model and is cited in references.bib, none is there
/// twice under two names, no two of a data set and status have the same rank.
void check_library(std::vector<LimitFile> const& files, DataPlaces const& places, Problems& problems);

}  // namespace penumbra
