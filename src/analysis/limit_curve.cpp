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

}  // namespace

LimitCurve LimitCurve::read(TextTable const& table, Shape shape, bool open_top, std::string const& coupling,
                            Problems& problems) {
  LimitCurve curve;
  curve.shape_ = shape;
  curve.open_top_ = open_top;
  std::vector<std::string> const expected = shape == Shape::interval
                                                ? std::vector<std::string>{"mass_GeV", "lower", "upper"}
                                                : std::vector<std::string>{"mass_GeV", coupling};
  if (table.columns() != expected) {
    problems.add(table.name() + ":1:1", fmt::format("the columns are '{}', expected '{}' for this shape",
                                                    fmt::join(table.columns(), ","), fmt::join(expected, ",")));
    return curve;
  }
  curve.mass_GeV_ = table.column("mass_GeV");
  curve.lower_ = table.column(expected[1]);
  if (shape == Shape::interval) curve.upper_ = table.column("upper");
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
    if (shape == Shape::closed) {
      if (std::isinf(curve.lower_[i])) fault(i, "a closed curve has no gaps; write one file per island");
    } else if (i > 0 && mass[i] < mass[i - 1]) {
      fault(i, fmt::format("the mass falls from {} to {} GeV; rows must ascend in mass", mass[i - 1], mass[i]));
    }
  }
  if (shape == Shape::closed && sound) check_polygon(table, mass, curve.lower_, problems);
  return curve;
}

void LimitCurve::write_key(CanonicalWriter& writer) const {
  writer.field("shape", static_cast<std::int64_t>(shape_)).field("open top", std::int64_t{open_top_});
  writer.field("curve: mass", std::span<double const>{mass_GeV_})
      .field("curve: lower", std::span<double const>{lower_});
  writer.field("curve: upper", std::span<double const>{upper_});
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
  return shape_ == Shape::closed ? inside_polygon(mass_GeV) : between_rows(mass_GeV);
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
