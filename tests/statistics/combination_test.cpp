#include "statistics/combination.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "statistics/gaussian.hpp"
#include "statistics/published_curve.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("two Gaussian limits on their curves: the asymptotic CLs and the bound", "[statistics][closed-form]") {
  // ln L = -2 (1.645^2 / 2): CLs = 2 (1 - Phi(2.326)) = 0.0200, the bound exp(ln L) = 0.0668.
  auto const one = CurveLikelihood::gauss(0.90, GaussianLimit::Sided::two).on_curve();
  double const log_l = 2.0 * one.log_likelihood;
  CHECK_THAT(asymptotic_cls(-2.0 * log_l, -4.0 * one.asimov), WithinAbs(0.0200, 5e-5));
  CHECK_THAT(std::exp(log_l), WithinAbs(0.0668, 5e-5));
  CHECK(excluded_by_bound(log_l, 0.90));
  CHECK_FALSE(excluded_by_bound(log_l, 0.95));
  CHECK_FALSE(excluded_by_bound(one.log_likelihood, 0.90));  // weaker than its member: exp(-1.353) = 0.26
}

TEST_CASE("the asymptotic CLs is exact for one Gaussian measurement", "[statistics][closed-form]") {
  for (double best_fit : {-2.0, 0.0, 1.5})
    for (double s : {0.5, 2.0, 4.0}) {
      Measurement const m{best_fit, 1.3};
      double const q = -2.0 * log_likelihood_ratio(s, m);
      double const q_asimov = -2.0 * asimov_log_likelihood_ratio(s, m);
      CHECK_THAT(asymptotic_cls(q, q_asimov), WithinRel(gaussian_cls(s, m), 1e-12));
    }
  CHECK(asymptotic_cls(0.0, 0.0) == 1.0);
}

TEST_CASE("low-count members that dominate forbid the asymptotic CLs", "[statistics][errors]") {
  CHECK_FALSE(reason_to_refuse_asymptotic(std::vector<AsymptoticMember>{{-2.0, true}, {-1.0, false}}).empty());
  CHECK(reason_to_refuse_asymptotic(std::vector<AsymptoticMember>{{-1.0, true}, {-2.0, false}}).empty());
  CHECK(reason_to_refuse_asymptotic({}).empty());
}

TEST_CASE("union and bound on background-free counts", "[statistics][property]") {
  // Two searches of zero events with 1.2 expected each: neither excludes at 90 %, together they do (2.4 > 2.303).
  std::vector<double> const cls{std::exp(-1.2), std::exp(-1.2)};
  CHECK_FALSE(excluded_by_union(cls, 0.90));
  CHECK(excluded_by_bound(-2.4, 0.90));
  CHECK(excluded_by_union(std::vector<double>{0.5, 0.09}, 0.90));
  CHECK(excluded_by_cls(1.0 - 0.90, 0.90));
  CHECK(delta_minus_2lnL(-3.0, -1.0) == 4.0);
}
