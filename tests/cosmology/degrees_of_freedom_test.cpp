#include "cosmology/degrees_of_freedom.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace penumbra;
using Catch::Matchers::WithinRel;

TEST_CASE("degrees of freedom are those of an ideal gas where the bath is one", "[cosmology][published]") {
  // Photons and neutrinos at (4/11)^(1/3) with N_eff = 3.044: g = 2 + 7/4 N_eff (4/11)^(4/3), h = 2 + 7/4 N_eff 4/11.
  // Tolerance: the accuracy that the fit states below 1 MeV, 0.5 %.
  CHECK_THAT(energy_degrees_of_freedom(2e-5), WithinRel(2.0 + 1.75 * 3.044 * std::pow(4.0 / 11.0, 4.0 / 3.0), 5e-3));
  CHECK_THAT(entropy_degrees_of_freedom(2e-5), WithinRel(2.0 + 1.75 * 3.044 * 4.0 / 11.0, 5e-3));
  // Photons, electrons and neutrinos: 43/4. At 5 MeV neither muons nor the electron mass count for more than 0.5 %.
  CHECK_THAT(energy_degrees_of_freedom(5e-3), WithinRel(10.75, 5e-3));
  CHECK_THAT(entropy_degrees_of_freedom(5e-3), WithinRel(10.75, 5e-3));
  // All of the Standard Model: 106.75, less the QCD and electroweak corrections of 2-3 %.
  CHECK_THAT(energy_degrees_of_freedom(1e5), WithinRel(106.75, 0.03));
}

TEST_CASE("degrees of freedom follow lattice QCD through the transition", "[cosmology][published]") {
  // Table S2 of arXiv:1606.07494 lists g and g/h at log10(T/MeV): 2.15: 24.07, 1.05423; 2.20: 29.84, 1.07578.
  // Tolerance: the spread of parametrisations at the transition, 5 % (arXiv:1803.01038).
  for (auto const& [log_T_MeV, g, ratio] : {std::tuple{2.15, 24.07, 1.05423}, std::tuple{2.20, 29.84, 1.07578}}) {
    double const T_GeV = 1e-3 * std::pow(10.0, log_T_MeV);
    CHECK_THAT(energy_degrees_of_freedom(T_GeV), WithinRel(g, 0.05));
    CHECK_THAT(energy_degrees_of_freedom(T_GeV) / entropy_degrees_of_freedom(T_GeV), WithinRel(ratio, 0.02));
  }
}

TEST_CASE("the derivative in the root of g_* is that of h", "[cosmology][property]") {
  // A central difference; its error is of second order in 1e-4 plus rounding over 1e-4.
  for (double T_GeV : {1e-4, 5e-4, 3e-3, 0.05, 0.11, 0.13, 0.2, 0.5, 3.0, 50.0, 1e3}) {
    double const step = 1e-4;
    double const h = entropy_degrees_of_freedom(T_GeV);
    double const slope =
        (entropy_degrees_of_freedom(T_GeV * std::exp(step)) - entropy_degrees_of_freedom(T_GeV * std::exp(-step))) /
        (2.0 * step);
    CHECK_THAT(root_g_star(T_GeV), WithinRel((h + slope / 3.0) / std::sqrt(energy_degrees_of_freedom(T_GeV)), 1e-7));
  }
}

TEST_CASE("the two fits meet at 120 MeV", "[cosmology][property]") {
  // To within a tenth of the accuracy claimed there
  CHECK_THAT(energy_degrees_of_freedom(0.12 - 1e-9), WithinRel(energy_degrees_of_freedom(0.12 + 1e-9), 1e-3));
  CHECK_THAT(entropy_degrees_of_freedom(0.12 - 1e-9), WithinRel(entropy_degrees_of_freedom(0.12 + 1e-9), 1e-3));
}
