#include "pipeline/slab_work.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/errors.hpp"
#include "pipeline/map_file.hpp"

namespace penumbra {
namespace {

// Fewer, and the ranks wait for the last one: costs of columns differ by two orders of magnitude.
constexpr std::uint64_t batches_per_rank = 4;

/// Part of one column that lies in a batch.
struct Piece {
  std::uint64_t column;
  std::uint64_t first_coupling;
  std::uint64_t couplings;
  std::uint64_t offset;  ///< in the batch
};

std::vector<Piece> pieces_of(std::uint64_t first_point, std::uint64_t points, std::uint64_t column_points) {
  std::vector<Piece> pieces;
  for (std::uint64_t offset = 0; offset < points;) {
    auto const point = first_point + offset;
    auto const first_coupling = point % column_points;
    auto const couplings = std::min(column_points - first_coupling, points - offset);
    pieces.push_back({point / column_points, first_coupling, couplings, offset});
    offset += couplings;
  }
  return pieces;
}

void require_finite(std::span<double const> values, char const* what, RowRequest const& request, MapGrid const& grid,
                    std::uint64_t first_point) {
  auto const bad = std::find_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); });
  if (bad == values.end()) return;
  auto const point = first_point + static_cast<std::uint64_t>(bad - values.begin());
  throw InternalError(
      fmt::format("analysis '{}' gives {} = {} at {}", request.name, what, *bad, describe_point(grid, point)));
}

std::uint64_t points_of(MapLayout const& layout, Batch const& batch) {
  auto const last = batch.first_slab + batch.slabs - 1;
  return layout.first_point(last) + layout.valid_points(last) - layout.first_point(batch.first_slab);
}

std::vector<std::size_t> pending_rows(DoneTable const& table, std::uint64_t slab) {
  std::vector<std::size_t> rows;
  for (std::size_t request = 0; request < table.requests(); ++request)
    if (!table.done(request, slab)) rows.push_back(request);
  return rows;
}

}  // namespace

std::uint64_t DoneTable::count(std::size_t request) const {
  auto const first = done_.begin() + static_cast<std::ptrdiff_t>(request * slabs_);
  return std::accumulate(first, first + static_cast<std::ptrdiff_t>(slabs_), std::uint64_t{0});
}

std::uint64_t DoneTable::count() const { return std::accumulate(done_.begin(), done_.end(), std::uint64_t{0}); }

std::vector<Batch> make_batches(MapLayout const& layout, DoneTable const& table, std::uint64_t ranks) {
  std::vector<Batch> single;
  for (std::uint64_t slab = 0; slab < layout.slabs(); ++slab)
    if (auto rows = pending_rows(table, slab); !rows.empty()) single.push_back({slab, 1, std::move(rows)});
  auto const by_size = max_points_per_slab / layout.points_per_slab;
  auto const by_count = single.size() / (batches_per_rank * ranks);
  auto const longest = std::max<std::uint64_t>(1, std::min(by_size, by_count));
  std::vector<Batch> batches;
  for (auto& next : single) {
    bool const joins = !batches.empty() && batches.back().slabs < longest &&
                       batches.back().first_slab + batches.back().slabs == next.first_slab &&
                       batches.back().rows == next.rows;
    if (joins) {
      ++batches.back().slabs;
    } else {
      batches.push_back(std::move(next));
    }
  }
  return batches;
}

BatchValues::BatchValues(MapLayout const& layout, Batch const& batch, std::span<RowRequest const> requests)
    : BatchValues{points_of(layout, batch), batch.rows, requests} {}

BatchValues::BatchValues(std::uint64_t points, std::span<std::size_t const> rows, std::span<RowRequest const> requests)
    : points_{points} {
  for (auto row : rows) {
    components_.push_back(requests[row].component_groups.size());
    values_.emplace_back((analysis_values.size() + 3 * components_.back()) * points_, 0.0);
    auto const cls = std::span{values_.back()}.subspan(3 * points_, points_);
    std::fill(cls.begin(), cls.end(), 1.0);
  }
}

std::vector<std::span<double const>> BatchValues::analysis(std::size_t row_in_batch) const {
  std::vector<std::span<double const>> all;
  for (std::size_t i = 0; i < analysis_values.size(); ++i)
    all.push_back(std::span{values_[row_in_batch]}.subspan(i * points_, points_));
  return all;
}

std::span<double const> BatchValues::response(std::size_t row_in_batch, std::size_t response) const {
  return std::span{values_[row_in_batch]}.subspan((analysis_values.size() + response) * points_, points_);
}

ColumnResult BatchValues::place(std::uint64_t offset, std::size_t first_coupling, std::size_t couplings) {
  ColumnResult result{.first_coupling = first_coupling, .couplings = couplings, .rows = {}};
  for (std::size_t row = 0; row < values_.size(); ++row) {
    auto const part = [&](std::size_t i) { return std::span{values_[row]}.subspan(i * points_ + offset, couplings); };
    RowResult places{
        .expected = part(1), .log_likelihood = part(0), .asimov = part(2), .cls = part(3), .components = {}};
    for (std::size_t i = 0; i < components_[row]; ++i)
      places.components.push_back({part(4 + 3 * i), part(5 + 3 * i), part(6 + 3 * i)});
    result.rows.push_back(std::move(places));
  }
  return result;
}

void compute_batch(MapLayout const& layout, MapGrid const& grid, Batch const& batch,
                   std::span<RowRequest const> requests, ColumnComputer const& computer, std::atomic<bool> const& stop,
                   BatchValues& values) {
  auto const first_point = layout.first_point(batch.first_slab);
  auto const pieces = pieces_of(first_point, values.points(), grid.column_points());
  oneapi::tbb::parallel_for(
      std::size_t{0}, pieces.size(),
      [&](std::size_t i) {
        if (stop) return;
        auto const& piece = pieces[i];
        auto result = values.place(piece.offset, piece.first_coupling, piece.couplings);
        computer.compute(piece.column, batch.rows, result);
        for (std::size_t row = 0; row < batch.rows.size(); ++row) {
          auto const check = [&](std::span<double const> numbers, char const* what) {
            require_finite(numbers, what, requests[batch.rows[row]], grid, first_point + piece.offset);
          };
          auto const& of_row = result.rows[row];
          check(of_row.expected, "expected");
          check(of_row.log_likelihood, "log_likelihood");
          check(of_row.asimov, "asimov");
          check(of_row.cls, "cls");
          for (auto const& component : of_row.components) {
            check(component.nominal, "nominal signal");
            check(component.low, "low signal");
            check(component.high, "high signal");
          }
        }
      },
      oneapi::tbb::simple_partitioner{});
}

std::string describe_point(MapGrid const& grid, std::uint64_t point) {
  std::vector<std::string> parts(grid.names.size());
  for (std::size_t axis = grid.names.size(); axis-- > 0;) {
    auto const& values = grid.values[axis];
    parts[axis] = fmt::format("{} = {}", grid.names[axis], values[point % values.size()]);
    point /= values.size();
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace penumbra
