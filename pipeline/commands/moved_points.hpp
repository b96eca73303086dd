#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/map_reader.hpp"

namespace penumbra {

/// Which grid points the combinations of a map exclude at 90 %; nothing where a combination is unfinished.
struct CombinedExclusion {
  std::array<std::optional<std::vector<bool>>, 2> excluded;  ///< observed, projected
  static CombinedExclusion of(MapReader const& map);
};

/// What an update did to a map: how many points each new row excludes by itself, and which points the combinations
/// gained and lost.
struct MovedPoints {
  struct Row {
    std::string name;
    std::size_t excluded = 0;
    std::string not_combined;  ///< why it enters no combination; empty when it may
  };
  struct Combination {
    Status status;
    std::size_t before, after, gained, lost;
  };
  std::size_t points = 0;
  std::vector<Row> rows;
  std::vector<Combination> combinations;

  /// `computed`: names of the rows that were computed. Reads the map after the update.
  static MovedPoints of(MapReader const& map, CombinedExclusion const& before, std::span<std::string const> computed,
                        std::span<Analysis const* const> analyses);
  std::string text() const;
  Json json() const;
};

}  // namespace penumbra
