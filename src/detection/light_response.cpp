#include "detection/light_response.hpp"

#include <gsl/gsl_sf_gamma.h>

#include <algorithm>
#include <cmath>

#include "core/gsl.hpp"

namespace penumbra {
namespace {

/// Steps of the sum over a bin, PE: the efficiency rises over about 3.5 PE, the fluctuation is wider than 2 PE.
constexpr double step_PE = 0.5;

}  // namespace

double LightResponse::electron_equivalent_keV(double T_GeV) const {
  double const T = std::min(T_GeV, quenching_to_GeV) * 1e3;
  double const factor = quenching[0] + T * (quenching[1] + T * (quenching[2] + T * quenching[3]));
  return 1e6 * T_GeV * factor;
}

double LightResponse::selected(double PE) const {
  if (!efficiency_PE.empty()) {
    auto const above = std::upper_bound(efficiency_PE.begin(), efficiency_PE.end(), PE);
    if (above == efficiency_PE.begin()) return 0.0;
    if (above == efficiency_PE.end()) return efficiency_at.back();
    auto const i = static_cast<std::size_t>(above - efficiency_PE.begin());
    double const share = (PE - efficiency_PE[i - 1]) / (efficiency_PE[i] - efficiency_PE[i - 1]);
    return efficiency_at[i - 1] + share * (efficiency_at[i] - efficiency_at[i - 1]);
  }
  return std::max(0.0, efficiency[0] / (1.0 + std::exp(-efficiency[1] * (PE - efficiency[2]))) + efficiency[3]);
}

std::vector<double> LightResponse::per_bin(double T_GeV, std::span<double const> edges_PE) const {
  let_gsl_return_errors();
  std::vector<double> result(edges_PE.size() - 1, 0.0);
  double const E_ee = electron_equivalent_keV(T_GeV);
  if (!(E_ee > 0.0)) return result;
  double const b = fluctuation_b_per_keVee * E_ee;
  double const rate = fluctuation_a_keVee_per_PE / E_ee * (1.0 + b);
  auto const below = [&](double PE) { return gsl_sf_gamma_inc_P(1.0 + b, rate * PE); };
  for (std::size_t i = 0; i < result.size(); ++i) {
    int const steps = static_cast<int>(std::ceil((edges_PE[i + 1] - edges_PE[i]) / step_PE));
    double const width = (edges_PE[i + 1] - edges_PE[i]) / steps;
    double low = below(edges_PE[i]);
    for (int j = 0; j < steps; ++j) {
      double const start = edges_PE[i] + j * width;
      double const high = below(start + width);
      result[i] += (high - low) * selected(start + 0.5 * width);
      low = high;
    }
  }
  return result;
}

}  // namespace penumbra
