#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "analysis/measurement.hpp"

namespace penumbra::test {

/// A measurement of experiments/ by its name.
inline std::unique_ptr<Analysis const> shipped_measurement(std::string const& name) {
  Problems problems;
  auto analysis = load_measurement(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments" / (name + ".toml"),
                                   {PENUMBRA_SOURCE_DIR, {}, {}}, problems);
  INFO(problems.text());
  REQUIRE(analysis);
  return analysis;
}

}  // namespace penumbra::test
