#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/cevns.hpp"
#include "particle/constants.hpp"
#include "particle/neutrino_electron.hpp"
#include "particle/nucleon_form_factors.hpp"
#include "particle/pion_decay_at_rest.hpp"

using namespace penumbra;

TEST_CASE("neutrinos of a pion at rest: spectra are normalised and peak where they should", "[particle][property]") {
  CHECK(pion_at_rest_prompt_GeV() == Approx(29.79e-3).epsilon(2e-4));  // arXiv:1708.01294, given to 10 keV
  double const end = 0.5 * sm::m_mu_GeV;
  CHECK(integrate(pion_at_rest_electron_neutrino_per_GeV, 0.0, end) == Approx(1.0).epsilon(1e-9));
  CHECK(integrate(pion_at_rest_muon_antineutrino_per_GeV, 0.0, end) == Approx(1.0).epsilon(1e-9));
  CHECK(pion_at_rest_muon_antineutrino_per_GeV(1.001 * end) == 0.0);
  // the nubar_mu peaks at the end point, the nu_e at m/3
  CHECK(pion_at_rest_electron_neutrino_per_GeV(sm::m_mu_GeV / 3.0) >
        pion_at_rest_electron_neutrino_per_GeV(0.99 * sm::m_mu_GeV / 3.0));
  CHECK(pion_at_rest_electron_neutrino_per_GeV(sm::m_mu_GeV / 3.0) >
        pion_at_rest_electron_neutrino_per_GeV(1.01 * sm::m_mu_GeV / 3.0));
}

TEST_CASE("coherent scattering at low energy is G_F^2 E^2 Q_W^2/(4 pi)", "[particle][published]") {
  // Freedman 1974, point-like nucleus; tolerance: q^2 R^2 and E/M at 1 MeV
  CevnsTarget const argon{18, 22.0, 40.0 * sm::atomic_mass_unit_GeV};
  double const E = 1e-3;
  double const charge = 22.0 - (1.0 - 4.0 * sm::sin2_theta_w_low) * 18.0;
  double const expected =
      std::pow(sm::G_F_per_GeV2 * E * charge, 2) / (4.0 * std::numbers::pi) * sm::cm2_per_inverse_GeV2;
  CHECK(cevns_above_cm2(argon, E, 0.0) == Approx(expected).epsilon(1e-3));
  CHECK(cevns_above_cm2(argon, E, 1.0) == 0.0);
}

TEST_CASE("the weak charges of Standard-Model neutrinos order electron scattering", "[particle][published]") {
  // sigma/E at high energy, 2 G_F^2 m_e/pi (g_L^2 + g_R^2/3): 9.5e-42 and 1.6e-42 cm^2/GeV in textbooks. Tolerance: two
  // digits, and sin^2 theta_W = 0.23 there, which moves nu_mu by 4 %.
  double const E = 1.0;
  CHECK(neutrino_electron_cm2(NeutrinoFlavour::electron, E) == Approx(9.5e-42).epsilon(0.03));
  CHECK(neutrino_electron_cm2(NeutrinoFlavour::muon, E) == Approx(1.6e-42).epsilon(0.08));
}

TEST_CASE("nucleon form factors have the measured charges, moments and radii", "[particle][published]") {
  CHECK(proton_sachs(0.0).electric == 1.0);
  CHECK(proton_sachs(0.0).magnetic == Approx(2.793));
  CHECK(neutron_sachs(0.0).electric == 0.0);
  CHECK(neutron_sachs(0.0).magnetic == Approx(-1.913));
  // Mean squared charge radii, -6 dG/dQ^2: proton 0.84-0.88 fm (muonic hydrogen to scattering), neutron -0.1155(17)
  // fm^2 (PDG 2024); the fit of the neutron is tied to -0.115 fm^2 with rounded constants.
  double const fm2_per_GeV2 = std::pow(sm::hbar_c_GeV_m * 1e15, 2);
  double const step = 1e-5;
  CHECK(std::sqrt(6.0 * fm2_per_GeV2 * (1.0 - proton_sachs(step).electric) / step) == Approx(0.86).epsilon(0.025));
  CHECK(-6.0 * fm2_per_GeV2 * neutron_sachs(step).electric / step == Approx(-0.1155).epsilon(0.04));
  // continuous where G_Ep changes its form
  CHECK(proton_sachs(6.0 - 1e-9).electric == Approx(proton_sachs(6.0 + 1e-9).electric).epsilon(1e-6));
}
