#pragma once

#include <optional>
#include <string>
#include <vector>

namespace penumbra {

struct ChildResult {
  int exit_code = 0;   ///< 128 + signal when a signal ended it
  std::string output;  ///< standard output and error together
};

/// Runs a program (looked up on PATH, no shell) with no input; nullopt when there is no such program. Throws IoError.
std::optional<ChildResult> run_program(std::vector<std::string> const& command);

}  // namespace penumbra
