#include "statistics/gaussian.hpp"

#include <algorithm>

#include "core/contracts.hpp"
#include "statistics/normal.hpp"

namespace penumbra {

double log_likelihood_ratio(double signal, Measurement const& measurement) {
  PENUMBRA_EXPECT(measurement.error > 0.0);
  double const s = signal / measurement.error;
  return s * (measurement.best_fit / measurement.error - 0.5 * s);
}

double log_likelihood_slope(double signal, Measurement const& measurement) {
  return (measurement.best_fit - signal) / (measurement.error * measurement.error);
}

double asimov_log_likelihood_ratio(double signal, Measurement const& measurement) {
  return log_likelihood_ratio(signal, {0.0, measurement.error});
}

double gaussian_cls(double signal, Measurement const& measurement) {
  return normal_cdf((measurement.best_fit - signal) / measurement.error) /
         normal_cdf(measurement.best_fit / measurement.error);
}

double gaussian_upper_limit(Measurement const& measurement, double alpha) {
  return measurement.best_fit -
         measurement.error * normal_quantile(alpha * normal_cdf(measurement.best_fit / measurement.error));
}

double one_sided_log_likelihood_ratio(double signal, Measurement const& measurement) {
  return std::min(0.0, log_likelihood_ratio(signal, measurement));
}

}  // namespace penumbra
