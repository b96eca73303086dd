#include "geometry/aperture.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace penumbra;

TEST_CASE("an opening lets through what meets it from behind or before, flying forward", "[geometry]") {
  // A ceiling: across y at 10 m, 4 m wide (x) and 8 m long (z) about z = 20 m.
  Opening const ceiling{Aperture::rectangle(4.0, 8.0), {0.0, 10.0, 20.0}, {-0.5 * std::numbers::pi, 0.0, 0.0}};
  CHECK(ceiling.passed_by({0.0, 0.0, 20.0}, {0.0, 1.0, 0.0}));
  CHECK(ceiling.passed_by({0.0, 0.0, 20.0}, {0.19, 1.0, 0.39}));
  CHECK(!ceiling.passed_by({0.0, 0.0, 20.0}, {0.21, 1.0, 0.0}));
  CHECK(!ceiling.passed_by({0.0, 0.0, 20.0}, {0.0, 1.0, 0.41}));
  CHECK(!ceiling.passed_by({0.0, 0.0, 20.0}, {0.0, -1.0, 0.0}));
  CHECK(ceiling.passed_by({0.0, 20.0, 20.0}, {0.0, -1.0, 0.0}));
}

TEST_CASE("a disc with a hole is open between its radii", "[geometry]") {
  auto const straws = Aperture::disc(1.0, 0.2, 0.0, 0.1);
  CHECK(!straws.contains(0.2, 0.05));
  CHECK(straws.contains(0.2, 0.15));
  CHECK(straws.contains(1.15, 0.0));
  CHECK(!straws.contains(1.25, 0.0));
  CHECK(straws.inscribed_m() == 0.0);
}

TEST_CASE("the angles at which tracks pass an opening are those found track by track", "[geometry][independent]") {
  // Openings across the beam, tilted, off the axis, with a hole; seen from before, from behind and from beside.
  // Tolerance: the steps of the angle, half a step for each end of a range.
  constexpr int steps = 20000;
  constexpr double pi = std::numbers::pi;
  for (auto const& aperture : {Aperture::disc(1.0), Aperture::disc(1.0, 0.3, -0.2, 0.4),
                               Aperture::rectangle(2.0, 3.0, 0.5), Aperture::unbounded()})
    for (auto const& rotation : {Rotation{}, Rotation{0.4, -0.7, 0.3}})
      for (Point const& from : {Point{0.1, 0.2, 3.0}, Point{-0.5, 0.4, 12.0}, Point{4.0, 0.0, 9.5}})
        for (double const theta : {0.02, 0.8, 2.5}) {
          Opening const opening{aperture, {0.1, 0.0, 10.0}, rotation};
          auto const ahead = direction_of(theta, 0.6);
          auto const aside = direction_of(theta + 0.5 * pi, 0.6);
          int hits = 0;
          for (int i = 0; i < steps; ++i) {
            double const alpha = pi * (i + 0.5) / steps;
            if (opening.passed_by(from, advanced(advanced({}, std::cos(alpha), ahead), std::sin(alpha), aside))) ++hits;
          }
          double angles = 0.0;
          for (auto const& range : opening.passing_angles(from, ahead, aside))
            angles += std::atan2(1.0, range.low) - std::atan2(1.0, range.high);
          CAPTURE(theta, from[2], hits);
          CHECK(angles == Approx(pi * hits / steps).margin(2.0 * pi / steps));
        }
}
