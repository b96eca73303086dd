#include "statistics/counting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/interpolate.hpp"
#include "core/roots.hpp"

namespace penumbra {
namespace {

/// n ln(mean) - mean, with 0 ln 0 = 0.
double log_poisson(double n, double mean) { return n > 0.0 ? n * std::log(mean) - mean : -mean; }

/// Sum of exp over a list, relative to its largest element.
double log_sum(std::vector<double> const& logs) {
  double const largest = *std::max_element(logs.begin(), logs.end());
  double sum = 0.0;
  for (double value : logs) sum += std::exp(value - largest);
  return largest + std::log(sum);
}

/// P(Poisson(mean) <= n).
double poisson_at_most(int n, double mean) {
  constexpr int few = 20;  // up to here the sum is faster than the incomplete gamma function
  if (n > few) return mean > 0.0 ? boost::math::gamma_q(n + 1.0, mean) : 1.0;
  double sum = 1.0;
  for (int k = n; k > 0; --k) sum = 1.0 + sum * mean / k;
  return std::exp(-mean) * sum;
}

}  // namespace

/// CLs is a sum over the events; a Gaussian says the same long before this many.
constexpr double most_events = 1e6;

std::string reason_to_refuse(Count const& count) {
  auto const& [n, background] = count;
  if (!(n >= 0.0) || !(background.mean >= 0.0) || !(background.error >= 0.0) ||
      !std::isfinite(n + background.mean + background.error))
    return "observed events, background and its error must be finite and not negative";
  if (n > most_events || background.mean > most_events)
    return fmt::format("more than {:g} events: every term of the CLs is summed; give a measured signal with its error",
                       most_events);
  if (background.mean == 0.0 && background.error > 0.0)
    return fmt::format("a background of 0 +- {} has no density on b > 0; give its expected value", background.error);
  if (background.mean == 0.0 && n > 0.0)
    return fmt::format("{} observed events on a background of 0 would exclude having no signal; give a background", n);
  return {};
}

double profiled_background(double signal, Count const& count) {
  auto const& [mean, error] = count.background;
  if (error == 0.0) return mean;
  double const variance = error * error;
  double const shift = variance - mean;
  double const half = signal + shift;
  double const root = std::hypot(signal - shift, 2.0 * error * std::sqrt(count.observed));
  double const product = count.observed * variance - signal * shift;  // minus the product of the two roots
  double const b = half > 0.0 ? 2.0 * product / (half + root) : 0.5 * (root - half);  // no cancellation in either case
  return std::max(b, 0.0);
}

double log_likelihood_ratio(double signal, Count const& count) {
  PENUMBRA_EXPECT(signal >= 0.0);
  double const n = count.observed;
  auto const& background = count.background;
  if (n == 0.0) return -signal;  // the profiled background is the same with and without signal
  if (auto const why = reason_to_refuse(count); !why.empty()) throw InputError(why);
  if (background.error == 0.0) return n * std::log1p(signal / background.mean) - signal;
  auto const log_maximum = [&](double s) {
    double const b = profiled_background(s, count);
    double const pull = (b - background.mean) / background.error;
    return log_poisson(n, s + b) - 0.5 * pull * pull;
  };
  return signal == 0.0 ? 0.0 : log_maximum(signal) - log_maximum(0.0);
}

double log_likelihood_slope(double signal, Count const& count) {
  PENUMBRA_EXPECT(signal >= 0.0);
  return count.observed == 0.0 ? -1.0 : count.observed / (signal + profiled_background(signal, count)) - 1.0;
}

double asimov_log_likelihood_ratio(double signal, Background const& background) {
  return log_likelihood_ratio(signal, {background.mean, background});
}

CountingCls::Integer CountingCls::prepare(int n, Background const& background) {
  Integer result;
  result.n = n;
  result.mean = background.mean;
  if (background.error > 0.0) {
    // NB(j) = Gamma(k+j) / (Gamma(k) j!) p^k (1-p)^j with p = 1 / (1 + error^2/mean): built up from j = 0.
    double const spread = background.error * background.error / background.mean;
    double const shape = background.mean / spread;
    double const log_step = std::log(spread) - std::log1p(spread);
    double log_term = -shape * std::log1p(spread);
    std::vector<double> logs;
    for (int j = 0; j <= n; ++j) {
      logs.push_back(log_term);
      log_term += log_step + std::log((shape + j) / (j + 1.0));
    }
    result.clb = std::exp(log_sum(logs));
    for (double const value : logs) result.background.push_back(std::exp(value));
  } else {
    result.clb = poisson_at_most(n, background.mean);
  }
  return result;
}

double CountingCls::Integer::cls(double signal) const {
  if (n == 0) return std::exp(-signal);
  if (background.empty()) return std::min(1.0, poisson_at_most(n, mean + signal) / clb);
  if (signal > 1000.0 * (n + 1.0)) return 0.0;  // below exp(-900 n)
  // P(Poisson(s) <= i), i = n - j, built up from i = 0; relative to exp(-s) and kept in range by `scale`.
  double term = 1.0;
  double at_most = 1.0;
  double log_scale = -signal;
  double sum = 0.0;
  double sum_log_scale = log_scale;
  for (int i = 0; i <= n; ++i) {
    if (i > 0) {
      term *= signal / i;
      at_most += term;
      if (at_most > 1e200) {
        term *= 1e-200;
        at_most *= 1e-200;
        log_scale += 200.0 * std::log(10.0);
      }
    }
    if (log_scale != sum_log_scale) {
      sum *= std::exp(sum_log_scale - log_scale);
      sum_log_scale = log_scale;
    }
    // NB(j) may be far below the others: relative to CL_b it is at most 1.
    sum += at_most * background[static_cast<std::size_t>(n - i)];
  }
  return std::min(1.0, std::exp(std::log(sum) + sum_log_scale - std::log(clb)));
}

CountingCls::CountingCls(Count const& count) {
  if (auto const why = reason_to_refuse(count); !why.empty()) throw InputError(why);
  double const floor = std::floor(count.observed);
  fraction_ = count.observed - floor;
  below_ = prepare(static_cast<int>(floor), count.background);
  if (fraction_ > 0.0) above_ = prepare(static_cast<int>(floor) + 1, count.background);
  constexpr double few = 100.0;
  if (count.observed <= few) return;
  table_ = std::make_shared<Table>();
  scale_ = std::hypot(std::sqrt(count.observed), count.background.error);
}

double CountingCls::operator()(double signal) const {
  PENUMBRA_EXPECT(signal >= 0.0);
  return table_ ? tabulated(signal) : exact(signal);
}

double CountingCls::tabulated(double signal) const {
  constexpr double step = 1.0 / 64.0;
  constexpr double least = 1e-290;  // below, ln CLs may not be known
  std::call_once(table_->made, [&] {
    for (std::size_t i = 0;; ++i) {
      double const value = exact(scale_ * std::sinh(static_cast<double>(i) * step));
      if (!(value > least)) break;
      table_->log_cls.push_back(std::log(value));
    }
  });
  auto const& table = table_->log_cls;
  double const place = std::asinh(signal / scale_) / step;
  if (!(place < static_cast<double>(table.size() - 2))) return 0.0;
  auto const i = std::max<std::size_t>(static_cast<std::size_t>(place), 1);
  auto const w = cubic_weights(place - static_cast<double>(i));
  return std::exp(std::min(0.0, w[0] * table[i - 1] + w[1] * table[i] + w[2] * table[i + 1] + w[3] * table[i + 2]));
}

double CountingCls::exact(double signal) const {
  double const below = below_.cls(signal);
  if (fraction_ == 0.0) return below;
  return std::pow(below, 1.0 - fraction_) * std::pow(above_.cls(signal), fraction_);
}

double CountingCls::upper_limit(double alpha) const {
  PENUMBRA_EXPECT(alpha > 0.0 && alpha < 1.0);
  if (below_.n == 0 && fraction_ == 0.0) return -std::log(alpha);
  double high = 1.0;
  while ((*this)(high) > alpha) high *= 2.0;
  return find_root([&](double s) { return std::log((*this)(s) / alpha); }, 0.0, high, 1e-15);
}

double counting_cls(double signal, Count const& count) { return CountingCls{count}(signal); }

}  // namespace penumbra
