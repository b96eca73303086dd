#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>

#include "analysis/registry.hpp"

namespace penumbra::test {

/// What a shipped experiment file is after an edit.
struct EditedExperiment {
  std::unique_ptr<Analysis const> analysis;  ///< null where there are problems
  std::size_t problems;

  EditedExperiment(std::string const& name, std::function<void(std::string&)> const& edit) {
    std::filesystem::path const root = PENUMBRA_SOURCE_DIR;
    std::ifstream in{root / "experiments" / (name + ".toml")};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    edit(text);
    auto const folder = std::filesystem::temp_directory_path() / ("penumbra-edited-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / (name + ".toml")} << text;
    Problems found;
    analysis = load_experiment(folder / (name + ".toml"), {root, root / "experiments", {}}, found);
    std::filesystem::remove_all(folder);
    problems = found.list().size();
  }
};

}  // namespace penumbra::test
