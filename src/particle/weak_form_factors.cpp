#include "particle/weak_form_factors.hpp"

#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {

ScalarFormFactors LinearFormFactors::operator()(double q2_GeV2) const {
  double const x = q2_GeV2 / (sm::m_pi_GeV * sm::m_pi_GeV);
  return {at_zero * (1.0 + plus_slope * x), at_zero * (1.0 + zero_slope * x)};
}

ScalarFormFactors PoleFormFactors::operator()(double q2_GeV2) const {
  return {at_zero / (1.0 - q2_GeV2 / (plus_pole_GeV * plus_pole_GeV)),
          at_zero / (1.0 - q2_GeV2 / (zero_pole_GeV * zero_pole_GeV))};
}

ScalarFormFactors ZExpansionFormFactors::operator()(double q2_GeV2) const {
  double const sum = parent_GeV + daughter_GeV;
  double const t_0 = sum * std::pow(std::sqrt(parent_GeV) - std::sqrt(daughter_GeV), 2);
  double const base = std::sqrt(sum * sum - t_0);
  auto const z = [&](double q2) {
    double const root = std::sqrt(sum * sum - q2);
    return (root - base) / (root + base);
  };
  double const z_0 = z(0.0);
  double const z_q = z(q2_GeV2);
  double const step = (z_q - z_0) * (1.0 + 0.5 * (z_q + z_0));
  return {(at_zero + plus_slope * step) / (1.0 - plus_pole_per_GeV2 * q2_GeV2),
          (at_zero + zero_slope * step) / (1.0 - zero_pole_per_GeV2 * q2_GeV2)};
}

ScalarFormFactors TwoPoleFormFactors::operator()(double q2_GeV2) const {
  return {r_1 / (1.0 - q2_GeV2 / (m_1_GeV * m_1_GeV)) + r_2 / (1.0 - q2_GeV2 / m2_fit_GeV2),
          r_0 / (1.0 - q2_GeV2 / m2_0_GeV2)};
}

VectorFormFactors QuarkModelFormFactors::operator()(double q2_GeV2) const {
  auto const smooth = [](QuarkModelTerm const& term, double x) {
    return term.at_zero / (1.0 - term.sigma_1 * x + term.sigma_2 * x * x);
  };
  double const v = q2_GeV2 / (vector_GeV * vector_GeV);
  double const p = q2_GeV2 / (pseudoscalar_GeV * pseudoscalar_GeV);
  return {smooth(V, v) / (1.0 - v), smooth(A_0, p) / (1.0 - p), smooth(A_1, v), smooth(A_2, v)};
}

}  // namespace penumbra
