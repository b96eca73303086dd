#include "core/integrate.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

TEST_CASE("quadratures give integrals that are known in closed form", "[core][integrate]") {
  auto const nodes = penumbra::gauss_legendre(10, 0.0, 1.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) sum += nodes.w[i] * std::pow(nodes.x[i], 19);
  CHECK(sum == Approx(1.0 / 20.0).epsilon(1e-13));  // exact up to degree 2n - 1
  CHECK(penumbra::integrate([](double x) { return std::exp(-x * x); }, -8.0, 8.0) ==
        Approx(std::sqrt(std::numbers::pi)).epsilon(1e-9));
}

TEST_CASE("Gauss-Laguerre nodes integrate powers against exp(-x)", "[core]") {
  auto const nodes = penumbra::gauss_laguerre(4);
  double factorial = 1.0;  // int x^n exp(-x) dx = n!
  for (int n = 0; n < 8; ++n) {
    double sum = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) sum += nodes.w[i] * std::pow(nodes.x[i], n);
    CHECK(sum == Approx(factorial));
    factorial *= n + 1.0;
  }
}
