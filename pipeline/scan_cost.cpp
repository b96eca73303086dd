#include "pipeline/scan_cost.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <ctime>
#include <numeric>
#include <set>
#include <vector>

#include "pipeline/slab_work.hpp"

namespace penumbra {
namespace {

/// A mean of fewer says too little: columns at the edges of a grid may be empty.
constexpr std::size_t least_columns = 4;

/// 1/2, 1/4, 3/4, 1/8, ... for 1, 2, 3, 4, ...: the binary digits of `index` mirrored at the point (van der Corput).
double spread(std::size_t index) {
  double value = 0.0;
  for (double digit = 0.5; index > 0; index /= 2, digit /= 2)
    if (index % 2 == 1) value += digit;
  return value;
}

double cpu_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

double compute_column(ColumnComputer const& computer, std::span<RowRequest const> requests, MapLayout const& layout,
                      std::size_t column) {
  std::vector<std::size_t> rows(requests.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  BatchValues values{layout, Batch{.first_slab = column, .slabs = 1, .rows = rows}, requests};
  auto const start = std::clock();
  auto result = values.place(0, 0, values.points());
  computer.compute(column, rows, result);
  return cpu_since(start);
}

}  // namespace

double ScanCost::margin_s() const {
  if (sampled < 2) return 0.0;
  boost::math::students_t const student{static_cast<double>(sampled - 1)};
  return boost::math::quantile(student, 0.975) * error_s * static_cast<double>(columns);
}

double ScanCost::least_s() const { return std::max(column_s * static_cast<double>(sampled), total_s() - margin_s()); }

double ScanCost::most_s() const { return total_s() + margin_s(); }

ScanCost measure_cost(ColumnComputer const& computer, std::span<RowRequest const> requests, MapGrid const& grid,
                      double patience_s) {
  auto const start = std::clock();
  auto const columns = grid.columns();
  // One column per slab; of a column that is longer than a slab only the first piece, and the others like it.
  auto const piece = std::min(grid.column_points(), max_points_per_slab);
  auto const pieces = static_cast<double>((grid.column_points() + piece - 1) / piece);
  MapLayout const layout{
      .points = piece * columns, .points_per_slab = piece, .row_capacity = 0, .response_capacity = 0};
  static_cast<void>(compute_column(computer, requests, layout, columns / 2));
  std::vector<double> seconds;
  std::set<std::size_t> done;
  for (std::size_t i = 1; done.size() < columns && (done.size() < least_columns || cpu_since(start) < patience_s);
       ++i) {
    auto const column = static_cast<std::size_t>(spread(i) * static_cast<double>(columns));
    if (done.insert(column).second) seconds.push_back(pieces * compute_column(computer, requests, layout, column));
  }
  auto const count = static_cast<double>(seconds.size());
  double const mean = std::accumulate(seconds.begin(), seconds.end(), 0.0) / count;
  double squares = 0.0;
  for (double const value : seconds) squares += (value - mean) * (value - mean);
  double const deviation = seconds.size() > 1 ? std::sqrt(squares / (count - 1.0)) : 0.0;  // one: all there is
  double const missing = 1.0 - count / static_cast<double>(columns);  // of a sample without repetition
  return {.columns = columns,
          .sampled = seconds.size(),
          .column_s = mean,
          .error_s = deviation / std::sqrt(count) * std::sqrt(std::max(0.0, missing))};
}

}  // namespace penumbra
