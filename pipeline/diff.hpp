#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace penumbra {

/// How one analysis, or one combination, of two maps compares.
struct RowDifference {
  std::string name;
  bool identical = false;
  double max_difference = 0.0;  ///< largest absolute difference of any of its numbers; 0 where they cannot be compared
  std::string why;              ///< what keeps it from being compared: only in one map, unfinished; empty otherwise
};

struct MapDifference {
  bool identical = false;               ///< same grid, same analyses, same numbers bit for bit
  std::string why;                      ///< what differs besides numbers: the grids; empty otherwise
  std::vector<RowDifference> analyses;  ///< ascending by name
  std::vector<RowDifference> combined;  ///< "combined/observed", "combined/projected"
};

/// Compares the likelihood content: not layout, row order, spare rows, retired rows or provenance.
MapDifference diff(std::filesystem::path const& a, std::filesystem::path const& b);

}  // namespace penumbra
