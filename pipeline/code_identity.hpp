#pragma once

#include <string>

namespace penumbra {

/// Tells builds of the program and its libraries apart: a digest of the build ids of everything that is loaded. Empty
/// where something has none. Two runs with the same identity compute the same numbers from the same keys.
std::string code_identity();

}  // namespace penumbra
