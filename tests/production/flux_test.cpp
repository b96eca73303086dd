#include "production/flux.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace penumbra;

namespace {

/// A falling spectrum that notes the lowest momentum it was asked for.
Flux falling(double& lowest_k) {
  lowest_k = std::numeric_limits<double>::infinity();
  return {1.0, 100.0, 1.0, 0.001, {}, [&lowest_k](auto theta, auto k, auto out) {
            lowest_k = std::min(lowest_k, k.front());
            for (std::size_t i = 0; i < theta.size(); ++i)
              for (std::size_t j = 0; j < k.size(); ++j)
                out[i * k.size() + j] = std::exp(-k[j] / 20.0 - k[j] * theta[i] / 0.3);
          }};
}

std::vector<double> read(Flux& flux, double k_cut, double theta) {
  Flux::Reader reader{flux, k_cut, 3};
  std::vector<double> values(reader.k_GeV().size());
  reader.at(theta, values);
  return values;
}

}  // namespace

TEST_CASE("what a detector reads does not depend on who read before", "[production]") {
  double lowest = 0.0;
  for (double const theta : {0.0, 0.003, 0.02}) {
    auto alone = falling(lowest);
    auto const low_alone = read(alone, 2.0, theta);
    auto after = falling(lowest);
    read(after, 40.0, theta);
    CHECK(read(after, 2.0, theta) == low_alone);
    auto before = falling(lowest);
    auto const high_alone = read(before, 40.0, theta);
    CHECK(read(after, 40.0, theta) == high_alone);
    CHECK(read(alone, 40.0, theta) == high_alone);
  }
}

TEST_CASE("momenta below a detector's cut are not computed", "[production]") {
  double lowest = 0.0;
  auto flux = falling(lowest);
  read(flux, 40.0, 0.003);
  // The cell of the cut and one grid point below it; cells are at most about this wide, where ln(k_max/k) is one.
  CHECK(lowest > 40.0 * std::pow(10.0, -2.0 * std::sqrt(2.0) / Numerics{}.momenta_per_decade));
  CHECK(lowest < 40.0);
}

TEST_CASE("two windows of momentum add up to the window over both", "[production][property]") {
  double lowest = 0.0;
  auto flux = falling(lowest);
  auto const above = [&](double k_cut, double k_end) {
    Flux::Reader reader{flux, k_cut, 5, k_end};
    std::vector<double> values(reader.k_GeV().size());
    reader.at(0.0, values);
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[i] * reader.weights()[i];
    return sum;
  };
  // Within one cell, across cells, and beyond both ends. Tolerance: five nodes in a cell, and the cubic between rows.
  double const all = above(0.5, 1000.0);
  for (double const k : {1.01, 1.02, 3.0, 50.0, 99.0}) {
    CAPTURE(k);
    CHECK(above(0.0, k) + above(k, 1e9) == Approx(all).epsilon(1e-5));
  }
  CHECK(above(2.0, 1.5) == 0.0);
  CHECK(above(0.1, 0.9) == 0.0);
  // exp(-k/20) d ln k from 2 to 2.02: nearly constant.
  CHECK(above(2.0, 2.02) == Approx(std::exp(-2.01 / 20.0) * std::log(1.01)).epsilon(1e-4));
}
