#pragma once

#include <vector>

#include "analysis/analysis.hpp"
#include "core/toml_reader.hpp"

namespace penumbra {

/// `[[validate]]` of a file in experiments/: the published curves that the analysis is compared with.
std::vector<ValidationCurve> read_validation_curves(TomlTable& table);

}  // namespace penumbra
