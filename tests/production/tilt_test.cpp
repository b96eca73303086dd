#include "production/tilt.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace penumbra;

namespace {

/// From the axis to where the spread does not matter, in units of its width.
std::vector<double> const sigmas{0.0, 0.05, 0.3, 1.0, 1.7, 1.99, 2.01, 3.0, 5.9, 6.1, 12.0, 24.0, 26.0, 100.0};

}  // namespace

TEST_CASE("a Gaussian spread of directions has the moments of one", "[production][property]") {
  // <x^2> = <y^2> = 1/2, <x^4> = 3/4, <x^2 y^2> = 1/4, <x^6> = 15/8: those of exp(-x^2 - y^2)/pi.
  auto const mean = [](int rings, int x_power, int y_power) {
    double sum = 0.0;
    for (auto const& [along, across, weight] : spread_points(rings))
      sum += weight * std::pow(along, x_power) * std::pow(across, y_power);
    return sum;
  };
  for (int const rings : {1, 2, 3}) {
    CHECK(mean(rings, 0, 0) == Approx(1.0));
    CHECK(mean(rings, 1, 0) == Approx(0.0).margin(1e-12));
    CHECK(mean(rings, 2, 0) == Approx(0.5));
    CHECK(mean(rings, 0, 2) == Approx(0.5));
  }
  for (int const rings : {2, 3}) {
    CHECK(mean(rings, 4, 0) == Approx(0.75));
    CHECK(mean(rings, 2, 2) == Approx(0.25));
    CHECK(mean(rings, 6, 0) == Approx(1.875));
  }
}

TEST_CASE("emission round spread directions agrees with what can be integrated by hand", "[production][property]") {
  TiltedEmission const tilted{10};
  double const sigma = 0.002;
  double const sigma2 = sigma * sigma;
  // The spread from a twentieth of the emission's width to twenty of them.
  for (double const width : {20.0 * sigma, sigma, 0.05 * sigma}) {
    double const sum2 = width * width + sigma2;
    TiltedEmission::Known gaussian_known;
    TiltedEmission::Known square_known;
    for (double const distance : sigmas) {
      CAPTURE(width, distance);
      double const theta = distance * sigma;
      // Gaussian emission: the two widths add in squares.
      if (theta * theta < 6.0 * sum2) {
        auto const gaussian = [](double, double x, double) { return std::exp(-x * x); };
        double const expected = width * width / sum2 * std::exp(-theta * theta / sum2);
        CHECK(tilted.at(gaussian, width, sigma2, theta, gaussian_known) == Approx(expected).epsilon(1e-3));
      }
      // 1 + x^2, x the angle over the width: the mean square of the spread adds up.
      auto const square = [](double, double x, double) { return 1.0 + x * x; };
      CHECK(tilted.at(square, width, sigma2, theta, square_known) ==
            Approx(1.0 + (theta * theta + sigma2) / (width * width)).epsilon(1e-3));
    }
  }
}
