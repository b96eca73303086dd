#include "production/scaled_bessel.hpp"

#include <boost/math/special_functions/bessel.hpp>
#include <catch2/catch.hpp>
#include <cmath>

using namespace penumbra;

// Largest error where the table ends and the series begins: its first term left out, 7442 / (8 x 16)^5 = 2.2e-7.
TEST_CASE("the scaled Bessel function is exact to 3e-7", "[production]") {
  for (double x = 0.0; x < 500.0; x += x < 20.0 ? 0.0071 : 1.3) {
    CAPTURE(x);
    CHECK(std::abs(scaled_bessel_i0(x) / (std::exp(-x) * boost::math::cyl_bessel_i(0, x)) - 1.0) < 3e-7);
  }
}
