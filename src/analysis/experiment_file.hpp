#pragma once

#include <filesystem>
#include <memory>

#include "analysis/analysis.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

/// Reads the common head of an experiment file (name, title, status, data set, reference, rank, validation curves) and
/// marks doubtful numbers later through `doubt`.
AnalysisInfo read_info(TomlTable& table, std::filesystem::path const& file);

/// Adds a flag when a number was recalled or assumed.
void doubt(AnalysisInfo& info, std::string const& what, Sourced const& number);

/// Reads a search for decays (`[beam]`, `[detector]`, `[[channel]]`); null when there were problems.
/// Beams are looked up in `<folder>/beams`.
std::unique_ptr<Analysis const> read_decay_search(TomlTable& table, AnalysisInfo info,
                                                  std::filesystem::path const& folder, Problems& problems);

}  // namespace penumbra
