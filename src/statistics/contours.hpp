#pragma once

#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace penumbra {

/// Values of an axis of a map, strictly ascending; `logarithmic` says how it is interpolated (and drawn).
struct ContourAxis {
  std::vector<double> values;
  bool logarithmic = false;
};

/// Why a line ends: it has reached a side of the grid, or cells with a corner that has no value.
enum class LineEnd { none, x_min, x_max, y_min, y_max, gap };
/// "x_min", "gap", ...; empty for none.
std::string_view to_string(LineEnd end);

/// A piece of a contour in axis coordinates; for a closed one the first point is not repeated.
struct Polyline {
  bool closed = false;
  std::vector<std::pair<double, double>> points;
  bool hole = false;              ///< closed around what lies outside of the region
  std::array<LineEnd, 2> ends{};  ///< of an open line: why it begins and ends
};

/// Where a region ends at the frame of the grid.
enum class AtFrame { open, closed };

/// Contours of the region field <= level on a rectangular grid by marching squares.
///
/// `field` has the value at (x_i, y_j) at i * ny + j; it is linear between neighbours along each edge of the grid (so
/// hand over what varies smoothly), in log of an axis that is logarithmic. Infinite values count as +-745, the
/// logarithm of the smallest double. NaN is no value: through a cell with such a corner no line runs. A saddle is
/// decided by the bilinear surface through its four corners, exact where the field is bilinear. A region that touches
/// the frame gives open lines from frame to frame, or lines closed along it. The inside lies to the left of every
/// line's direction. The order is fixed: open lines by where they start along the frame, then closed ones by their
/// lowest cell.
///
/// Error: second order in the grid spacing where the field is smooth; a corner of a contour is known to a cell.
std::vector<Polyline> contours(ContourAxis const& x, ContourAxis const& y, std::span<double const> field, double level,
                               AtFrame at_frame = AtFrame::open);

}  // namespace penumbra
