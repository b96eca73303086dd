#include "detection/arrival_time.hpp"

#include <gsl/gsl_sf_erf.h>

#include <cmath>
#include <numbers>

#include "core/gsl.hpp"

namespace penumbra {
namespace {

double gaussian_cdf(double u) { return 0.5 * std::erfc(-u / std::numbers::sqrt2); }
/// ln of the same, far into the lower tail.
double log_gaussian_cdf(double u) { return gsl_sf_log_erfc(-u / std::numbers::sqrt2) - std::numbers::ln2; }

/// Width of the slices over which the kept share is taken as constant, us.
constexpr double slice_us = 0.025;

}  // namespace

double delayed_gaussian_cdf(double t, double mean, double sigma, double lifetime) {
  double const u = (t - mean) / sigma;
  if (lifetime <= 0.0) return gaussian_cdf(u);
  double const v = sigma / lifetime;
  return gaussian_cdf(u) - std::exp(0.5 * v * v - (t - mean) / lifetime + log_gaussian_cdf(u - v));
}

double BeamPulse::kept_us(double from_us, double to_us) const {
  // The primitive of the kept share.
  auto const until = [&](double t) {
    double const late = t - dead_from_us;
    if (late <= 0.0 || dead_rate_per_us == 0.0) return late;
    return -std::expm1(-late * dead_rate_per_us) / dead_rate_per_us;
  };
  return until(to_us) - until(from_us);
}

std::vector<double> BeamPulse::per_bin(double lifetime_us, std::span<double const> edges_us) const {
  let_gsl_return_errors();
  std::vector<double> result(edges_us.size() - 1, 0.0);
  for (std::size_t i = 0; i < result.size(); ++i) {
    int const slices = static_cast<int>(std::ceil((edges_us[i + 1] - edges_us[i]) / slice_us));
    double const width = (edges_us[i + 1] - edges_us[i]) / slices;
    for (int j = 0; j < slices; ++j) {
      double const from = edges_us[i] + j * width;
      double const share = delayed_gaussian_cdf(from + width, mean_us, sigma_us, lifetime_us) -
                           delayed_gaussian_cdf(from, mean_us, sigma_us, lifetime_us);
      double const late = from + 0.5 * width - dead_from_us;
      result[i] += share * (late > 0.0 ? std::exp(-late * dead_rate_per_us) : 1.0);
    }
  }
  return result;
}

}  // namespace penumbra
