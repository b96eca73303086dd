#include "statistics/normal.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;
using Catch::Matchers::WithinRel;

TEST_CASE("quantiles of the normal distribution are the printed ones", "[statistics][published]") {
  // PDG review of statistics, table of the area of Gaussian tails: alpha = 0.1 (two-sided) at 1.64 sigma, 0.05 at 1.96.
  // Three more digits: any table of the normal distribution; tolerance: half of the last digit.
  CHECK_THAT(normal_quantile(0.95), WithinRel(1.644854, 5e-7));
  CHECK_THAT(normal_quantile(0.975), WithinRel(1.959964, 5e-7));
  CHECK_THAT(normal_quantile(0.90), WithinRel(1.281552, 5e-7));
}

TEST_CASE("the distribution function and its inverse agree far in the tail", "[statistics][property]") {
  for (double p : {1e-300, 1e-100, 1e-16, 1e-3, 0.3, 0.5, 0.9})
    CHECK_THAT(normal_cdf(normal_quantile(p)), WithinRel(p, 1e-12));  // rounding of x at |x| = 37, times x
}
