#include "geometry/solid.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/errors.hpp"
#include "core/integrate.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

double total(std::vector<SolidPiece> const& pieces) {
  double sum = 0.0;
  for (auto const& piece : pieces) sum += piece.weight_m_sr;
  return sum;
}

/// int dOmega path length by midpoints: another way to the same integral.
double by_paths(Solid const& solid) {
  constexpr int steps = 400;
  constexpr int turns = 16000;
  double const from = solid.theta_min_rad();
  double const to = solid.theta_max_rad();
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    double const theta = from + (i + 0.5) * (to - from) / steps;
    for (int j = 0; j < turns; ++j) sum += solid.path_m(theta, 2.0 * pi * (j + 0.5) / turns) * std::sin(theta);
  }
  return sum * (to - from) * 2.0 * pi / (static_cast<double>(steps) * turns);
}

}  // namespace

TEST_CASE("a sphere has the closed form of int dV/r^2", "[solid]") {
  // pi [2 R - (d^2 - R^2)/d ln((d + R)/(d - R))]: elementary integral. Tolerance: rounding, and exp(-order) of the
  // rule.
  double const R = 5.0;
  double const d = std::hypot(1.9, 20.0);
  Solid const sphere{Sphere{R}, {0.0, -1.9, 20.0}};
  double const closed = pi * (2.0 * R - (d * d - R * R) / d * std::log((d + R) / (d - R)));
  CHECK(total(sphere.pieces(16)) == Approx(closed).epsilon(1e-8));
}

TEST_CASE("volume and paths of every shape give the same int dV/r^2", "[solid]") {
  // Tolerance: 400 x 16000 midpoints across edges.
  auto const solid = GENERATE(
      Solid{Sphere{0.8}, {0.0, -1.9, 3.0}}, Solid{Cylinder{0.8, 1.6, 1}, {19.3, 0.0, 0.0}},
      Solid{Cylinder{2.5, 8.3, 2}, {0.0, -4.65, 29.8}}, Solid{Cuboid{{3.0, 2.0, 5.0}}, {0.5, 0.0, 12.0}},
      Solid{Cylinder{2.5, 8.3, 0, 1.0}, {0.0, -4.65, 19.8}, {0.2, 0.4, 0.1}},
      Solid{Frustum{{1.0, 2.7}, {4.0, 6.2}, 20.0}, {1.0, 0.0, 43.5}}, Solid{Cone{1.0, 3.0, 5.0}, {6.0, 2.0, -3.0}});
  CHECK(total(solid.pieces(16)) == Approx(by_paths(solid)).epsilon(2e-3));
}

TEST_CASE("a few directions keep the moments of a detector", "[solid]") {
  // The Gauss rule with n nodes is exact up to degree 2 n - 1 in sin^2(theta/2); tolerance: rounding.
  Solid const lsnd{Cylinder{2.5, 8.3, 2}, {0.0, -4.65, 29.8}};
  auto const pieces = lsnd.pieces(16);
  auto const rule = gauss_rule(pieces, 6);
  REQUIRE(rule.size() == 6);
  auto const moment = [](std::vector<SolidPiece> const& of, int degree) {
    double sum = 0.0;
    for (auto const& piece : of)
      sum += piece.weight_m_sr * std::pow(1e2 * std::pow(std::sin(0.5 * piece.theta_rad), 2), degree);
    return sum;
  };
  for (int degree = 0; degree < 12; ++degree) {
    CAPTURE(degree);
    CHECK(moment(rule, degree) == Approx(moment(pieces, degree)).epsilon(1e-9));
  }
  for (auto const& piece : rule) CHECK(piece.weight_m_sr > 0.0);
}

TEST_CASE("a detector round the origin is refused", "[solid]") {
  CHECK_THROWS_AS((Solid{Sphere{2.0}, {0.0, 0.0, 1.0}}), InputError);
  CHECK_THROWS_AS((Solid{Cuboid{{1.0, 0.0, 1.0}}, {0.0, 0.0, 9.0}}), InputError);
}
