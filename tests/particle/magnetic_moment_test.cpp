#include "particle/magnetic_moment.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"

using namespace penumbra;
using std::numbers::pi;

TEST_CASE("one-loop magnetic moments have the known light and heavy limits", "[particle][property]") {
  // Light vector: Schwinger's alpha/2pi, that is 1/(8 pi^2) per g^2. Corrections are linear in r for the vector.
  CHECK(magnetic_moment_vector(1e-4) == Approx(1.0 / (8.0 * pi * pi)).epsilon(4e-4));
  CHECK(magnetic_moment_scalar(1e-4) == Approx(3.0 / (16.0 * pi * pi)).epsilon(4e-4));
  CHECK(magnetic_moment_pseudoscalar(1e-4) == Approx(-1.0 / (16.0 * pi * pi)).epsilon(4e-4));
  // Heavy: expansions in 1/r^2, whose next terms are of order ln(r)/r^2.
  for (double const r : {1e4, 1e6}) {
    CHECK(magnetic_moment_vector(r) * r * r == Approx(1.0 / (12.0 * pi * pi)).epsilon(1e-6));
    CHECK(magnetic_moment_scalar(r) * r * r == Approx((std::log(r) - 7.0 / 12.0) / (4.0 * pi * pi)).epsilon(1e-6));
    CHECK(magnetic_moment_pseudoscalar(r) * r * r ==
          Approx(-(std::log(r) - 11.0 / 12.0) / (4.0 * pi * pi)).epsilon(1e-6));
  }
}

TEST_CASE("one-loop magnetic moments agree with adaptive integration between the limits", "[particle][independent]") {
  for (double const r : {1e-3, 0.03, 0.3, 1.0, 2.0, 10.0, 300.0}) {
    auto const by_adaptive = [r](auto const& numerator) {
      auto const f = [&](double z) { return numerator(z) / ((1.0 - z) * (1.0 - z) + r * r * z) / (8.0 * pi * pi); };
      return integrate(f, 0.0, 0.5, 1e-9) + integrate(f, 0.5, 0.99, 1e-9) + integrate(f, 0.99, 1.0, 1e-9);
    };
    CHECK(magnetic_moment_vector(r) ==
          Approx(by_adaptive([](double z) { return 2.0 * z * (1.0 - z) * (1.0 - z); })).epsilon(1e-6));
    CHECK(magnetic_moment_scalar(r) ==
          Approx(by_adaptive([](double z) { return (1.0 - z) * (1.0 - z) * (1.0 + z); })).epsilon(1e-6));
    CHECK(magnetic_moment_pseudoscalar(r) ==
          Approx(by_adaptive([](double z) { return -std::pow(1.0 - z, 3); })).epsilon(1e-6));
  }
}
