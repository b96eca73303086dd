#include "cosmology/neutrino_decoupling.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/roots.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

double with(double mass_MeV, double states, bool is_boson) {
  std::array const one{ThermalSpecies{mass_MeV * 1e-3, states, is_boson}};
  return effective_neutrinos(one);
}

}  // namespace

TEST_CASE("N_eff has its published values", "[cosmology][published]") {
  // arXiv:2001.04466 and its public code of 2020, three neutrinos at one temperature: 3.0448 in the Standard
  // Model, 2.2638 with a dark photon of 5 MeV in equilibrium. Tolerance: the electron's mass in the rates, which is
  // left out here.
  CHECK_THAT(standard_effective_neutrinos(), WithinAbs(3.0448, 0.006));
  CHECK_THAT(with(5.0, 3.0, true), WithinAbs(2.2638, 0.010));
}

TEST_CASE("the lightest thermal particle that N_eff allows is the published one", "[cosmology][published]") {
  // The weakest case, a real scalar: N_eff = 2.66, the lower end of Planck's 95 % interval with BAO, 2.99 +- 0.33
  // (arXiv:1807.06209, eq. 67b), is reached at the 3.7 MeV of arXiv:1910.01649 (abstract: electrophilic, BBN and CMB);
  // its author's earlier number from Planck alone was 3.0 MeV (arXiv:1812.05605v4, 3.8 and 4.4 MeV before). Tolerance:
  // 20 %.
  double const mass_MeV = find_root([](double m) { return with(m, 1.0, true) - 2.66; }, 1.0, 20.0, 1e-6);
  CHECK_THAT(mass_MeV, WithinRel(3.7, 0.2));
}

TEST_CASE("a particle that goes long after neutrinos left heats photons by its entropy", "[cosmology][published]") {
  // Entropy conservation: N_eff falls by (1 + g_s/5.5)^(-4/3), g_s the particle's entropy states (arXiv:1303.6270, eq.
  // 10 for an instantaneous decoupling, massless then). At 0.1 MeV the energy density before also counts, a little, in
  // H.
  for (auto const& [states, boson] : {std::pair{1.0, true}, {2.0, true}, {2.0, false}, {4.0, false}}) {
    double const entropy_states = states * (boson ? 1.0 : 7.0 / 8.0);
    CHECK_THAT(with(0.1, states, boson) / standard_effective_neutrinos(),
               WithinRel(std::pow(1.0 + entropy_states / 5.5, -4.0 / 3.0), 0.01));
  }
}

TEST_CASE("N_eff rises with the mass to that of the Standard Model", "[cosmology][property]") {
  for (auto const& [states, boson] : {std::pair{2.0, true}, {2.0, false}, {4.0, false}}) {
    double before = 0.0;
    for (double mass_MeV = 0.3; mass_MeV < 60.0; mass_MeV *= 1.5) {
      double const here = with(mass_MeV, states, boson);
      CHECK(here > before);
      before = here;
    }
    CHECK_THAT(with(60.0, states, boson), WithinAbs(standard_effective_neutrinos(), 1e-4));
  }
}
