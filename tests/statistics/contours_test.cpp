#include "statistics/contours.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

ContourAxis linear(double from, double to, int count) {
  ContourAxis axis;
  for (int i = 0; i < count; ++i) axis.values.push_back(from + (to - from) * i / (count - 1));
  return axis;
}

std::vector<double> sample(ContourAxis const& x, ContourAxis const& y, std::function<double(double, double)> const& f) {
  std::vector<double> field;
  for (double a : x.values)
    for (double b : y.values) field.push_back(f(a, b));
  return field;
}

double signed_area(Polyline const& line) {
  double area = 0.0;
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    auto const& [ax, ay] = line.points[i];
    auto const& [bx, by] = line.points[(i + 1) % line.points.size()];
    area += 0.5 * (ax * by - bx * ay);
  }
  return area;
}

}  // namespace

TEST_CASE("a circle is one closed line of the right area", "[statistics][convergence]") {
  double error[2];
  for (int round = 0; round < 2; ++round) {
    auto const x = linear(-2.0, 2.0, round ? 81 : 41);
    auto const lines = contours(x, x, sample(x, x, [](double a, double b) { return a * a + b * b; }), 1.0);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].closed);
    error[round] = std::abs(signed_area(lines[0]) - std::numbers::pi);  // positive: the inside is to the left
  }
  CHECK(error[1] < 0.35 * error[0]);  // second order in the spacing
  CHECK(error[1] < 5e-3);
}

TEST_CASE("the distance of a smooth contour falls as the square of the spacing", "[statistics][convergence]") {
  // An ellipse turned against the axes, whose distance from any point is known to first order: |f - 1| / |grad f|.
  auto const f = [](double a, double b) { return a * a + a * b + 2.0 * b * b; };
  std::vector<double> worst;
  for (int const count : {21, 41, 81, 161}) {
    auto const x = linear(-1.7, 1.9, count);
    auto const y = linear(-1.3, 1.2, count);
    auto const lines = contours(x, y, sample(x, y, f), 1.0);
    REQUIRE(lines.size() == 1);
    CHECK((lines[0].closed && !lines[0].hole));
    double largest = 0.0;
    auto const& points = lines[0].points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const& [ax, ay] = points[i];
      auto const& [bx, by] = points[(i + 1) % points.size()];
      for (double const t : {0.0, 0.5}) {  // corners of the line, and the middle of its pieces
        double const px = ax + t * (bx - ax);
        double const py = ay + t * (by - ay);
        largest = std::max(largest, std::abs(f(px, py) - 1.0) / std::hypot(2.0 * px + py, px + 4.0 * py));
      }
    }
    worst.push_back(largest);
  }
  for (std::size_t i = 0; i + 1 < worst.size(); ++i) CHECK(worst[i + 1] < 0.3 * worst[i]);  // a quarter in the limit
}

TEST_CASE("islands are separate lines, a hole runs the other way", "[statistics][property]") {
  auto const x = linear(-3.0, 3.0, 61);
  auto const two = contours(
      x, x, sample(x, x, [](double a, double b) { return std::min(std::hypot(a - 1.5, b), std::hypot(a + 1.5, b)); }),
      1.0);
  REQUIRE(two.size() == 2);
  CHECK((two[0].closed && two[1].closed));
  auto const ring =
      contours(x, x, sample(x, x, [](double a, double b) { return std::abs(std::hypot(a, b) - 1.5); }), 0.5);
  REQUIRE(ring.size() == 2);
  CHECK(signed_area(ring[0]) * signed_area(ring[1]) < 0.0);
  for (auto const& line : ring) CHECK(line.hole == (signed_area(line) < 0.0));
  CHECK_THAT(signed_area(ring[0]) + signed_area(ring[1]), WithinAbs(std::numbers::pi * 3.0, 0.05));
}

TEST_CASE("a saddle is decided by the bilinear surface", "[statistics][property]") {
  auto const x = linear(0.0, 1.0, 2);
  // inside corners (0,0) and (1,1); saddle inside: the two are joined and the lines cut off the outside corners
  auto const joined = contours(x, x, std::vector<double>{-2.0, 1.0, 1.0, -2.0}, 0.0);
  REQUIRE(joined.size() == 2);
  for (auto const& line : joined) {
    auto const& [ax, ay] = line.points.front();
    auto const& [bx, by] = line.points.back();
    bool const around_lower_right = ax + bx > 1.0 && ay + by < 1.0;
    bool const around_upper_left = ax + bx < 1.0 && ay + by > 1.0;
    CHECK((around_lower_right || around_upper_left));
  }
  auto const apart = contours(x, x, std::vector<double>{-1.0, 2.0, 2.0, -1.0}, 0.0);
  REQUIRE(apart.size() == 2);
  for (auto const& line : apart) {
    double const mean = 0.25 * (line.points.front().first + line.points.front().second + line.points.back().first +
                                line.points.back().second);
    CHECK(std::abs(mean - 0.5) > 0.2);
  }
}

TEST_CASE("hyperbolas keep their branches wherever their saddle lies in a cell", "[statistics][property]") {
  // (x - x0)(y - y0) = c is bilinear in every cell: its two branches lie in opposite quadrants around the saddle, and
  // points of the contour are on it exactly. A mean of corners joins the wrong ones where the saddle is off centre.
  auto const x = linear(0.0, 1.0, 6);
  for (double const x0 : {0.43, 0.5, 0.58})
    for (double const y0 : {0.41, 0.5, 0.59})
      for (double const c : {-0.0004, 0.0004}) {
        auto const f = [&](double a, double b) { return (a - x0) * (b - y0) - c; };
        auto const lines = contours(x, x, sample(x, x, f), 0.0);
        REQUIRE(lines.size() == 2);
        for (auto const& line : lines) {
          bool const right = line.points.front().first > x0;
          bool const above = line.points.front().second > y0;
          CHECK((right == above) == (c > 0.0));
          for (auto const& [px, py] : line.points) {
            CHECK_THAT(f(px, py), WithinAbs(0.0, 1e-14));
            CHECK((px > x0) == right);
            CHECK((py > y0) == above);
          }
        }
      }
}

TEST_CASE("an open line says why it ends", "[statistics][property]") {
  auto const x = linear(0.0, 1.0, 11);
  auto const ends = [&](auto const& f) {
    auto const lines = contours(x, x, sample(x, x, f), 0.0);
    REQUIRE(lines.size() == 1);
    CHECK_FALSE(lines[0].closed);
    return lines[0].ends;
  };
  using Ends = std::array<LineEnd, 2>;
  // the inside lies to the left of the line's direction
  CHECK(ends([](double, double b) { return b - 0.33; }) == Ends{LineEnd::x_max, LineEnd::x_min});
  CHECK(ends([](double a, double) { return 0.33 - a; }) == Ends{LineEnd::y_max, LineEnd::y_min});
  CHECK(ends([](double a, double b) { return a + b - 0.33; }) == Ends{LineEnd::y_min, LineEnd::x_min});
  // no value to the right of 0.5: the line ends where the last cell with four values does
  double const nothing = std::numeric_limits<double>::quiet_NaN();
  auto const f = [&](double a, double b) { return a > 0.55 ? nothing : b - 0.33; };
  CHECK(ends(f) == Ends{LineEnd::gap, LineEnd::x_min});
  CHECK_THAT(contours(x, x, sample(x, x, f), 0.0)[0].points.front().first, WithinAbs(0.5, 1e-15));
  CHECK(to_string(LineEnd::y_max) == "y_max");
}

TEST_CASE("a region at the frame is open, or closed along it", "[statistics][property]") {
  auto const x = linear(0.0, 1.0, 11);
  auto const field = sample(x, x, [](double a, double b) { return a + b; });
  auto const open = contours(x, x, field, 0.55);
  REQUIRE(open.size() == 1);
  CHECK_FALSE(open[0].closed);
  auto const closed = contours(x, x, field, 0.55, AtFrame::closed);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].closed);
  CHECK_THAT(signed_area(closed[0]), WithinRel(0.5 * 0.55 * 0.55, 1e-12));  // a linear field is interpolated exactly
  // everything inside: no open line, the frame itself when closed
  CHECK(contours(x, x, field, 5.0).empty());
  auto const all = contours(x, x, field, 5.0, AtFrame::closed);
  REQUIRE(all.size() == 1);
  CHECK_THAT(signed_area(all[0]), WithinRel(1.0, 1e-12));
}

TEST_CASE("logarithmic axes are interpolated in the logarithm", "[statistics][property]") {
  ContourAxis const x{{1.0, 10.0}, true};
  ContourAxis const y{{1e-6, 1e-4}, true};
  // field = log10(y) + 5: the level 0 is at y = 1e-5
  auto const lines = contours(x, y, std::vector<double>{-1.0, 1.0, -1.0, 1.0}, 0.0);
  REQUIRE(lines.size() == 1);
  for (auto const& point : lines[0].points) CHECK_THAT(point.second, WithinRel(1e-5, 1e-12));
}

TEST_CASE("infinite values are deep inside or far outside", "[statistics][property]") {
  auto const x = linear(0.0, 1.0, 2);
  double const inf = std::numeric_limits<double>::infinity();
  auto const lines = contours(x, x, std::vector<double>{-inf, 0.0, -inf, 0.0}, std::log(0.1));
  REQUIRE(lines.size() == 1);
  for (auto const& point : lines[0].points) CHECK((point.second > 0.99 && point.second < 1.0));
}
