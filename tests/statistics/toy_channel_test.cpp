#include "statistics/toy_channel.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "statistics/random_stream.hpp"

using namespace penumbra;
using Kind = ToyChannel::Kind;

namespace {

constexpr int many = 20000;

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

Moments moments_of(ToyChannel const& channel, double signal) {
  RandomStream const random{5};
  Moments m;
  for (int i = 0; i < many; ++i) {
    auto const place = static_cast<std::uint64_t>(2 * i);
    double const x = drawn(channel, signal, random(place), random(place + 1));
    m.mean += x / many;
    m.variance += x * x / many;
  }
  m.variance -= m.mean * m.mean;
  return m;
}

}  // namespace

TEST_CASE("random numbers are uniform, and a function of their place", "[toys][property]") {
  // SplitMix64 with seed 0: the first outputs of the published generator (Vigna, prng.di.unimi.it/splitmix64.c) are
  // e220a8397b1dcdaf and 6e789e6aa1b965f4.
  RandomStream const zero{0};
  CHECK(zero(0) == Approx(static_cast<double>(0xe220a8397b1dcdafULL >> 11) * 0x1p-53).margin(1e-15));
  CHECK(zero(1) == Approx(static_cast<double>(0x6e789e6aa1b965f4ULL >> 11) * 0x1p-53).margin(1e-15));
  // Neighbouring parts: mean 1/2 and no correlation, to four standard deviations of 20000 numbers.
  double mean = 0.0;
  double product = 0.0;
  for (std::uint64_t i = 0; i < many; ++i) {
    mean += zero.part(i)(0) / many;
    product += 12.0 * (zero.part(i)(0) - 0.5) * (zero.part(i + 1)(0) - 0.5) / many;
  }
  CHECK(mean == Approx(0.5).margin(4.0 * std::sqrt(1.0 / 12.0 / many)));
  CHECK(product == Approx(0.0).margin(4.0 / std::sqrt(many)));
}

TEST_CASE("toys have the mean and variance of what they are drawn from", "[toys][closed-form]") {
  // Tolerances: four standard deviations of the mean; 5 % of the variance (its error is 1 % for a normal, 2 % here).
  auto const holds = [](ToyChannel const& channel, double signal, double mean, double variance) {
    auto const found = moments_of(channel, signal);
    CHECK(found.mean == Approx(mean).margin(4.0 * std::sqrt(variance / many)));
    CHECK(found.variance == Approx(variance).epsilon(0.05));
  };
  holds({Kind::count, {2.0, 0.0}, 1.0}, 3.0, 5.0, 5.0);
  holds({Kind::count, {100.0, 0.0}, 1.0}, 30.0, 130.0, 130.0);  // the other way of drawing
  holds({Kind::count, {4.0, 2.0}, 1.0}, 1.0, 5.0, 5.0 + 4.0);   // gamma: negative binomial, its variance added
  holds({Kind::gaussian, {}, 2.0}, 3.0, 3.0, 4.0);
  holds({Kind::density_bound, {}, 1.0}, -50.0, 0.0, 1.0);  // less is predicted: something else is there
  holds({Kind::density_bound, {}, 1.0}, 3.0, 3.0, 1.0);
}

TEST_CASE("ln L of a toy has the slope that it says, and its largest value", "[toys][property]") {
  // Central difference, step 1e-5: error 1e-10 of the third derivative, rounding 1e-11.
  auto const channel = GENERATE(ToyChannel{Kind::count, {2.0, 0.7}, 1.0}, ToyChannel{Kind::count, {0.0, 0.0}, 1.0},
                                ToyChannel{Kind::gaussian, {}, 2.0}, ToyChannel{Kind::one_sided, {}, 1.0},
                                ToyChannel{Kind::density, {}, 1.0}, ToyChannel{Kind::density_bound, {}, 1.0});
  constexpr double datum = 3.0;
  for (double const signal : {0.5, 2.0, 4.0, 9.0}) {
    double const step = 1e-5;
    double const slope =
        (toy_log_likelihood(channel, signal + step, datum) - toy_log_likelihood(channel, signal - step, datum)) /
        (2.0 * step);
    CHECK(toy_slope(channel, signal, datum) == Approx(slope).margin(1e-6));
  }
  for (auto const& [low, high] : {std::pair{0.5, 9.0}, std::pair{0.5, 2.0}, std::pair{5.0, 9.0}}) {
    double largest = -std::numeric_limits<double>::infinity();
    for (int i = 0; i <= 10000; ++i)
      largest = std::max(largest, toy_log_likelihood(channel, low + (high - low) * i / 10000.0, datum));
    CHECK(largest_toy_log_likelihood(channel, low, high, datum) == Approx(largest).margin(1e-5));
  }
}

TEST_CASE("a density that says nothing changes nothing", "[toys][property]") {
  constexpr double nothing = -std::numeric_limits<double>::infinity();
  for (auto const kind : {Kind::density, Kind::density_bound}) {
    CHECK(toy_log_likelihood({kind}, nothing, 1.0) == 0.0);
    CHECK(std::isfinite(drawn({kind}, nothing, 0.3, 0.5)));
  }
}
