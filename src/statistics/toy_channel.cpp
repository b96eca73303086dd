#include "statistics/toy_channel.hpp"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>

#include "statistics/gaussian.hpp"
#include "statistics/normal.hpp"

namespace penumbra {
namespace {

/// Where no background is stated one event would prove any signal. Less than this per channel is never the reason for
/// an event, and leaves ln L finite.
constexpr double least_background = 1e-9;

/// Signals of more events than this are not told apart, and no toy has more than ten times as many: what `Count` takes.
constexpr double most_signal = 1e5;
constexpr double most_events = 1e6;

double gamma_drawn(Background const& b, double u) {
  if (b.error <= 0.0) return b.mean;
  double const shape = b.mean * b.mean / (b.error * b.error);
  return boost::math::quantile(boost::math::gamma_distribution<>{shape, b.mean / shape}, u);
}

double poisson_drawn(double mean, double u) {
  constexpr double few = 50.0;  // up to here the sum of probabilities is faster than Boost's search
  if (mean > few) {
    using boost::math::policies::discrete_quantile;
    using boost::math::policies::integer_round_up;
    using Up = boost::math::policies::policy<discrete_quantile<integer_round_up>>;
    return std::min(most_events, boost::math::quantile(boost::math::poisson_distribution<double, Up>{mean}, u));
  }
  double n = 0.0;
  double term = std::exp(-mean);
  for (double sum = term; sum < u && term > 0.0; sum += term) term *= mean / ++n;
  return n;
}

Count count_of(ToyChannel const& channel, double datum) {
  return {datum, {std::max(channel.background.mean, least_background), channel.background.error}};
}

}  // namespace

double drawn(ToyChannel const& channel, double signal, double u1, double u2) {
  using enum ToyChannel::Kind;
  switch (channel.kind) {
    case count:
      return poisson_drawn(std::min(signal, most_signal) + gamma_drawn(channel.background, u1), u2);
    case density:
      return (std::isfinite(signal) ? signal : 0.0) + normal_quantile(u1);
    case density_bound:
      return std::max(signal, 0.0) + normal_quantile(u1);
    case gaussian:
    case one_sided:
      break;
  }
  return signal + channel.error * normal_quantile(u1);
}

double toy_log_likelihood(ToyChannel const& channel, double signal, double datum) {
  using enum ToyChannel::Kind;
  switch (channel.kind) {
    case count:
      return log_likelihood_ratio(std::min(signal, most_signal), count_of(channel, datum));
    case density:
      return std::isfinite(signal) ? -0.5 * (signal - datum) * (signal - datum) : 0.0;
    case density_bound:
      return signal > datum ? -0.5 * (signal - datum) * (signal - datum) : 0.0;
    case one_sided:
      return one_sided_log_likelihood_ratio(signal, {datum, channel.error});
    case gaussian:
      break;
  }
  return log_likelihood_ratio(signal, Measurement{datum, channel.error});
}

double toy_slope(ToyChannel const& channel, double signal, double datum) {
  using enum ToyChannel::Kind;
  switch (channel.kind) {
    case count:
      return log_likelihood_slope(std::min(signal, most_signal), count_of(channel, datum));
    case density:
      return std::isfinite(signal) ? datum - signal : 0.0;
    case density_bound:
      return std::min(datum - signal, 0.0);
    case one_sided:
      if (signal < 2.0 * datum) return 0.0;
      break;
    case gaussian:
      break;
  }
  return log_likelihood_slope(signal, Measurement{datum, channel.error});
}

double largest_toy_log_likelihood(ToyChannel const& channel, double low, double high, double datum) {
  double const best =
      channel.kind == ToyChannel::Kind::count ? datum - count_of(channel, datum).background.mean : datum;
  return toy_log_likelihood(channel, std::clamp(best, low, high), datum);
}

}  // namespace penumbra
