#include "statistics/published_curve.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "statistics/island.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("every rule returns exactly its own CL on its own curve", "[statistics][property]") {
  std::mt19937_64 random{7};  // fixed: the same cases every time
  std::uniform_real_distribution<double> unit{0.0, 1.0};
  for (int i = 0; i < 200; ++i) {
    double const cl = 0.60 + 0.399 * unit(random);
    double const alpha = 1.0 - cl;
    double const b = 0.1 + 20.0 * unit(random);
    Count const count{std::floor(30.0 * unit(random)), {b, unit(random) < 0.5 ? 0.0 : b * unit(random)}};
    CHECK_THAT(CurveLikelihood::counts(cl).on_curve().cls, WithinRel(alpha, 1e-9));
    CHECK_THAT(CurveLikelihood::counts(cl).on_curve().log_likelihood, WithinRel(std::log(alpha), 1e-9));
    CHECK_THAT(CurveLikelihood::counts(cl, count).on_curve().cls, WithinRel(alpha, 1e-9));
    CHECK_THAT(CurveLikelihood::gauss(cl, GaussianLimit::Sided::two).on_curve().cls, WithinRel(alpha, 1e-9));
    CHECK_THAT(CurveLikelihood::gauss(cl, GaussianLimit::Sided::one).on_curve().cls, WithinRel(alpha, 1e-9));
    Measurement const measured{-2.0 + 4.0 * unit(random), 0.1 + unit(random)};
    CHECK_THAT(CurveLikelihood::measurement(cl, measured).on_curve().cls, WithinRel(alpha, 1e-9));
    CHECK_THAT(CurveLikelihood::edge(cl).on_curve().cls, WithinRel(alpha, 1e-9));
  }
}

TEST_CASE("a stated limit defines the curve, a rounded one is made exact", "[statistics][property]") {
  auto const three_events = CurveLikelihood::counts(0.90, {}, 3.0);
  CHECK(three_events.limit() == 3.0);
  CHECK_THAT(three_events.on_curve().cls, WithinRel(std::exp(-3.0), 1e-14));
  auto const rounded = CurveLikelihood::counts(0.90, {}, 2.303);
  CHECK_THAT(rounded.limit(), WithinRel(-std::log(0.1), 1e-12));
}

TEST_CASE("Gaussian curves have the printed number of standard deviations", "[statistics][published]") {
  // design: 1.645 / 1.960 two-sided at 90 / 95 %, 1.282 / 1.645 one-sided; ln L = -z^2/2 on the curve
  CHECK_THAT(CurveLikelihood::gauss(0.90, GaussianLimit::Sided::two).on_curve().log_likelihood,
             WithinAbs(-1.3528, 5e-5));
  CHECK_THAT(CurveLikelihood::gauss(0.95, GaussianLimit::Sided::two).on_curve().log_likelihood,
             WithinAbs(-1.9207, 5e-5));
  CHECK_THAT(CurveLikelihood::gauss(0.90, GaussianLimit::Sided::one).on_curve().log_likelihood,
             WithinAbs(-0.8212, 5e-5));
  CHECK_THAT(CurveLikelihood::gauss(0.95, GaussianLimit::Sided::one).on_curve().log_likelihood,
             WithinAbs(-1.3528, 5e-5));
}

TEST_CASE("an edge has no likelihood", "[statistics][property]") {
  auto const edge = CurveLikelihood::edge(0.90);
  CHECK(edge(0.99).cls == 1.0);
  CHECK(edge(0.99).signal == 0.0);
  CHECK(edge(5.0).log_likelihood == 0.0);
  CHECK(edge(5.0).signal == 1.0);
}

TEST_CASE("an island has its signal on both edges, more between, less outside", "[statistics][property]") {
  std::mt19937_64 random{11};  // fixed: the same cases every time
  std::uniform_real_distribution<double> unit{0.0, 1.0};
  for (int i = 0; i < 2000; ++i) {
    double const lower = std::pow(10.0, -8.0 + 4.0 * unit(random));
    double const decades = std::pow(10.0, -9.0 + 9.5 * unit(random));  // from merged edges to three decades
    double const upper = lower * std::pow(10.0, decades);
    double const p = 2.0;
    double const n = 0.5 + 4.0 * unit(random);
    double const r = 1.0 + std::pow(10.0, -3.0 + 5.0 * unit(random));
    IslandSignal const signal{lower, upper, n, p, r, 2.302585};
    INFO("lower " << lower << " upper " << upper << " n " << n << " r " << r);
    REQUIRE_THAT(signal(lower), WithinRel(2.302585, 1e-9));
    REQUIRE_THAT(signal(upper), WithinRel(2.302585, 1e-9));
    if (decades > 1e-3) {
      REQUIRE(signal(std::sqrt(lower * upper)) > 2.302585);
      REQUIRE(signal(lower / 1.01) < 2.302585);
      REQUIRE(signal(upper * 1.01) < 2.302585);
    }
  }
}

TEST_CASE("an island grows with the n-th power of the coupling at long lifetimes", "[statistics][property]") {
  IslandSignal const signal{1e-7, 1e-4, 4.0, 2.0, 2.0, 2.3};
  // exp(-c g^p) departs from 1 by the near end over the decay length, 1e-6 of its value at the upper edge
  CHECK_THAT(signal(1e-8) / signal(1e-9), WithinRel(1e4, 1e-4));
}
