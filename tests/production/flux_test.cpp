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
  // The cell of the cut and one grid point below it, each a factor 10^(1/26) or less.
  CHECK(lowest > 40.0 * std::pow(10.0, -2.0 / Numerics{}.momenta_per_decade));
  CHECK(lowest < 40.0);
}
