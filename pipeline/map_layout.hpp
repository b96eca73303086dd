#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace penumbra {

/// The axes of a map in grid order: mass axes first, then couplings, last axis fastest.
struct MapGrid {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;
  std::size_t mass_axes = 0;

  std::uint64_t points() const;
  /// Number of mass points.
  std::uint64_t columns() const;
  /// Coupling points of one mass point.
  std::uint64_t column_points() const;
};

/// Sizes of a map file. Fixed at creation.
struct MapLayout {
  std::uint64_t points = 0;             ///< N
  std::uint64_t points_per_slab = 0;    ///< P
  std::uint64_t row_capacity = 0;       ///< C
  std::uint64_t response_capacity = 0;  ///< R

  std::uint64_t slabs() const { return (points + points_per_slab - 1) / points_per_slab; }  ///< S
  std::uint64_t padded_points() const { return slabs() * points_per_slab; }                 ///< Npad
  std::uint64_t first_point(std::uint64_t slab) const { return slab * points_per_slab; }
  /// Points of a slab that exist: fewer than P in the last one.
  std::uint64_t valid_points(std::uint64_t slab) const;
  std::uint64_t record_rows() const { return row_capacity + response_capacity + 2; }
  std::uint64_t response_record_row(std::uint64_t response) const { return row_capacity + response; }
  std::uint64_t combined_record_row(std::uint64_t status_row) const {
    return row_capacity + response_capacity + status_row;
  }
};

/// One slab row piece is at most 1 MiB: a Lustre stripe.
inline constexpr std::uint64_t max_points_per_slab = 131072;
inline constexpr std::uint64_t slabs_per_rank = 8;
/// More points than this are a typing error: 10^12 numbers are 8 TB a row.
inline constexpr std::uint64_t most_points = 1'000'000'000'000;

/// The most whole columns that keep P <= 131072 and S >= 8 x ranks (at least one column); a longer column is cut.
std::uint64_t points_per_slab(std::uint64_t columns, std::uint64_t column_points, std::uint64_t ranks);
/// Twice the rows needed, rounded up to a power of two, at least 64.
std::uint64_t capacity_for(std::uint64_t rows);

MapLayout make_layout(MapGrid const& grid, std::uint64_t analyses, std::uint64_t response_rows, std::uint64_t ranks);

/// Bytes on disk of a map with so many rows filled (unused rows are holes).
std::uint64_t disk_bytes(MapLayout const& layout, std::uint64_t analyses, std::uint64_t response_rows);
/// Bytes of the buffers that one rank fills at a time.
std::uint64_t buffer_bytes(MapLayout const& layout, std::uint64_t analyses, std::uint64_t response_rows);

}  // namespace penumbra
