#include "particle/nucleon_form_factors.hpp"

#include <algorithm>
#include <array>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

// Magnetic moments in nuclear magnetons, PDG.
constexpr double mu_p = 2.793;
constexpr double mu_n = -1.913;

/// Coefficients of Q^2, Q^4, ..., Q^12 in GeV^-2, ... of the denominator: table 1 of hep-ex/0308005.
using Polynomial = std::array<double, 6>;
constexpr Polynomial proton_electric{3.253, 1.422, 0.08582, 0.3318, -0.09371, 0.01076};
constexpr Polynomial proton_magnetic{3.104, 1.428, 0.1112, -0.006981, 3.705e-4, -7.063e-6};
constexpr Polynomial neutron_magnetic{3.043, 0.8548, 0.6806, -0.1287, 0.008912, 0.0};

double inverse_polynomial(Polynomial const& a, double Q2_GeV2) {
  double sum = 0.0;
  for (auto c = a.rbegin(); c != a.rend(); ++c) sum = (sum + *c) * Q2_GeV2;
  return 1.0 / (1.0 + sum);
}

}  // namespace

SachsFormFactors proton_sachs(double Q2_GeV2) {
  constexpr double last_electric_GeV2 = 6.0;  // hep-ex/0308005
  double const measured = std::min(Q2_GeV2, last_electric_GeV2);
  double const magnetic = inverse_polynomial(proton_magnetic, Q2_GeV2);
  double const electric =
      inverse_polynomial(proton_electric, measured) * magnetic / inverse_polynomial(proton_magnetic, measured);
  return {electric, mu_p * magnetic};
}

SachsFormFactors neutron_sachs(double Q2_GeV2) {
  constexpr double a = 0.942;  // hep-ph/0202183
  constexpr double b = 4.61;   // the same
  constexpr double dipole_GeV2 = 0.71;
  double const tau = Q2_GeV2 / (4.0 * sm::m_n_GeV * sm::m_n_GeV);
  double const dipole = 1.0 / ((1.0 + Q2_GeV2 / dipole_GeV2) * (1.0 + Q2_GeV2 / dipole_GeV2));
  return {-mu_n * a * tau / (1.0 + b * tau) * dipole, mu_n * inverse_polynomial(neutron_magnetic, Q2_GeV2)};
}

}  // namespace penumbra
