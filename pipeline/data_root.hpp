#pragma once

#include <filesystem>
#include <string>

namespace penumbra {

/// The folder that holds `experiments/` and `limits/`: `given` (from `--data`) when not empty, else PENUMBRA_DATA, else
/// the place where `cmake --install` puts it as seen from the running program, else the source tree around the build.
/// Throws UsageError when a given folder does not exist and IoError when none is found, naming the places looked at.
std::filesystem::path find_data_root(std::string const& given);

}  // namespace penumbra
