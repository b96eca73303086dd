#include "pipeline/map_layout.hpp"

#include <algorithm>
#include <bit>

#include "core/errors.hpp"

namespace penumbra {
namespace {

std::uint64_t product(std::vector<std::vector<double>> const& values, std::size_t first, std::size_t last) {
  std::uint64_t count = 1;
  for (std::size_t i = first; i < last; ++i) count *= values[i].size();
  return count;
}

}  // namespace

std::uint64_t MapGrid::points() const { return product(values, 0, values.size()); }
std::uint64_t MapGrid::columns() const { return product(values, 0, mass_axes); }
std::uint64_t MapGrid::column_points() const { return product(values, mass_axes, values.size()); }

std::uint64_t MapLayout::valid_points(std::uint64_t slab) const {
  return std::min(points_per_slab, points - first_point(slab));
}

std::uint64_t points_per_slab(std::uint64_t columns, std::uint64_t column_points, std::uint64_t ranks) {
  if (column_points > max_points_per_slab) return max_points_per_slab;
  std::uint64_t const by_size = std::max<std::uint64_t>(1, max_points_per_slab / column_points);
  // ceil(columns / k) >= wanted holds exactly when columns > (wanted - 1) k.
  std::uint64_t const wanted = slabs_per_rank * ranks;
  std::uint64_t const by_count = wanted <= 1 ? columns : std::max<std::uint64_t>(1, (columns - 1) / (wanted - 1));
  return column_points * std::min({by_size, by_count, columns});
}

std::uint64_t capacity_for(std::uint64_t rows) { return std::max<std::uint64_t>(64, std::bit_ceil(2 * rows)); }

MapLayout make_layout(MapGrid const& grid, std::uint64_t analyses, std::uint64_t response_rows, std::uint64_t ranks) {
  if (grid.points() == 0) throw InternalError("a map needs at least one grid point");
  return {.points = grid.points(),
          .points_per_slab = points_per_slab(grid.columns(), grid.column_points(), ranks),
          .row_capacity = capacity_for(analyses),
          .response_capacity = capacity_for(response_rows)};
}

std::uint64_t disk_bytes(MapLayout const& layout, std::uint64_t analyses, std::uint64_t response_rows) {
  std::uint64_t const row = 8 * layout.padded_points();
  std::uint64_t const combined_rows = 6;
  std::uint64_t const state = 64 * layout.record_rows() * layout.slabs() + (2 << 20) + 1024 * layout.row_capacity;
  return row * (4 * analyses + response_rows + combined_rows) + state;
}

std::uint64_t buffer_bytes(MapLayout const& layout, std::uint64_t analyses, std::uint64_t response_rows) {
  // A batch of small slabs grows to one row piece of about 1 MiB.
  std::uint64_t const points = std::min(max_points_per_slab, layout.points);
  return 8 * points * (4 * analyses + response_rows);
}

}  // namespace penumbra
