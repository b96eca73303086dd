#include "cosmology/excited_state.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "cosmology/degrees_of_freedom.hpp"
#include "particle/constants.hpp"

using namespace penumbra;
using Catch::Matchers::WithinRel;

namespace {

DarkMatter pair(double m_GeV, double splitting) {
  DarkMatter dm;
  dm.spin = DarkMatter::Spin::pseudo_dirac;
  dm.mass_GeV = m_GeV;
  dm.heavier_mass_GeV = m_GeV * (1.0 + splitting);
  return dm;
}

}  // namespace

TEST_CASE("without splitting both states are equally frequent", "[cosmology][property]") {
  for (double alpha_D : {1e-4, 0.1}) {
    ExcitedState const state{pair(0.1, 1e-12), 0.3};
    CHECK_THAT(state(alpha_D, 1e-8, 0.12).share, WithinRel(0.5, 1e-3));
  }
}

TEST_CASE("stronger coupling and larger splitting leave less of the heavier state", "[cosmology][property]") {
  double before = 0.5;
  // At the same contact with electrons, and so at the same temperature: only chi_2 chi_2 -> chi_1 chi_1 goes on longer.
  for (double alpha_D : {1e-4, 1e-3, 1e-2}) {
    double const share = ExcitedState{pair(0.05, 0.01), 0.15}(alpha_D, 1e-11 / alpha_D, 0.12).share;
    CHECK(share < before);
    before = share;
  }
  before = 0.5;
  for (double splitting : {1e-5, 1e-4, 1e-3, 1e-2}) {
    double const share = ExcitedState{pair(0.05, splitting), 0.15}(0.1, 1e-8, 0.12).share;
    CHECK(share < before);
    before = share;
  }
}

TEST_CASE("scattering on electrons ends where its rate falls below H", "[cosmology][independent]") {
  // Relativistic electrons and no splitting: n <E^2> = (4/2 pi^2) Gamma(5) (15/16) zeta(5) T^5 with E^2 in the cross
  // section, so 16 pi alpha alpha_D eps^2/m^4 x that = H. zeta(5) = 1.03693. Tolerance: m_e^2/T^2 at some 3 MeV.
  double const alpha_D = 0.1, epsilon = 1e-6, m_GeV = 0.3;
  auto const end_GeV = ExcitedState{pair(0.1, 1e-12), m_GeV}(alpha_D, epsilon * epsilon, 0.12).electrons_end_GeV;
  double const density = 4.0 / (2.0 * M_PI * M_PI) * 24.0 * 15.0 / 16.0 * 1.03693 * std::pow(end_GeV, 5);
  double const rate = 16.0 * M_PI * sm::alpha * alpha_D * epsilon * epsilon / std::pow(m_GeV, 4) * density;
  REQUIRE(end_GeV > 1e-3);
  CHECK_THAT(rate, WithinRel(hubble_rate_GeV(end_GeV), 0.1));
}
