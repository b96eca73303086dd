#include "production/primakoff.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

TEST_CASE("the Primakoff cross section agrees with independent integrals", "[production][primakoff][independent]") {
  // Evaluated independently from arXiv:1512.03069, eq. 4, with the same form factors and q^2 below 4 GeV^2.
  CHECK(primakoff_cross_section_cm2(1e-3, 0.01, 10.0, 26.0, 55.845, 4.0) / 3.811624e-33 == Approx(1.0).epsilon(0.02));
  CHECK(primakoff_cross_section_cm2(1e-3, 0.1, 100.0, 82.0, 207.2, 4.0) / 2.973924e-32 == Approx(1.0).epsilon(0.02));
  CHECK(primakoff_cross_section_cm2(1e-3, 0.3, 1000.0, 26.0, 55.845, 4.0) / 3.247543e-33 == Approx(1.0).epsilon(0.02));
  CHECK(primakoff_dsigma_dtheta_cm2(1e-4, 0.05, 50.0, 26.0, 0.003) / 1.600671e-33 == Approx(1.0).epsilon(0.005));
}

TEST_CASE("the Primakoff cross section on a point charge has its closed form", "[production][primakoff][property]") {
  // For E >> m the integral over angles of theta^3/(theta^2 + theta_0^2)^2 with theta_0 = m^2/(2 E^2) up to theta_1:
  // (g^2 alpha Z^2/4) [ln(1 + u)/2 - u/(2 (1 + u))], u = (theta_1/theta_0)^2. Corrections of order theta_1^2 and
  // (m/E)^2.
  double const m_GeV = 0.05;
  double const E_GeV = 20.0;
  double const theta_0 = m_GeV * m_GeV / (2.0 * E_GeV * E_GeV);
  double const theta_1 = 1e-3;
  double const sigma_cm2 = integrate(
      [&](double log_theta) {
        double const theta = std::exp(log_theta);
        return theta * primakoff_dsigma_dtheta_cm2(1e-4, m_GeV, E_GeV, 1.0, theta);
      },
      std::log(1e-4 * theta_0), std::log(theta_1));
  double const u = std::pow(theta_1 / theta_0, 2);
  double const closed_cm2 =
      0.25 * 1e-8 * sm::alpha * (0.5 * std::log1p(u) - 0.5 * u / (1.0 + u)) * sm::cm2_per_inverse_GeV2;
  CHECK(sigma_cm2 / closed_cm2 == Approx(1.0).epsilon(1e-4));
  CHECK(primakoff_cross_section_cm2(1e-4, 2.0, 1.0, 26.0, 55.845, 4.0) == 0.0);
}
