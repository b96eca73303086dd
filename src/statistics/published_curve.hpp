#pragma once

#include <optional>
#include <string>
#include <variant>

#include "statistics/counting.hpp"
#include "statistics/gaussian.hpp"

namespace penumbra {

/// What a published curve says at one coupling.
struct CurveOutcome {
  double signal =
      0.0;  ///< signal strength: events for counts, mu = 1 on the curve for Gaussian curves, 0 or 1 for edges
  double log_likelihood = 0.0;  ///< relative to no signal
  double asimov = 0.0;
  double cls = 1.0;
};

/// Gaussian limit with best fit zero: mu = 1 on the curve, ln L = -(z mu)^2 / 2.
/// Two-sided (CLs, Feldman-Cousins, flat prior): z = Phi^-1(1 - alpha/2), CLs = 2 (1 - Phi(z mu)).
/// One-sided (CL_{s+b}): z = Phi^-1(1 - alpha), and "CLs" is the CL_{s+b} that was published, 1 - Phi(z mu), 1/2 at no
/// signal.
struct GaussianLimit {
  enum class Sided { one, two };
  Sided sided = Sided::two;
};

/// Boundary only: no likelihood; excluded from the curve on.
struct EdgeOnly {};

/// The likelihood that a published curve stands for, as a function of the signal strength. It returns exactly its own
/// confidence level at `limit()`, the signal on the curve.
class CurveLikelihood {
 public:
  /// Background-free by default. `stated_limit` is the signal that defines the curve ("3 events"); without it, or where
  /// it agrees with the confidence level to the rounding of a printed number (5e-4 in CLs), the exact solution of CLs =
  /// 1 - CL.
  static CurveLikelihood counts(double confidence_level, Count const& count = {},
                                std::optional<double> stated_limit = {});
  static CurveLikelihood gauss(double confidence_level, GaussianLimit::Sided sided);
  static CurveLikelihood measurement(double confidence_level, Measurement const& measurement);
  static CurveLikelihood edge(double confidence_level);

  /// Signal strength on the curve.
  double limit() const { return limit_; }
  CurveOutcome operator()(double signal) const;
  /// What was counted; null where the curve stands for no count.
  Count const* count() const;
  /// Outcome on the curve.
  CurveOutcome on_curve() const { return (*this)(limit_); }

 private:
  struct CountsForm {
    Count count;
    CountingCls cls;
  };
  struct GaussForm {
    double z;
    GaussianLimit::Sided sided;
  };
  struct EdgeForm {
    double alpha;
  };
  using Form = std::variant<CountsForm, GaussForm, Measurement, EdgeForm>;
  CurveLikelihood(Form form, double limit) : form_{std::move(form)}, limit_{limit} {}
  Form form_;
  double limit_;
};

}  // namespace penumbra
