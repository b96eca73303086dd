#include "statistics/profile.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "statistics/counting.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

double sum_of(std::span<double const> values) {
  double sum = 0.0;
  for (double one : values) sum += one;
  return sum;
}

/// A count that sees the sum of its components.
ProfileMember counting(std::span<Envelope const> components, std::span<std::size_t const> groups, Count const& count) {
  return {components, groups, [count](auto values) { return log_likelihood_ratio(sum_of(values), count); },
          [count](auto values, auto slopes) {
            std::fill(slopes.begin(), slopes.end(), log_likelihood_slope(sum_of(values), count));
          }};
}

}  // namespace

TEST_CASE("an envelope is log-flat and zeros stay zero", "[statistics][property]") {
  Envelope const envelope{2.0, 1.0, 8.0};
  CHECK(signal_at(envelope, 0.0) == 2.0);
  CHECK_THAT(signal_at(envelope, -1.0), WithinRel(1.0, 1e-14));
  CHECK_THAT(signal_at(envelope, 1.0), WithinRel(8.0, 1e-14));
  CHECK_THAT(signal_at(envelope, 0.5), WithinRel(4.0, 1e-14));
  CHECK_THAT(signal_at(envelope, -0.5), WithinRel(std::sqrt(2.0), 1e-14));
  CHECK(signal_at({0.0, 0.0, 3.0}, 1.0) == 0.0);
}

TEST_CASE("without observed events the smallest flux is the likeliest", "[statistics][closed-form]") {
  std::array<Envelope, 2> const components{{{3.0, 2.0, 5.0}, {1.0, 0.5, 2.0}}};
  std::array<std::size_t, 2> const groups{0, 1};
  std::array const members{counting(components, groups, {0.0, {}})};
  auto const result = profile(members, 2);
  CHECK_THAT(result.nominal, WithinRel(-4.0, 1e-14));
  CHECK_THAT(result.log_likelihood, WithinRel(-2.5, 1e-14));
  CHECK(result.nuisances == std::vector<double>{-1.0, -1.0});
}

TEST_CASE("the flux moves where the counts want it", "[statistics][closed-form]") {
  // n = 7 on b = 1: the best signal is 6, which t = ln(6/4) / ln(8/4) reaches.
  std::array<Envelope, 1> const components{{{4.0, 2.0, 8.0}}};
  std::array<std::size_t, 1> const groups{0};
  Count const count{7.0, {1.0, 0.0}};
  std::array const members{counting(components, groups, count)};
  auto const result = profile(members, 1);
  CHECK_THAT(result.nuisances[0], WithinAbs(std::log(1.5) / std::log(2.0), 1e-5));
  CHECK_THAT(result.log_likelihood, WithinRel(log_likelihood_ratio(6.0, count), 1e-9));
}

TEST_CASE("two analyses that share a flux move together", "[statistics][independent]") {
  std::array<Envelope, 2> const first{{{3.0, 1.0, 6.0}, {2.0, 1.0, 3.0}}};
  std::array<Envelope, 1> const second{{{5.0, 2.0, 11.0}}};
  std::array<std::size_t, 2> const first_groups{0, 1};
  std::array<std::size_t, 1> const second_groups{0};
  Count const a{9.0, {1.0, 0.5}};
  Count const b{2.0, {2.0, 0.4}};
  std::array const members{counting(first, first_groups, a), counting(second, second_groups, b)};
  auto const result = profile(members, 2);
  double best = -1e300;
  for (int i = 0; i <= 400; ++i)
    for (int j = 0; j <= 400; ++j) {
      double const t0 = -1.0 + i / 200.0;
      double const t1 = -1.0 + j / 200.0;
      best = std::max(best, log_likelihood_ratio(signal_at(first[0], t0) + signal_at(first[1], t1), a) +
                                log_likelihood_ratio(signal_at(second[0], t0), b));
    }
  CHECK(result.log_likelihood >= best - 1e-6);
  CHECK_THAT(result.log_likelihood, WithinAbs(best, 1e-4));  // the grid is 0.005 wide
  CHECK(result.log_likelihood >= result.nominal);
}

TEST_CASE("groups without signal stay where they are", "[statistics][property]") {
  std::array<Envelope, 1> const components{{{0.0, 0.0, 0.0}}};
  std::array<std::size_t, 1> const groups{1};
  std::array const members{counting(components, groups, {0.0, {}})};
  auto const result = profile(members, 3);
  CHECK(result.log_likelihood == 0.0);
  CHECK(result.nuisances == std::vector<double>(3, 0.0));
}

TEST_CASE("many random profiles reach the maximum of a fine grid", "[statistics][independent]") {
  std::mt19937_64 random{5};  // fixed: the same cases every time
  std::uniform_real_distribution<double> unit{0.0, 1.0};
  for (int i = 0; i < 60; ++i) {
    auto const envelope = [&] {
      double const nominal = 6.0 * unit(random);
      return Envelope{nominal, nominal * (0.2 + 0.8 * unit(random)), nominal * (1.0 + 2.0 * unit(random))};
    };
    std::array<Envelope, 2> const first{envelope(), envelope()};
    std::array<Envelope, 2> const second{envelope(), envelope()};
    std::array<std::size_t, 2> const groups{0, 1};
    Count const a{std::floor(10.0 * unit(random)), {0.5 + unit(random), 0.2}};
    Count const b{std::floor(4.0 * unit(random)), {0.5 + unit(random), 0.0}};
    std::array const members{counting(first, groups, a), counting(second, groups, b)};
    auto const result = profile(members, 2);
    double best = -1e300;
    for (int j = 0; j <= 100; ++j)
      for (int k = 0; k <= 100; ++k) {
        double const t0 = -1.0 + j / 50.0;
        double const t1 = -1.0 + k / 50.0;
        best = std::max(best, log_likelihood_ratio(signal_at(first[0], t0) + signal_at(first[1], t1), a) +
                                  log_likelihood_ratio(signal_at(second[0], t0) + signal_at(second[1], t1), b));
      }
    // five cyclic passes leave a remainder where two groups pull against each other
    CHECK(result.log_likelihood >= best - 0.01);
    CHECK(result.log_likelihood >= result.nominal);
  }
}

TEST_CASE("where all slopes point one way the corner is the maximum", "[statistics][independent]") {
  // Random counts below their expectation: a fine grid finds nothing above the low corner, which needs no search.
  std::mt19937_64 random{11};  // fixed: the same cases every time
  std::uniform_real_distribution<double> unit{0.0, 1.0};
  for (int i = 0; i < 40; ++i) {
    std::vector<Envelope> components;
    for (int c = 0; c < 3; ++c) {
      double const nominal = 1.0 + 6.0 * unit(random);
      components.push_back({nominal, nominal * (0.3 + 0.7 * unit(random)), nominal * (1.0 + unit(random))});
    }
    std::array<std::size_t, 3> const groups{0, 1, 2};
    Count const count{1.0, {0.9, 0.3 * unit(random)}};
    std::array const members{counting(components, groups, count)};
    auto const result = profile(members, 3);
    CHECK(result.nuisances == std::vector<double>(3, -1.0));
    for (int j = 0; j < 1000; ++j) {
      double sum = 0.0;
      for (int c = 0; c < 3; ++c)
        sum += signal_at(components[static_cast<std::size_t>(c)], -1.0 + 0.2 * (j % 10) + 0.02 * unit(random));
      CHECK(log_likelihood_ratio(sum, count) <= result.log_likelihood + 1e-12);
    }
  }
}

TEST_CASE("members that share nothing are maximised apart", "[statistics][property]") {
  std::array<Envelope, 1> const first{{{4.0, 2.0, 8.0}}};
  std::array<Envelope, 1> const second{{{3.0, 1.0, 9.0}}};
  std::array<std::size_t, 1> const zero{0};
  std::array<std::size_t, 1> const one{1};
  Count const a{7.0, {1.0, 0.0}};
  Count const b{0.0, {1.0, 0.0}};
  std::array const alone_a{counting(first, zero, a)};
  std::array const alone_b{counting(second, one, b)};
  std::array const both{counting(first, zero, a), counting(second, one, b)};
  CHECK_THAT(profile(both, 2).log_likelihood,
             WithinRel(profile(alone_a, 2).log_likelihood + profile(alone_b, 2).log_likelihood, 1e-13));
}
