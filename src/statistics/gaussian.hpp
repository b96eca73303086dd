#pragma once

namespace penumbra {

/// A Gaussian measurement of a signal that cannot be negative: best fit +- error in any unit (events, a magnetic
/// moment, ...).
struct Measurement {
  double best_fit = 0.0;
  double error = 1.0;
};

/// ln L(s) / L(0) = -(s - best_fit)^2 / (2 error^2) + best_fit^2 / (2 error^2). Positive near a positive best fit.
double log_likelihood_ratio(double signal, Measurement const& measurement);

/// Its derivative by the signal.
double log_likelihood_slope(double signal, Measurement const& measurement);

/// The same for the Asimov data: best fit zero.
double asimov_log_likelihood_ratio(double signal, Measurement const& measurement);

/// CLs = Phi((best_fit - s) / error) / Phi(best_fit / error). Valid: best_fit above -37 errors, where Phi is a double.
/// The tail of a flat prior truncated at s >= 0 is the same number.
double gaussian_cls(double signal, Measurement const& measurement);

/// The signal with CLs = alpha: best_fit - error Phi^-1(alpha Phi(best_fit / error)).
double gaussian_upper_limit(Measurement const& measurement, double alpha);

/// A likelihood for exclusions by a signal that overshoots: 0 up to twice the best fit (where the signal describes the
/// measurement better than none, or as well), then the ratio above. An exclusion never rewards a signal.
///
///   ln L(s) = min(0, ln L(s)/L(0))
double one_sided_log_likelihood_ratio(double signal, Measurement const& measurement);

}  // namespace penumbra
