#include "core/plain_exp.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace penumbra;

TEST_CASE("the exponential for loops is the library's to rounding", "[core][independent]") {
  for (double x = -700.0; x <= 700.0; x += 0.0137) {
    INFO("x = " << x);
    // Two units in the last place.
    CHECK(std::abs(plain_exp(x) / std::exp(x) - 1.0) < 4.5e-16);
  }
  CHECK(plain_exp(0.0) == 1.0);
}
