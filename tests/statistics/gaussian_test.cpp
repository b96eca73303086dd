#include "statistics/gaussian.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/integrate.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("E141's 3419 events at 95 % follow from its best fit", "[statistics][published]") {
  // Riordan 1987 (E141): 1126 +- 1312 events in the fit, fewer than 3419 at 95 % CL. Tolerance: the rounding of best
  // fit and error to whole events moves the limit by about two.
  CHECK_THAT(gaussian_upper_limit({1126.0, 1312.0}, 0.05), WithinAbs(3419.0, 2.0));
}

TEST_CASE("CLs of a measurement is the tail of a truncated flat prior", "[statistics][independent]") {
  for (double best_fit : {-800.0, 0.0, 1126.0}) {
    Measurement const m{best_fit, 1312.0};
    auto const density = [&](double s) { return std::exp(log_likelihood_ratio(s, m)); };
    for (double s : {100.0, 2000.0, 5000.0})
      CHECK_THAT(gaussian_cls(s, m), WithinRel(integrate(density, s, 2e4) / integrate(density, 0.0, 2e4), 1e-7));
    CHECK_THAT(gaussian_cls(gaussian_upper_limit(m, 0.1), m), WithinRel(0.1, 1e-12));
  }
}

TEST_CASE("the likelihood of a measurement peaks at its best fit", "[statistics][property]") {
  Measurement const m{3.0, 2.0};
  CHECK(log_likelihood_ratio(0.0, m) == 0.0);
  CHECK_THAT(log_likelihood_ratio(3.0, m), WithinRel(9.0 / 8.0, 1e-14));
  CHECK_THAT(log_likelihood_ratio(6.0, m), WithinAbs(0.0, 1e-14));
  CHECK_THAT(asimov_log_likelihood_ratio(2.0, m), WithinRel(-0.5, 1e-14));
}

TEST_CASE("an exclusion never rewards a signal", "[statistics][property]") {
  Measurement const m{3.0, 2.0};
  for (double s : {0.0, 1.0, 3.0, 6.0}) CHECK(one_sided_log_likelihood_ratio(s, m) == 0.0);
  CHECK_THAT(one_sided_log_likelihood_ratio(8.0, m), WithinRel(log_likelihood_ratio(8.0, m), 1e-14));
  CHECK(one_sided_log_likelihood_ratio(1e-3, {-1.0, 2.0}) < 0.0);
}
