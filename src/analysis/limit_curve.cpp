#include "analysis/limit_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace penumbra {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Powers of couplings outside of this range leave that of a double; published ones lie far inside.
constexpr double smallest_coupling = 1e-25;
constexpr double largest_coupling = 1e6;
constexpr double smallest_mass_GeV = 1e-25;
constexpr double largest_mass_GeV = 1e10;

/// A closed curve is compared with itself, side by side.
constexpr std::size_t most_vertices = 10'000;

/// Value at x on the straight line in (ln, ln) from (x1, y1) to (x2, y2).
double log_log(double x, double x1, double y1, double x2, double y2) {
  double const fraction = std::log(x / x1) / std::log(x2 / x1);
  return y1 * std::pow(y2 / y1, fraction);
}

/// Do the open segments a-b and c-d cross, in (ln mass, ln coupling)?
struct Vertex {
  double x;
  double y;
};
double side(Vertex p, Vertex q, Vertex r) { return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x); }
bool cross(Vertex a, Vertex b, Vertex c, Vertex d) {
  return side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0;
}

void check_polygon(TextTable const& table, std::vector<double> const& mass, std::vector<double> const& coupling,
                   Problems& problems) {
  std::size_t const count = mass.size();
  if (count < 3) {
    problems.add(table.name() + ":1:1", fmt::format("a closed curve with {} vertices has no inside", count));
    return;
  }
  if (count > most_vertices) {
    problems.add(table.name() + ":1:1", fmt::format("{} vertices, expected at most {}", count, most_vertices));
    return;
  }
  std::vector<Vertex> v;
  for (std::size_t i = 0; i < count; ++i) v.push_back({std::log(mass[i]), std::log(coupling[i])});
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = i + 2; j < count; ++j) {
      if (i == 0 && j + 1 == count) continue;
      if (cross(v[i], v[i + 1], v[j], v[(j + 1) % count])) {
        problems.add(table.where_row(j),
                     fmt::format("the polygon crosses itself here and at {} (are its vertices sorted by mass? "
                                 "they must run along the boundary)",
                                 table.where_row(i)));
        return;
      }
    }
}

std::vector<std::string> columns_of(LimitCurve::Shape shape, std::string const& coupling) {
  if (shape == LimitCurve::Shape::interval) return {"mass_GeV", "lower", "upper"};
  if (shape == LimitCurve::Shape::surface) return {"mass_GeV", coupling, "r"};
  return {"mass_GeV", coupling};
}

/// Couplings at each mass of a grid: every mass has the same ones, ascending. Zero where that is not so.
std::size_t check_grid(TextTable const& table, std::vector<double> const& mass, std::vector<double> const& coupling,
                       Problems& problems) {
  auto const first_end = std::find_if(mass.begin(), mass.end(), [&](double m) { return m != mass.front(); });
  auto const width = static_cast<std::size_t>(first_end - mass.begin());
  if (width < 2 || width == mass.size()) {
    problems.add(table.name() + ":1:1",
                 "a surface needs at least two masses, each with the same two or more couplings");
    return 0;
  }
  for (std::size_t i = 0; i < mass.size(); ++i) {
    std::size_t const column = i % width;
    std::string wrong;
    if (column > 0 && mass[i] != mass[i - 1])
      wrong = fmt::format("mass {} GeV, where the grid still has couplings at {} GeV", mass[i], mass[i - 1]);
    else if (column == 0 && i > 0 && !(mass[i] > mass[i - 1]))
      wrong = fmt::format("mass {} GeV has more couplings than the first mass, which has {}", mass[i], width);
    else if (i < width ? column > 0 && !(coupling[i] > coupling[i - 1]) : coupling[i] != coupling[column])
      wrong = fmt::format("coupling {}, expected {}", coupling[i],
                          i < width ? "one above that of the row before" : fmt::format("{}", coupling[column]));
    if (wrong.empty()) continue;
    problems.add(table.where_row(i), wrong + " (a surface is a grid: every mass with the same ascending couplings)");
    return 0;
  }
  if (mass.size() % width == 0) return width;
  problems.add(table.where_row(mass.size() - 1),
               fmt::format("the last mass has {} couplings, the others {}", mass.size() % width, width));
  return 0;
}

}  // namespace

LimitCurve LimitCurve::read(TextTable const& table, Shape shape, bool open_top, std::string const& coupling,
                            Problems& problems) {
  LimitCurve curve;
  curve.shape_ = shape;
  curve.open_top_ = open_top;
  auto const expected = columns_of(shape, coupling);
  if (table.columns() != expected) {
    problems.add(table.name() + ":1:1", fmt::format("the columns are '{}', expected '{}' for this shape",
                                                    fmt::join(table.columns(), ","), fmt::join(expected, ",")));
    return curve;
  }
  curve.mass_GeV_ = table.column("mass_GeV");
  curve.lower_ = table.column(expected[1]);
  if (shape == Shape::interval) curve.upper_ = table.column("upper");
  if (shape == Shape::surface) curve.ratio_ = table.column("r");
  auto const& mass = curve.mass_GeV_;
  if (mass.empty()) problems.add(table.name() + ":1:1", "no rows: a curve needs at least one");
  bool sound = true;
  auto const fault = [&](std::size_t row, std::string const& message) {
    problems.add(table.where_row(row), message);
    sound = false;
  };
  for (std::size_t i = 0; i < mass.size(); ++i) {
    if (!(mass[i] >= smallest_mass_GeV && mass[i] <= largest_mass_GeV))
      fault(i, fmt::format("mass {} GeV: expected a positive number", mass[i]));
    for (double const g : {curve.lower_[i], shape == Shape::interval ? curve.upper_[i] : curve.lower_[i]})
      if (!(g >= smallest_coupling && (g <= largest_coupling || std::isinf(g))))
        fault(i, fmt::format("coupling {}: expected a positive number between {} and {}", g, smallest_coupling,
                             largest_coupling));
    if (shape == Shape::interval) {
      if (curve.lower_[i] > curve.upper_[i])
        fault(i, fmt::format("lower edge {} above the upper edge {} (are they swapped?)", curve.lower_[i],
                             curve.upper_[i]));
      if (std::isinf(curve.lower_[i]) != std::isinf(curve.upper_[i])) fault(i, "a gap has 'inf' in both columns");
    }
    constexpr double largest_ratio = 1e100;  // and its inverse: their products stay within a double
    if (shape == Shape::surface) {
      if (std::isinf(curve.lower_[i])) fault(i, "a surface has no gaps");
      if (!(curve.ratio_[i] >= 1.0 / largest_ratio && curve.ratio_[i] <= largest_ratio))
        fault(i, fmt::format("r = {}: expected a number between {} and {}", curve.ratio_[i], 1.0 / largest_ratio,
                             largest_ratio));
    }
    if (shape == Shape::closed) {
      if (std::isinf(curve.lower_[i])) fault(i, "a closed curve has no gaps; write one file per island");
    } else if (i > 0 && mass[i] < mass[i - 1]) {
      fault(i, fmt::format("the mass falls from {} to {} GeV; rows must ascend in mass", mass[i - 1], mass[i]));
    }
  }
  if (shape == Shape::closed && sound) check_polygon(table, mass, curve.lower_, problems);
  if (shape == Shape::surface && sound && !mass.empty())
    curve.grid_couplings_ = check_grid(table, mass, curve.lower_, problems);
  return curve;
}

void LimitCurve::write_key(CanonicalWriter& writer) const {
  writer.field("shape", static_cast<std::int64_t>(shape_)).field("open top", std::int64_t{open_top_});
  writer.field("curve: mass", std::span<double const>{mass_GeV_})
      .field("curve: lower", std::span<double const>{lower_});
  writer.field("curve: upper", std::span<double const>{upper_});
  if (shape_ == Shape::surface) writer.field("curve: r", std::span<double const>{ratio_});
}

std::size_t LimitCurve::points() const {
  return static_cast<std::size_t>(
      std::count_if(lower_.begin(), lower_.end(), [](double g) { return std::isfinite(g); }));
}

std::pair<double, double> LimitCurve::finite_range_GeV() const {
  std::pair range{infinity, 0.0};
  for (std::size_t i = 0; i < lower_.size(); ++i)
    if (std::isfinite(lower_[i])) range = {std::min(range.first, mass_GeV_[i]), std::max(range.second, mass_GeV_[i])};
  return range;
}

std::vector<ExcludedInterval> LimitCurve::at(double mass_GeV) const {
  if (shape_ == Shape::surface) return below_one(mass_GeV);
  return shape_ == Shape::closed ? inside_polygon(mass_GeV) : between_rows(mass_GeV);
}

std::vector<double> LimitCurve::grid_couplings() const {
  return {lower_.begin(), lower_.begin() + static_cast<std::ptrdiff_t>(grid_couplings_)};
}

std::vector<double> LimitCurve::ratios(double mass_GeV) const {
  std::size_t const width = grid_couplings_;
  if (width == 0 || mass_GeV < mass_GeV_.front() || mass_GeV > mass_GeV_.back()) return {};
  std::size_t row = width;  // of the first mass above
  while (row + width < mass_GeV_.size() && mass_GeV_[row] < mass_GeV) row += width;
  std::vector<double> result;
  for (std::size_t i = row; i < row + width; ++i)
    result.push_back(log_log(mass_GeV, mass_GeV_[i - width], ratio_[i - width], mass_GeV_[i], ratio_[i]));
  return result;
}

std::vector<ExcludedInterval> LimitCurve::below_one(double mass_GeV) const {
  auto const r = ratios(mass_GeV);
  auto const g = grid_couplings();
  std::vector<ExcludedInterval> intervals;
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (r[i] > 1.0) continue;
    if (i == 0 || r[i - 1] > 1.0)
      intervals.push_back({i == 0 ? g[0] : log_log(1.0, r[i - 1], g[i - 1], r[i], g[i]), g[i]});
    intervals.back().upper = i + 1 < r.size() && r[i + 1] > 1.0 ? log_log(1.0, r[i], g[i], r[i + 1], g[i + 1]) : g[i];
  }
  return intervals;
}

bool LimitCurve::is_wall(double mass_GeV) const {
  if (shape_ != Shape::upper || !open_top_ || mass_GeV_.size() < 2) return false;
  auto const stands = [&](std::size_t end, std::size_t inwards) {
    return mass_GeV == mass_GeV_[end] && lower_[end] > 5.0 * lower_[inwards] &&
           std::abs(mass_GeV_[end] / mass_GeV_[inwards] - 1.0) < 0.04;
  };
  std::size_t const last = mass_GeV_.size() - 1;
  return stands(0, 1) || stands(last, last - 1);
}

std::vector<ExcludedInterval> LimitCurve::between_rows(double mass_GeV) const {
  ExcludedInterval found{infinity, -infinity};
  auto const widen = [&](double lower, double upper) {
    found.lower = std::min(found.lower, lower);
    found.upper = std::max(found.upper, upper);
  };
  bool const has_upper = shape_ == Shape::interval;
  for (std::size_t i = 0; i < mass_GeV_.size(); ++i) {
    if (!std::isfinite(lower_[i])) continue;
    if (mass_GeV_[i] == mass_GeV) widen(lower_[i], has_upper ? upper_[i] : infinity);
    bool const within = i + 1 < mass_GeV_.size() && mass_GeV_[i] < mass_GeV && mass_GeV < mass_GeV_[i + 1];
    if (!within || !std::isfinite(lower_[i + 1])) continue;
    widen(log_log(mass_GeV, mass_GeV_[i], lower_[i], mass_GeV_[i + 1], lower_[i + 1]),
          has_upper ? log_log(mass_GeV, mass_GeV_[i], upper_[i], mass_GeV_[i + 1], upper_[i + 1]) : infinity);
  }
  if (!std::isfinite(found.lower)) return {};
  return {found};
}

std::vector<ExcludedInterval> LimitCurve::inside_polygon(double mass_GeV) const {
  double const largest_mass = *std::max_element(mass_GeV_.begin(), mass_GeV_.end());
  bool const from_left = mass_GeV == largest_mass;
  std::vector<double> crossings;
  for (std::size_t i = 0; i < mass_GeV_.size(); ++i) {
    std::size_t const next = (i + 1) % mass_GeV_.size();
    double const low = std::min(mass_GeV_[i], mass_GeV_[next]);
    double const high = std::max(mass_GeV_[i], mass_GeV_[next]);
    // half-open, so that a vertex counts once; vertical edges never
    bool const spans = from_left ? low < mass_GeV && mass_GeV <= high : low <= mass_GeV && mass_GeV < high;
    if (spans) crossings.push_back(log_log(mass_GeV, mass_GeV_[i], lower_[i], mass_GeV_[next], lower_[next]));
  }
  std::sort(crossings.begin(), crossings.end());
  double const frame = *std::max_element(lower_.begin(), lower_.end());
  constexpr double last_digit = 1e-3;  // couplings are given to four digits
  std::vector<ExcludedInterval> intervals;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
    intervals.push_back({crossings[i], crossings[i + 1], open_top_ && crossings[i + 1] >= frame * (1.0 - last_digit)});
  return intervals;
}

}  // namespace penumbra
