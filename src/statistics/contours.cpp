#include "statistics/contours.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

constexpr double lowest_log = -745.0;  // exp(-745) is the smallest double
constexpr std::size_t none = static_cast<std::size_t>(-1);
using Point = std::pair<double, double>;

/// A grid in drawing coordinates (log of logarithmic axes), with a ring of outside cells when lines close along the
/// frame.
struct Grid {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> value;  // relative to the level: inside is <= 0
  double at(std::size_t i, std::size_t j) const { return value[i * y.size() + j]; }
  bool inside(std::size_t i, std::size_t j) const { return at(i, j) <= 0.0; }
  // Edges of the grid have numbers: first those along x, from (i, j) to (i+1, j), then those along y.
  std::size_t along_x(std::size_t i, std::size_t j) const { return i * y.size() + j; }
  std::size_t along_y(std::size_t i, std::size_t j) const { return (x.size() - 1) * y.size() + i * (y.size() - 1) + j; }
  std::size_t edges() const { return (x.size() - 1) * y.size() + x.size() * (y.size() - 1); }
};

std::vector<double> drawing_coordinates(ContourAxis const& axis, bool ring) {
  std::vector<double> result;
  for (double value : axis.values) result.push_back(axis.logarithmic ? std::log(value) : value);
  if (ring) {
    result.insert(result.begin(), result.front());
    result.push_back(result.back());
  }
  return result;
}

Grid make_grid(ContourAxis const& x, ContourAxis const& y, std::span<double const> field, double level,
               AtFrame at_frame) {
  bool const ring = at_frame == AtFrame::closed;
  Grid grid{drawing_coordinates(x, ring), drawing_coordinates(y, ring), {}};
  std::size_t const skip = ring ? 1 : 0;
  grid.value.assign(grid.x.size() * grid.y.size(), 1.0);
  for (std::size_t i = 0; i < x.values.size(); ++i)
    for (std::size_t j = 0; j < y.values.size(); ++j) {
      double const value = field[i * y.values.size() + j];
      grid.value[(i + skip) * grid.y.size() + j + skip] =
          std::isnan(value) ? value : std::clamp(value, lowest_log, -lowest_log) - level;
    }
  return grid;
}

/// An edge of the grid: its two ends.
struct Edge {
  bool along_x;
  std::size_t i, j, i2, j2;
};

Edge edge_of(Grid const& grid, std::size_t number) {
  bool const along_x = number < grid.along_y(0, 0);
  std::size_t const columns = along_x ? grid.y.size() : grid.y.size() - 1;
  std::size_t const local = along_x ? number : number - grid.along_y(0, 0);
  std::size_t const i = local / columns;
  std::size_t const j = local % columns;
  return {along_x, i, j, along_x ? i + 1 : i, along_x ? j : j + 1};
}

/// Where the level is on an edge that it crosses, in drawing coordinates.
Point crossing(Grid const& grid, std::size_t number) {
  auto const [along_x, i, j, i2, j2] = edge_of(grid, number);
  double const fraction = grid.at(i, j) / (grid.at(i, j) - grid.at(i2, j2));
  return {grid.x[i] + (along_x ? fraction * (grid.x[i2] - grid.x[i]) : 0.0),
          grid.y[j] + (along_x ? 0.0 : fraction * (grid.y[j2] - grid.y[j]))};
}

LineEnd end_at(Grid const& grid, std::size_t number) {
  auto const edge = edge_of(grid, number);
  if (edge.along_x && edge.j == 0) return LineEnd::y_min;
  if (edge.along_x && edge.j + 1 == grid.y.size()) return LineEnd::y_max;
  if (!edge.along_x && edge.i == 0) return LineEnd::x_min;
  if (!edge.along_x && edge.i + 1 == grid.x.size()) return LineEnd::x_max;
  return LineEnd::gap;
}

/// Positive for a line that is walked counter-clockwise.
double signed_area(std::vector<Point> const& points) {
  double area = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto const& [ax, ay] = points[i];
    auto const& [bx, by] = points[(i + 1) % points.size()];
    area += 0.5 * ((ax - points[0].first) * (by - points[0].second) - (bx - points[0].first) * (ay - points[0].second));
  }
  return area;
}

/// Directed segments between edges of the grid, inside to the left: next[e] is where the line goes from edge e.
/// Every edge with a crossing belongs to at most one cell that it enters and one that it leaves.
struct Segments {
  std::vector<std::size_t> next;
  std::vector<bool> arrives;
};

Segments march(Grid const& grid) {
  Segments segments{std::vector<std::size_t>(grid.edges(), none), std::vector<bool>(grid.edges(), false)};
  auto const join = [&](std::size_t from, std::size_t to) {
    segments.next[from] = to;
    segments.arrives[to] = true;
  };
  for (std::size_t i = 0; i + 1 < grid.x.size(); ++i)
    for (std::size_t j = 0; j + 1 < grid.y.size(); ++j) {
      if (std::isnan(grid.at(i, j) + grid.at(i + 1, j) + grid.at(i + 1, j + 1) + grid.at(i, j + 1))) continue;
      // Corners counter-clockwise from (i, j), and the edge that follows each.
      bool const inside[4] = {grid.inside(i, j), grid.inside(i + 1, j), grid.inside(i + 1, j + 1),
                              grid.inside(i, j + 1)};
      std::size_t const edge[4] = {grid.along_x(i, j), grid.along_y(i + 1, j), grid.along_x(i, j + 1),
                                   grid.along_y(i, j)};
      // Walking around counter-clockwise: leaving the inside starts a segment (inside to its left), entering it ends
      // one.
      std::size_t out[2] = {none, none};
      std::size_t in[2] = {none, none};
      int outs = 0;
      int ins = 0;
      for (int k = 0; k < 4; ++k) {
        bool const here = inside[k];
        bool const there = inside[(k + 1) % 4];
        if (here && !there) out[outs++] = edge[k];
        if (!here && there) in[ins++] = edge[k];
      }
      if (outs == 1) join(out[0], in[0]);
      if (outs == 2) {
        // The saddle point of the bilinear surface has the value (ac - bd) / (a + c - b - d), a to d the corners
        // around.
        double const diagonals = grid.at(i, j) * grid.at(i + 1, j + 1) - grid.at(i + 1, j) * grid.at(i, j + 1);
        bool const inside_saddle = inside[0] ? diagonals >= 0.0 : diagonals <= 0.0;
        // Inside saddle: the line cuts off each outside corner: from where the walk leaves to where it enters next.
        // Outside saddle: it cuts off each inside corner: from where the walk leaves to where it entered before.
        bool const first_corner = inside[0];
        std::size_t const after[2] = {first_corner ? in[0] : in[1], first_corner ? in[1] : in[0]};
        std::size_t const before[2] = {after[1], after[0]};
        for (int k = 0; k < 2; ++k) join(out[k], inside_saddle ? after[k] : before[k]);
      }
    }
  return segments;
}

}  // namespace

std::string_view to_string(LineEnd end) {
  constexpr std::array<std::string_view, 6> names{"", "x_min", "x_max", "y_min", "y_max", "gap"};
  return names[static_cast<std::size_t>(end)];
}

std::vector<Polyline> contours(ContourAxis const& x, ContourAxis const& y, std::span<double const> field, double level,
                               AtFrame at_frame) {
  PENUMBRA_EXPECT(field.size() == x.values.size() * y.values.size());
  if (x.values.size() < 2 || y.values.size() < 2) return {};
  Grid const grid = make_grid(x, y, field, level, at_frame);
  Segments segments = march(grid);

  auto const in_axes = [&](Point const& p) -> Point {
    return {x.logarithmic ? std::exp(p.first) : p.first, y.logarithmic ? std::exp(p.second) : p.second};
  };
  auto const trace = [&](std::size_t start) {
    Polyline line;
    std::size_t last = start;
    for (std::size_t edge = start; edge != none && !line.closed;) {
      auto const p = crossing(grid, edge);
      if (line.points.empty() || line.points.back() != p) line.points.push_back(p);  // the ring has cells without width
      last = edge;
      edge = std::exchange(segments.next[edge], none);
      line.closed = edge == start;
    }
    if (line.closed && line.points.size() > 1 && line.points.front() == line.points.back()) line.points.pop_back();
    if (line.closed)
      line.hole = signed_area(line.points) < 0.0;
    else
      line.ends = {end_at(grid, start), end_at(grid, last)};
    std::transform(line.points.begin(), line.points.end(), line.points.begin(), in_axes);
    return line;
  };

  std::vector<Polyline> lines;
  for (std::size_t edge = 0; edge < segments.next.size(); ++edge)
    if (segments.next[edge] != none && !segments.arrives[edge]) lines.push_back(trace(edge));
  for (std::size_t edge = 0; edge < segments.next.size(); ++edge)
    if (segments.next[edge] != none) lines.push_back(trace(edge));
  std::erase_if(lines, [](Polyline const& line) { return line.points.size() < 2; });
  return lines;
}

}  // namespace penumbra
