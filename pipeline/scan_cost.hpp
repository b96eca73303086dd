#pragma once

#include <cstddef>
#include <span>

#include "pipeline/run.hpp"

namespace penumbra {

/// CPU time of the columns of a scan, from a sample computed on one core of this machine. Rows that share a flux are
/// computed together, as in a scan. The combination and the writing are not in it (slurm/README.md: how much that is).
struct ScanCost {
  std::size_t columns = 0;  ///< of the grid
  std::size_t sampled = 0;  ///< of these, computed
  double column_s = 0.0;    ///< mean of the sample
  double error_s = 0.0;     ///< standard error of that mean: what the columns that were not computed may change
  double total_s() const { return column_s * static_cast<double>(columns); }
  /// Half of the 95 % interval of the total (Student's t: a few columns know little about their spread).
  double margin_s() const;
  /// The ends of that interval; never below what the sample took.
  double least_s() const;
  double most_s() const;
};

/// Computes columns spread evenly over the grid until they took `patience_s` of CPU, at least four. One is computed
/// before without counting, as it also fills caches.
ScanCost measure_cost(ColumnComputer const& computer, std::span<RowRequest const> requests, MapGrid const& grid,
                      double patience_s);

}  // namespace penumbra
