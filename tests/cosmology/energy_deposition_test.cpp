#include "cosmology/energy_deposition.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "particle/constants.hpp"

using namespace penumbra;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("f_eff of photons is that of another digitisation", "[cosmology][published]") {
  // Figure 3 of arXiv:1506.03811 as digitised by Hazma (arXiv:1907.11846), at energies in eV. Tolerance: reading a
  // figure, 3.5 % in f and 0.035 in log10 E (a steep rise at 3 MeV).
  for (auto const& [E_eV, f] : {std::pair{8618.27, 0.7673},
                                {73324.7, 0.6786},
                                {365123.0, 0.3217},
                                {3.0769e6, 0.3169},
                                {9.0538e6, 0.6112},
                                {4.4838e7, 0.7313},
                                {2.2860e8, 0.6292},
                                {1.1158e9, 0.3625},
                                {9.7095e9, 0.4281},
                                {1.4089e11, 0.4343},
                                {3.4823e12, 0.4136}}) {
    auto const [low, high] = std::minmax({photon_deposition(E_eV * 1e-9 / 1.084), photon_deposition(E_eV * 1e-9),
                                          photon_deposition(E_eV * 1e-9 * 1.084)});
    CHECK(f > low / 1.035);
    CHECK(f < high * 1.035);
  }
}

TEST_CASE("electrons at rest leave what their two photons leave", "[cosmology][published]") {
  // At the bottom of the figure nearly all energy of a pair is its mass: 2 x 511 keV, f = 0.24 to 0.3.
  CHECK_THAT(electron_deposition(5e-6), WithinAbs(photon_deposition(sm::m_e_GeV), 0.08));
}

TEST_CASE("neutrinos take their published share away", "[cosmology][published]") {
  // Electrons of fast muons carry 7/20 of the energy (Michel), those of fast pions (1 + r)/2 of that, r =
  // (m_mu/m_pi)^2. Where f_eff of electrons hardly changes, 0.41 to 0.40 above 100 GeV, the deposition is the share
  // times it.
  double const r = std::pow(sm::m_mu_GeV / sm::m_pi_GeV, 2);
  CHECK_THAT(deposition("mu+mu-", 4000.0), WithinRel(0.35 * 0.403, 0.02));
  CHECK_THAT(deposition("pi+pi-", 4000.0), WithinRel(0.35 * 0.5 * (1.0 + r) * 0.405, 0.02));
  CHECK_THAT(deposition("gammagamma", 2e3), WithinRel(photon_deposition(1e3), 1e-12));
}

TEST_CASE("every final state leaves less than its energy, and more than a tenth", "[cosmology][property]") {
  for (char const* state : {"mu+mu-", "pi+pi-", "pi+pi-pi0", "pi0gamma", "etagamma", "K+K-", "KLKS", "hadrons"})
    for (double root_s_GeV : {1.1, 2.0, 5.0, 20.0, 200.0}) {
      INFO(state << " at " << root_s_GeV);
      CHECK(deposition(state, root_s_GeV) > 0.1);
      CHECK(deposition(state, root_s_GeV) < 0.75);
    }
}

TEST_CASE("a mediator at rest leaves what its decays leave", "[cosmology][property]") {
  std::vector<DecayMode> const modes{{"e+e-", 1.0, {{0}}, true, sm::m_e_GeV, true},
                                     {"mu+mu-", 2.0, {{0}}, true, sm::m_mu_GeV, true},
                                     {"pi+pi-", 1.0, {{0}}, true, sm::m_pi_GeV, true},
                                     {"chichi", 4.0, {{0}}, false, 0.0, true}};
  std::vector<double> const couplings{1.0};
  double const m_GeV = 0.6;
  double const mean =
      (deposition("e+e-", m_GeV) + 2.0 * deposition("mu+mu-", m_GeV) + deposition("pi+pi-", m_GeV)) / 8.0;
  CHECK_THAT(deposition(modes, m_GeV, couplings), WithinRel(mean, 1e-12));
  CHECK_THAT(deposition_in_flight(modes, m_GeV, m_GeV, couplings), WithinRel(mean, 1e-9));
  // In flight the electrons' energies spread, up to that of the mediator: between the extremes of their f_eff.
  std::vector<DecayMode> const electrons{modes.front()};
  double const flying = deposition_in_flight(electrons, 0.02, 0.2, couplings);
  CHECK(flying > electron_deposition(0.2));
  CHECK(flying < 1.0);
}
