#include "statistics/counting.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

#include "core/errors.hpp"
#include "core/integrate.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// ln L maximised over b on a fine grid with refinement: knows nothing of the closed form.
double log_maximum_by_search(double signal, Count const& count) {
  auto const log_l = [&](double b) {
    double const pull = (b - count.background.mean) / count.background.error;
    double const mu = signal + b;
    return (count.observed > 0.0 ? count.observed * std::log(mu) : 0.0) - mu - 0.5 * pull * pull;
  };
  double low = 0.0;
  double high = count.background.mean + count.observed + 10.0 * count.background.error;
  for (int i = 0; i < 300; ++i) {
    double const a = low + (high - low) / 3.0;
    double const b = high - (high - low) / 3.0;
    (log_l(a) < log_l(b) ? low : high) = log_l(a) < log_l(b) ? a : b;
  }
  return std::max(log_l(0.5 * (low + high)), count.observed > 0.0 && signal == 0.0 ? -1e300 : log_l(0.0));
}

/// P(N <= n) averaged over the gamma density by quadrature: independent of the negative binomial.
double tail_by_quadrature(int n, double signal, Background const& background) {
  double const shape = std::pow(background.mean / background.error, 2);
  double const rate = shape / background.mean;
  return integrate(
      [&](double b) {
        double const density =
            std::exp(shape * std::log(rate) + (shape - 1.0) * std::log(b) - rate * b - std::lgamma(shape));
        return density * boost::math::gamma_q(n + 1.0, signal + b);
      },
      std::max(0.0, background.mean - 12.0 * background.error), background.mean + 60.0 * background.error, 1e-10);
}

}  // namespace

TEST_CASE("upper limits without background are those of the PDG table", "[statistics][published]") {
  // PDG review of statistics, table "lower and upper (one-sided) limits for the mean of a Poisson variable"; two
  // printed decimals.
  struct Row {
    int n;
    double at_90;
    double at_95;
  };
  for (auto const& [n, at_90, at_95] : {Row{0, 2.30, 3.00}, Row{1, 3.89, 4.74}, Row{2, 5.32, 6.30}, Row{3, 6.68, 7.75},
                                        Row{4, 7.99, 9.15}, Row{5, 9.27, 10.51}, Row{10, 15.41, 16.96}}) {
    // CL_b of n > 0 events without background is 0/0 by our refusal; a negligible background is the same limit.
    CountingCls const cls{{static_cast<double>(n), {1e-9, 0.0}}};
    CHECK_THAT(cls.upper_limit(0.10), WithinAbs(at_90, 0.005 + 1e-6));
    CHECK_THAT(cls.upper_limit(0.05), WithinAbs(at_95, 0.005 + 1e-6));
  }
}

TEST_CASE("zero observed events give exp(-s) whatever the background", "[statistics][property]") {
  for (double mean : {0.0, 0.1, 3.0, 300.0})
    for (double error : {0.0, 0.5 * mean})
      for (double s : {0.0, 0.3, 2.302585, 50.0}) {
        CHECK_THAT(counting_cls(s, {0.0, {mean, error}}), WithinRel(std::exp(-s), 1e-14));
        CHECK(log_likelihood_ratio(s, {0.0, {mean, error}}) == -s);
      }
}

TEST_CASE("one event on a background of 0.3 has the closed form of CLs", "[statistics][closed-form]") {
  // (1 + s + b) exp(-s) / (1 + b)
  for (double s : {0.1, 1.0, 3.5, 9.0})
    CHECK_THAT(counting_cls(s, {1.0, {0.3, 0.0}}), WithinRel((1.3 + s) * std::exp(-s) / 1.3, 1e-13));
}

TEST_CASE("the average over the background equals a quadrature of the gamma density", "[statistics][independent]") {
  for (auto const& background : {Background{0.8, 0.4}, Background{3.0, 2.9}, Background{12.0, 3.0}})
    for (int n : {1, 3, 9, 25})
      for (double s : {0.0, 0.5, 4.0, 15.0}) {
        double const expected = tail_by_quadrature(n, s, background) / tail_by_quadrature(n, 0.0, background);
        CHECK_THAT(counting_cls(s, {static_cast<double>(n), background}),
                   WithinRel(expected, 1e-8));  // the quadrature's
      }
}

TEST_CASE("a vanishing background error is the known background", "[statistics][property]") {
  for (double n : {1.0, 4.0, 18.0, 40.0})
    for (double s : {0.5, 5.0, 20.0}) {
      // the error enters squared: 1e-4 of the mean changes the tail by about its square
      CHECK_THAT(counting_cls(s, {n, {5.0, 5e-4}}), WithinRel(counting_cls(s, {n, {5.0, 0.0}}), 1e-5));
      CHECK_THAT(log_likelihood_ratio(s, {n, {5.0, 1e-5}}), WithinAbs(log_likelihood_ratio(s, {n, {5.0, 0.0}}), 1e-8));
    }
}

TEST_CASE("the table of many events agrees with a quadrature of the gamma density", "[statistics][independent]") {
  for (Count const& count : {Count{150.0, {140.0, 12.0}}, Count{400.0, {420.0, 60.0}}, Count{3000.0, {2900.0, 30.0}}}) {
    CountingCls const cls{count};
    auto const n = static_cast<int>(count.observed);
    double const scale = std::hypot(std::sqrt(count.observed), count.background.error);
    double const at_zero = tail_by_quadrature(n, 0.0, count.background);
    for (double const s : {1e-3, 0.011, 0.1, 0.37, 1.0, 1.6, 2.3, 3.1})
      CHECK_THAT(cls(s * scale), WithinRel(tail_by_quadrature(n, s * scale, count.background) / at_zero, 1e-6));
    CHECK_THAT(cls(0.0), WithinRel(1.0, 1e-12));
  }
}

TEST_CASE("thousands of events approach the Gaussian CLs", "[statistics][property]") {
  // n = b: CLs = 2 Phi(-s / sqrt(b + error^2)) up to the skewness, of order 1/sqrt(b)
  double const b = 1e5;
  double const error = 400.0;
  double const s = 1.645 * std::sqrt(b + error * error);
  CHECK_THAT(counting_cls(s, {b, {b, error}}), WithinRel(0.1, 0.02));
  CHECK_THAT(counting_cls(1.645 * std::sqrt(b), {b, {b, 0.0}}), WithinRel(0.1, 0.02));
  CHECK(counting_cls(1e30, {b, {b, error}}) == 0.0);
}

TEST_CASE("the profiled background is the maximum found by search", "[statistics][independent]") {
  std::mt19937_64 random{20260101};  // fixed: the same cases every time
  std::uniform_real_distribution<double> unit{0.0, 1.0};
  for (int i = 0; i < 300; ++i) {
    double const mean = 10.0 * unit(random);
    Count const count{std::floor(12.0 * unit(random)), {mean, 0.01 + 1.5 * mean * unit(random)}};
    double const s = 20.0 * unit(random);
    double const expected = log_maximum_by_search(s, count) - log_maximum_by_search(0.0, count);
    CHECK_THAT(log_likelihood_ratio(s, count), WithinAbs(expected, 1e-8));  // the search stops at the rounding of ln L
    CHECK(profiled_background(s, count) >= 0.0);
  }
}

TEST_CASE("Asimov data favour no signal", "[statistics][property]") {
  for (auto const& background : {Background{0.3, 0.0}, Background{0.3, 0.2}, Background{40.0, 10.0}}) {
    CHECK(asimov_log_likelihood_ratio(0.0, background) == 0.0);
    double before = 0.0;
    for (double s : {0.01, 0.1, 1.0, 10.0}) {
      double const now = asimov_log_likelihood_ratio(s, background);
      CHECK(now < before);
      before = now;
    }
  }
  // A known background: b ln(1 + s/b) - s
  CHECK_THAT(asimov_log_likelihood_ratio(2.0, {0.5, 0.0}), WithinRel(0.5 * std::log(5.0) - 2.0, 1e-14));
}

TEST_CASE("CLs is at most L(s+b)/L(b) for a known background", "[statistics][property]") {
  for (double n : {0.0, 1.0, 3.0, 30.0})
    for (double b : {0.2, 2.0, 25.0})
      for (double s : {0.1, 2.0, 20.0})
        CHECK(counting_cls(s, {n, {b, 0.0}}) <= std::exp(log_likelihood_ratio(s, {n, {b, 0.0}})) * (1.0 + 1e-12));
}

TEST_CASE("a fractional median lies between its neighbours", "[statistics][property]") {
  double const low = counting_cls(3.0, {0.0, {0.3, 0.1}});
  double const high = counting_cls(3.0, {1.0, {0.3, 0.1}});
  double const between = counting_cls(3.0, {0.3, {0.3, 0.1}});
  CHECK_THAT(std::log(between), WithinRel(0.7 * std::log(low) + 0.3 * std::log(high), 1e-12));
}

TEST_CASE("events without background are refused", "[statistics][errors]") {
  CHECK_FALSE(reason_to_refuse({1.0, {0.0, 0.0}}).empty());
  CHECK_FALSE(reason_to_refuse({0.0, {0.0, 0.5}}).empty());
  CHECK_FALSE(reason_to_refuse({-1.0, {1.0, 0.0}}).empty());
  CHECK(reason_to_refuse({0.0, {0.0, 0.0}}).empty());
  CHECK_THROWS_AS(log_likelihood_ratio(1.0, {2.0, {0.0, 0.0}}), InputError);
  CHECK_THROWS_AS(counting_cls(1.0, {2.0, {0.0, 0.0}}), InputError);
}
