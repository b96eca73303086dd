#pragma once

#include <span>
#include <vector>

namespace penumbra {

/// Arrival times behind a pulsed proton beam: the pulse is a Gaussian, what it makes may live on.
struct BeamPulse {
  double mean_us = 0.0;
  double sigma_us = 0.0;
  /// Recoils later than `dead_from_us` are kept with exp(-(t - dead_from_us) dead_rate_per_us).
  double dead_from_us = 0.0;
  double dead_rate_per_us = 0.0;

  /// Share of the events of a source with this lifetime (us; 0: prompt) that arrive and are kept in each time bin.
  std::vector<double> per_bin(double lifetime_us, std::span<double const> edges_us) const;
  /// Time between two moments that is kept, us: how a steady background is spread.
  double kept_us(double from_us, double to_us) const;
};

/// Distribution function of a Gaussian time plus an exponential one.
double delayed_gaussian_cdf(double t, double mean, double sigma, double lifetime);

}  // namespace penumbra
