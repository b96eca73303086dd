#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace penumbra {

/// Expected background events: mean and standard deviation; an error of 0 is a background known exactly.
struct Background {
  double mean = 0.0;
  double error = 0.0;
};

/// A counting experiment. `observed` may be fractional for a projection, where the median outcome n = b stands in.
struct Count {
  double observed = 0.0;
  Background background;
};

/// Why a count cannot be used; empty when it can. Events without any background would be a discovery at any signal:
/// ln L(s+b)/L(b) is then infinite. A mean of 0 with an error has no gamma density, which CLs needs.
std::string reason_to_refuse(Count const& count);

/// The background b >= 0 that maximises Poisson(n | signal + b) Gauss(b | mean, error). Closed form: the root of
///   b^2 + b (s + e^2 - b0) + s (e^2 - b0) - n e^2 = 0,
/// or 0 where that is negative (the Gaussian is truncated at b >= 0).
double profiled_background(double signal, Count const& count);

/// ln L(s+b) / L(b), each maximised over the background. Zero at no signal; -s for n = 0.
/// Valid: signal >= 0 and a count that `reason_to_refuse` accepts; -infinity is never reached, InputError otherwise.
double log_likelihood_ratio(double signal, Count const& count);

/// Its derivative by the signal, n / (s + b) - 1 at the profiled background. It falls with the signal: ln L is concave.
double log_likelihood_slope(double signal, Count const& count);

/// The same for the Asimov data n = b (not rounded).
double asimov_log_likelihood_ratio(double signal, Background const& background);

/// CLs = CL_{s+b} / CL_b of a count, exact.
///
/// Treatment of the background error, for numerator and denominator alike: the Poisson probability of at most n events
/// is averaged over a gamma density of the background with the given mean and standard deviation. The background count
/// is then negative binomial with shape k = (mean/error)^2, and
///   P(N <= n | s) = sum_{j <= n} NB(j; k) P(Poisson(s) <= n - j),
/// summed in log space. Without error: Q(n+1, s+b) / Q(n+1, b), Q the regularised upper incomplete gamma function.
/// For n = 0 this is exp(-s), whatever the background. A fractional n (projections) interpolates ln CLs linearly
/// between the neighbouring integers.
///
/// The part that does not depend on the signal is computed once. Up to 100 events this is exact and costs up to half a
/// microsecond; above, ln CLs is tabulated at the first call and read by cubics, exact to 1e-6 of CLs where it is above
/// 1e-4, and to 1e-6 of its logarithm below.
class CountingCls {
 public:
  explicit CountingCls(Count const& count);  ///< throws InputError where `reason_to_refuse` has one
  double operator()(double signal) const;
  /// The signal with CLs = alpha, 0 < alpha < 1: the upper limit at confidence level 1 - alpha.
  double upper_limit(double alpha) const;

 private:
  struct Integer {  // one integer n
    int n = 0;
    double mean = 0.0;
    std::vector<double> background;  // NB(j), j = 0 .. n; empty for a known background
    double clb = 1.0;
    double cls(double signal) const;
  };
  /// ln CLs at equal steps of asinh(s / scale).
  struct Table {
    std::once_flag made;
    std::vector<double> log_cls;
  };
  static Integer prepare(int n, Background const& background);
  double exact(double signal) const;
  double tabulated(double signal) const;
  std::shared_ptr<Table> table_;  ///< shared by copies; null where every call is exact
  double scale_ = 0.0;
  Integer below_;
  Integer above_;
  double fraction_ = 0.0;
};

/// CLs of a count at one signal; see CountingCls.
double counting_cls(double signal, Count const& count);

}  // namespace penumbra
