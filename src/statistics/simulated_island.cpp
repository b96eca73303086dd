#include "statistics/simulated_island.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "core/interpolate.hpp"
#include "core/roots.hpp"

namespace penumbra {

double LifetimeResponse::operator()(double log_lifetime) const {
  if (log_lifetime >= log_lifetimes.back()) return log_seen.back() - (log_lifetime - log_lifetimes.back());
  if (log_lifetime <= log_lifetimes.front())
    return log_seen.front() +
           (log_lifetime - log_lifetimes.front()) * (log_seen[1] - log_seen[0]) / (log_lifetimes[1] - log_lifetimes[0]);
  return interpolate(log_lifetimes, log_seen, log_lifetime);
}

SimulatedIsland::SimulatedIsland(double lower, double upper, double n, double p, double s_lim,
                                 LifetimeResponse response)
    : lower_{lower}, n_{n}, p_{p}, response_{std::move(response)} {
  PENUMBRA_EXPECT(lower > 0.0 && upper >= lower && n > p && p > 0.0 && s_lim > 0.0);
  PENUMBRA_EXPECT(response_.log_lifetimes.size() >= 2 && response_.log_lifetimes.size() == response_.log_seen.size());
  double const log_ratio = std::log(upper / lower);
  double const first = response_.log_lifetimes.front();
  double const last = response_.log_lifetimes.back();
  constexpr double merged = 1e-9;  // below, the difference of two interpolated values is rounding
  if (log_ratio < merged) {
    // The place of the largest signal: it is one of the points, as ln s is straight between them.
    double const power = (n - p) / p;
    std::size_t best = 0;
    auto const size = [&](std::size_t i) { return response_.log_seen[i] - power * response_.log_lifetimes[i]; };
    for (std::size_t i = 1; i < response_.log_seen.size(); ++i)
      if (size(i) > size(best)) best = i;
    log_lifetime_at_lower_ = response_.log_lifetimes[best];
  } else {
    // ln s at the upper edge less that at the lower one: positive at long lifetimes, negative at short ones.
    auto const difference = [&](double at_lower) {
      return (n - p) * log_ratio + response_(at_lower - p * log_ratio) - response_(at_lower);
    };
    log_lifetime_at_lower_ = find_root(difference, first - 1.0, last + p * log_ratio + 1.0, 1e-15);
  }
  log_scale_ = std::log(s_lim) - response_(log_lifetime_at_lower_);
}

double SimulatedIsland::operator()(double coupling, double share, double lifetime) const {
  double const log_g = std::log(coupling / lower_);
  double const log_s =
      log_scale_ + (n_ - p_) * log_g + response_(log_lifetime_at_lower_ + std::log(lifetime) - p_ * log_g);
  return share * std::exp(log_s);
}

}  // namespace penumbra
