#include "geometry/aperture.hpp"

#include <catch2/catch.hpp>
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
