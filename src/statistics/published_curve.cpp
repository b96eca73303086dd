#include "statistics/published_curve.hpp"

#include <cmath>
#include <utility>

#include "core/contracts.hpp"
#include "statistics/normal.hpp"

namespace penumbra {

CurveLikelihood CurveLikelihood::counts(double confidence_level, Count const& count,
                                        std::optional<double> stated_limit) {
  PENUMBRA_EXPECT(confidence_level > 0.0 && confidence_level < 1.0);
  constexpr double printed_rounding = 5e-4;
  double const alpha = 1.0 - confidence_level;
  CountingCls const cls{count};
  bool const stated = stated_limit && std::abs(cls(*stated_limit) - alpha) > printed_rounding;
  double const limit = stated ? *stated_limit : cls.upper_limit(alpha);
  return {CountsForm{count, cls}, limit};
}

CurveLikelihood CurveLikelihood::gauss(double confidence_level, GaussianLimit::Sided sided) {
  double const alpha = 1.0 - confidence_level;
  double const tail = sided == GaussianLimit::Sided::two ? 0.5 * alpha : alpha;
  return {GaussForm{-normal_quantile(tail), sided}, 1.0};
}

CurveLikelihood CurveLikelihood::measurement(double confidence_level, Measurement const& measurement) {
  return {measurement, gaussian_upper_limit(measurement, 1.0 - confidence_level)};
}

CurveLikelihood CurveLikelihood::edge(double confidence_level) { return {EdgeForm{1.0 - confidence_level}, 1.0}; }

Count const* CurveLikelihood::count() const {
  auto const* counts = std::get_if<CountsForm>(&form_);
  return counts ? &counts->count : nullptr;
}

CurveOutcome CurveLikelihood::operator()(double signal) const {
  if (auto const* counts = std::get_if<CountsForm>(&form_)) {
    return {signal, log_likelihood_ratio(signal, counts->count),
            asimov_log_likelihood_ratio(signal, counts->count.background), counts->cls(signal)};
  }
  if (auto const* gauss = std::get_if<GaussForm>(&form_)) {
    double const x = gauss->z * signal;
    double const tail = normal_cdf(-x);
    return {signal, -0.5 * x * x, -0.5 * x * x, gauss->sided == GaussianLimit::Sided::two ? 2.0 * tail : tail};
  }
  if (auto const* measured = std::get_if<Measurement>(&form_)) {
    return {signal, log_likelihood_ratio(signal, *measured), asimov_log_likelihood_ratio(signal, *measured),
            gaussian_cls(signal, *measured)};
  }
  auto const& edge = std::get<EdgeForm>(form_);
  bool const beyond = signal >= 1.0;
  return {beyond ? 1.0 : 0.0, 0.0, 0.0, beyond ? edge.alpha : 1.0};
}

}  // namespace penumbra
