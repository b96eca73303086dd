#include "statistics/simulated_island.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "statistics/island.hpp"

using namespace penumbra;

namespace {

/// What a thin beam of one momentum leaves in a volume from l to r l, in units of l / (beta gamma c).
LifetimeResponse closed_form(double r, double per_decade = 100.0) {
  LifetimeResponse response;
  for (double log10 = -1.5; log10 < 4.0; log10 += 1.0 / per_decade) {
    double const x = std::pow(10.0, -log10);
    response.log_lifetimes.push_back(-std::log(x));
    response.log_seen.push_back(-x + std::log(-std::expm1(-(r - 1.0) * x)));
  }
  return response;
}

}  // namespace

TEST_CASE("an island with the response of one momentum is that of the closed form", "[statistics][island]") {
  for (double const r : {1.5, 3.0})
    for (double const ratio : {1.2, 3.0, 40.0})
      for (auto const& [n, p] : {std::pair{4.0, 2.0}, std::pair{2.0, 1.0}}) {
        double const lower = 1e-7;
        double const upper = lower * std::pow(ratio, 2.0 / p);
        IslandSignal const exact{lower, upper, n, p, r, 2.3};
        SimulatedIsland const island{lower, upper, n, p, 2.3, closed_form(r)};
        CHECK(island(lower) == Approx(2.3).epsilon(1e-10));
        CHECK(island(upper) == Approx(2.3).epsilon(1e-9));
        for (double const f : {-0.5, 0.1, 0.5, 0.9, 1.1})
          for (double const share : {1.0, 0.3})
            for (double const lifetime : {1.0, 0.3, 2.0}) {
              double const g = lower * std::pow(upper / lower, f);
              CAPTURE(r, ratio, n, f, share, lifetime);
              double const wanted = exact(g, share, lifetime);
              if (wanted > 1e-6) CHECK(island(g, share, lifetime) == Approx(wanted).epsilon(0.01));
            }
      }
}

TEST_CASE("at the tip of an island the signal is largest", "[statistics][island]") {
  SimulatedIsland const island{1e-5, 1e-5, 4.0, 2.0, 3.0, closed_form(2.0)};
  CHECK(island(1e-5) == Approx(3.0).epsilon(1e-12));
  for (double const factor : {0.3, 0.9, 1.1, 3.0}) CHECK(island(factor * 1e-5) < 3.0);
}

TEST_CASE("what is made otherwise is seen otherwise, and the edges of the curve stay what they mean",
          "[statistics][island]") {
  // Twice the momentum of everything: half the decay lengths, so that both edges rise, the upper one by sqrt 2 in g.
  SimulatedIsland island{1e-7, 1e-5, 4.0, 2.0, 2.3, closed_form(2.0)};
  auto faster = closed_form(2.0);
  for (auto& log_lifetime : faster.log_lifetimes) log_lifetime -= std::log(2.0);
  double const slow = island(1e-7 * std::sqrt(2.0));
  double const at_upper = island(1e-5);
  island.make_as(faster);
  // g^2 P(2 t / g^2): with g -> sqrt 2 g the same but for the factor of two in production.
  CHECK(island(1e-5 * std::sqrt(2.0)) == Approx(2.0 * at_upper).epsilon(1e-9));
  CHECK(island(1e-7 * std::sqrt(2.0)) == Approx(0.5 * slow).epsilon(0.02));  // decays on a long way: half of them
}
