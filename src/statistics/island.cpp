#include "statistics/island.hpp"

#include "core/contracts.hpp"
#include "core/roots.hpp"

namespace penumbra {

IslandSignal::IslandSignal(double lower, double upper, double n, double p, double length_ratio, double s_lim)
    : lower_{lower}, p_{p}, q_{(n - p) / p}, length_ratio_{length_ratio}, near_end_at_lower_{1.0}, scale_{1.0} {
  PENUMBRA_EXPECT(lower > 0.0 && upper >= lower && n > 0.0 && p > 0.0 && length_ratio > 1.0 && s_lim > 0.0);
  double const k = length_ratio - 1.0;
  double const log_ratio = p * std::log(upper / lower);
  // ln F(x), F = x^q [exp(-x) - exp(-r x)], and its slope in ln x. Every bracket below covers all r > 1 and n/p > 0
  // that occur: the slope falls from q + 1 at small x to -x at large x.
  auto const log_f = [&](double x) { return q_ * std::log(x) - x + std::log(-std::expm1(-k * x)); };
  auto const slope = [&](double log_x) {
    double const x = std::exp(log_x);
    double const y = k * x;
    return q_ - x + (y < 1e-8 ? 1.0 - 0.5 * y : y > 700.0 ? 0.0 : y / std::expm1(y));
  };
  double const low = std::log(1e-9 * std::fmin(1.0, 1.0 / k));
  double const high = std::log(q_ + 800.0);
  constexpr double merged =
      1e-6;  // below, the difference of ln F is rounding; the slope at the middle is exact to merged^2
  double log_x = 0.0;
  if (log_ratio < merged)
    log_x = find_root(slope, low, high) - 0.5 * log_ratio;
  else
    log_x = find_root(
        [&](double t) {
          double const x = std::exp(t);
          double const far = x * std::expm1(log_ratio);
          // ln F(Rx) - ln F(x) without subtracting the large common parts
          return q_ * log_ratio - far + std::log(std::expm1(-k * x * std::exp(log_ratio)) / std::expm1(-k * x));
        },
        low - log_ratio, high, 1e-15);
  near_end_at_lower_ = std::exp(log_x);
  scale_ = s_lim * std::exp(-log_f(near_end_at_lower_));
}

}  // namespace penumbra
