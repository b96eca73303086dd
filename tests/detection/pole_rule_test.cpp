#include "detection/pole_rule.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace penumbra;

TEST_CASE("two resonances of any width and distance have the integral of their convolution", "[pole_rule]") {
  // int ds over all s of both = pi (a + b)/(a b) / [d^2 + (a + b)^2]; the range ends at +-1e4, where a product of order
  // s^-4 is gone. Tolerance: 24 nodes a stretch.
  for (double const a : {1e-8, 1e-3, 0.2})
    for (double const b : {1e-6, 0.01, 0.3})
      for (double const d : {0.0, 1e-6, 1e-3, 0.05, 1.0}) {
        std::array<Pole, 2> const poles{{{0.1, a}, {0.1 + d, b}}};
        auto const rule = pole_rule(-1e4, 1e4, poles, 24);
        double sum = 0.0;
        for (std::size_t i = 0; i < rule.size(); ++i) {
          double product = rule.w[i];
          for (auto const& pole : poles)
            product /= std::pow(rule.x[i] - pole.place, 2) + pole.half_width * pole.half_width;
          sum += product;
        }
        CAPTURE(a, b, d);
        CHECK(sum == Approx(std::numbers::pi * (a + b) / (a * b) / (d * d + (a + b) * (a + b))).epsilon(1e-3));
      }
}

TEST_CASE("a pole outside the range is smooth inside", "[pole_rule]") {
  std::array<Pole, 1> const poles{{{0.9, 1e-9}}};
  auto const rule = pole_rule(1.0, 4.0, poles, 24);
  double sum = 0.0;
  for (std::size_t i = 0; i < rule.size(); ++i) sum += rule.w[i] / std::pow(rule.x[i] - 0.9, 2);
  CHECK(sum == Approx(1.0 / 0.1 - 1.0 / 3.1).epsilon(1e-6));
}
