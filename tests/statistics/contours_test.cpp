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
  CHECK_THAT(signed_area(ring[0]) + signed_area(ring[1]), WithinAbs(std::numbers::pi * 3.0, 0.05));
}

TEST_CASE("a saddle is decided by the mean of its corners", "[statistics][property]") {
  auto const x = linear(0.0, 1.0, 2);
  // inside corners (0,0) and (1,1); mean inside: the two are joined and the lines cut off the outside corners
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
