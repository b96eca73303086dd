#include "particle/delta_transition.hpp"

#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {

double delta_magnetic_form_factor(double Q2_GeV2) {
  constexpr double dipole_GeV2 = 0.71;
  double const dipole = std::pow(1.0 + Q2_GeV2 / dipole_GeV2, -2);
  double const sum = m_Delta_GeV + sm::m_p_GeV;
  return 3.0 * (1.0 + 0.0095 * Q2_GeV2) * std::exp(-0.23 * Q2_GeV2) * dipole * std::sqrt(1.0 + Q2_GeV2 / (sum * sum));
}

double delta_transverse_GeV2(double nucleon_GeV, double Q2_GeV2) {
  double const sum = m_Delta_GeV + nucleon_GeV;
  double const difference = m_Delta_GeV - nucleon_GeV;
  double const amplitude = sum / (2.0 * nucleon_GeV) * delta_magnetic_form_factor(Q2_GeV2);
  return amplitude * amplitude * (difference * difference + Q2_GeV2);
}

}  // namespace penumbra
