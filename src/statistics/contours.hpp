#pragma once

#include <span>
#include <utility>
#include <vector>

namespace penumbra {

/// Values of an axis of a map, strictly ascending; `logarithmic` says how it is interpolated (and drawn).
struct ContourAxis {
  std::vector<double> values;
  bool logarithmic = false;
};

/// A piece of a contour in axis coordinates; for a closed one the first point is not repeated.
struct Polyline {
  bool closed = false;
  std::vector<std::pair<double, double>> points;
};

/// Where a region ends at the frame of the grid.
enum class AtFrame { open, closed };

/// Contours of the region field <= level on a rectangular grid by marching squares.
///
/// `field` has the value at (x_i, y_j) at i * ny + j; it is linear between neighbours along each edge of the grid (so
/// hand over ln CLs or ln L, which vary smoothly), in log of an axis that is logarithmic. Infinite values count as
/// +-745, the logarithm of the smallest double. A saddle is decided by the mean of its four corners. A region that
/// touches the frame gives open lines from frame to frame, or lines closed along it. The inside lies to the left of
/// every line's direction. The order is fixed: open lines by where they start along the frame, then closed ones by
/// their lowest cell.
std::vector<Polyline> contours(ContourAxis const& x, ContourAxis const& y, std::span<double const> field, double level,
                               AtFrame at_frame = AtFrame::open);

}  // namespace penumbra
