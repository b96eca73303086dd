#include "geometry/shape.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <numbers>
#include <sstream>
#include <string>

#include "geometry/decay_volume.hpp"

using namespace penumbra;

namespace {

double path(Stretches const& stretches) {
  double sum = 0.0;
  for (auto const& part : stretches) sum += part.last_m - part.first_m;
  return sum;
}

}  // namespace

TEST_CASE("the DUNE ND-GAr cylinder has three trajectory classes", "[geometry][published]") {
  // Volume of Berryman et al., arXiv:1912.07622: z 579-584 m, radius 2.5 m. The table was computed independently:
  // l1 = d1/cos, l2 = min(d2/cos, R/sin), probability exp(-l1/L) - exp(-l2/L), to 1e-8 (its own statement).
  Solid const volume{Cylinder{2.5, 5.0, 2}, {0.0, 0.0, 581.5}};
  std::ifstream file{PENUMBRA_SOURCE_DIR "/tests/data/dune_eps_det.csv"};
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#' || line[0] == 't') continue;
    std::istringstream fields{line};
    std::string theta, length, kind, expected;
    std::getline(fields, theta, ',');
    std::getline(fields, length, ',');
    std::getline(fields, kind, ',');
    std::getline(fields, expected, ',');
    auto const chord = volume.crossing(std::stod(theta), 0.3);
    CAPTURE(line);
    ++rows;
    REQUIRE(chord.count == (kind == "miss" ? 0 : 1));
    if (kind == "miss") continue;
    auto const [first, last] = chord.part[0];
    CHECK((last * std::cos(std::stod(theta)) < 583.999999) == (kind == "side"));
    double const L = std::stod(length);
    CHECK(-std::exp(-first / L) * std::expm1(-(last - first) / L) == Approx(std::stod(expected)).epsilon(1e-8));
  }
  CHECK(rows == 24);
}

TEST_CASE("paths through every shape agree with walking along the line", "[geometry][independent]") {
  using Membership = std::function<bool(Point const&)>;
  struct Case {
    Shape shape;
    Membership contains;
  };
  std::vector<Case> const cases{
      {Sphere{2.0}, [](Point const& p) { return norm(p) < 2.0; }},
      {Cylinder{1.5, 4.0, 1, 0.6},
       [](Point const& p) {
         double const r = std::hypot(p[0], p[2]);
         return std::abs(p[1]) < 2.0 && r < 1.5 && r > 0.6;
       }},
      {Cuboid{{2.0, 3.0, 4.0}},
       [](Point const& p) { return std::abs(p[0]) < 1.0 && std::abs(p[1]) < 1.5 && std::abs(p[2]) < 2.0; }},
      {Frustum{{1.0, 2.0}, {3.0, 2.5}, 4.0},
       [](Point const& p) {
         double const part = 0.25 * (p[2] + 2.0);
         return part > 0.0 && part < 1.0 && std::abs(p[0]) < 0.5 + part && std::abs(p[1]) < 1.0 + 0.25 * part;
       }},
      {Cone{2.0, 0.5, 4.0},
       [](Point const& p) { return std::abs(p[2]) < 2.0 && std::hypot(p[0], p[1]) < 1.25 - 0.375 * p[2]; }}};
  for (auto const& [shape, contains] : cases)
    for (int i = 0; i < 60; ++i) {
      Point const from{-4.0 + 0.13 * i, 5.0 - 0.2 * i, -6.0 + 0.05 * i};
      Point const aim{0.9 * std::sin(i), 1.2 * std::cos(3.0 * i), 1.8 * std::sin(2.0 * i)};
      auto const towards = advanced(aim, -1.0, from);
      auto const direction = advanced({}, 1.0 / norm(towards), towards);
      constexpr int steps = 20000;
      constexpr double length = 20.0;
      double walked = 0.0;
      for (int j = 0; j < steps; ++j)
        if (contains(advanced(from, (j + 0.5) * length / steps, direction))) walked += length / steps;
      CAPTURE(shape.index(), i);
      CHECK(path(inside(shape, from, direction)) == Approx(walked).margin(4.0 * length / steps));
    }
}

TEST_CASE("shapes that are the same body give the same paths", "[geometry]") {
  constexpr double quarter = 0.5 * std::numbers::pi;
  struct Pair {
    Solid one, other;
  };
  Point const centre{3.0, -1.0, 12.0};
  std::vector<Pair> const pairs{
      {Solid{Frustum{{2.0, 3.0}, {2.0, 3.0}, 5.0}, centre}, Solid{Cuboid{{2.0, 3.0, 5.0}}, centre}},
      {Solid{Cone{1.5, 1.5, 5.0}, centre}, Solid{Cylinder{1.5, 5.0, 2}, centre}},
      {Solid{Cylinder{1.5, 5.0, 2, 0.3}, centre, {0.0, quarter, 0.0}}, Solid{Cylinder{1.5, 5.0, 0, 0.3}, centre}},
      {Solid{Cylinder{1.5, 5.0, 2}, centre, {quarter, 0.0, 0.0}}, Solid{Cylinder{1.5, 5.0, 1}, centre}},
      {Solid{Cuboid{{2.0, 3.0, 5.0}}, centre, {0.0, 0.0, quarter}}, Solid{Cuboid{{3.0, 2.0, 5.0}}, centre}},
      {Solid{Cone{1.0, 2.0, 5.0}, centre, {0.0, 2.0 * quarter, 0.0}}, Solid{Cone{2.0, 1.0, 5.0}, centre}},
      {Solid{Sphere{2.0}, centre, {0.1, 0.2, 0.3}}, Solid{Sphere{2.0}, centre}}};
  for (auto const& [one, other] : pairs) {
    CHECK(one.volume_m3() == Approx(other.volume_m3()).epsilon(1e-12));
    int hits = 0;
    for (int i = 0; i < 200; ++i) {
      double const theta = 0.05 + 0.002 * i;
      double const phi = -0.3 + 0.5 * std::sin(i);
      if (one.path_m(theta, phi) > 0.0) ++hits;
      CHECK(one.path_m(theta, phi) == Approx(other.path_m(theta, phi)).margin(1e-9));
    }
    CHECK(hits > 20);
  }
}

TEST_CASE("a body that turns takes its paths along", "[geometry]") {
  // Turned about the beam by hand, centre and rotation: the path at phi becomes that at phi + angle.
  double const angle = 0.7;
  Solid const box{Cuboid{{2.0, 3.0, 5.0}}, {4.0, 0.0, 9.0}};
  Solid const turned{Cuboid{{2.0, 3.0, 5.0}}, {4.0 * std::cos(angle), 4.0 * std::sin(angle), 9.0}, {0.0, 0.0, angle}};
  for (int i = 0; i < 100; ++i) {
    double const theta = 0.2 + 0.005 * i;
    double const phi = 0.4 * std::sin(5.0 * i);
    CHECK(turned.path_m(theta, phi + angle) == Approx(box.path_m(theta, phi)).margin(1e-9));
  }
}

TEST_CASE("the back face of a turned frustum is where its axis leaves", "[geometry]") {
  Rotation const rotation{0.3, -0.2, 0.5};
  Solid const frustum{Frustum{{1.0, 2.0}, {3.0, 4.0}, 10.0}, {5.0, 1.0, 20.0}, rotation};
  auto const face = back_face(frustum);
  REQUIRE(face);
  auto const axis = rotation.turned({0.0, 0.0, 1.0});
  auto const corner = rotation.turned({1.49, 1.99, 5.0});
  CHECK(face->passed_by({5.0, 1.0, 20.0}, axis));
  CHECK(face->passed_by({5.0, 1.0, 20.0}, corner));
  CHECK(!face->passed_by({5.0, 1.0, 20.0}, rotation.turned({1.51, 0.0, 5.0})));
  CHECK(!face->passed_by({5.0, 1.0, 20.0}, advanced({}, -1.0, axis)));
  CHECK(!back_face(Solid{Sphere{1.0}, {0.0, 0.0, 9.0}}));
}
