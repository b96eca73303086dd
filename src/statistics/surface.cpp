#include "statistics/surface.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "core/interpolate.hpp"

namespace penumbra {

SurfaceSignal::SurfaceSignal(std::vector<double> const& couplings, std::vector<double> const& ratios, double n,
                             double p, double s_lim)
    : n_{n}, p_{p}, s_lim_{s_lim} {
  PENUMBRA_EXPECT(couplings.size() >= 2 && couplings.size() == ratios.size());
  PENUMBRA_EXPECT(n > 0.0 && p > 0.0 && s_lim > 0.0);
  auto const log = [](double x) { return std::log(x); };
  std::transform(couplings.begin(), couplings.end(), std::back_inserter(log_couplings_), log);
  std::transform(ratios.begin(), ratios.end(), std::back_inserter(log_ratios_), log);
}

double SurfaceSignal::operator()(double coupling, double share, double lifetime) const {
  constexpr double rounding = 1e-12;  // so that a grid point on the end of the surface is on it
  double const log_t = std::log(lifetime);
  double const same_lifetime = std::log(coupling) - log_t / p_;
  if (same_lifetime < log_couplings_.front() - rounding || same_lifetime > log_couplings_.back() + rounding) return 0.0;
  return s_lim_ * share * std::exp((n_ - p_) / p_ * log_t - interpolate(log_couplings_, log_ratios_, same_lifetime));
}

}  // namespace penumbra
