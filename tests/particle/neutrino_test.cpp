#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/integrate.hpp"
#include "particle/cevns.hpp"
#include "particle/constants.hpp"
#include "particle/neutrino_electron.hpp"
#include "particle/nucleon_form_factors.hpp"
#include "particle/pion_decay_at_rest.hpp"
#include "particle/vector_exchange.hpp"

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
  CHECK(neutrino_electron_cm2({NeutrinoFlavour::electron}, E) == Approx(9.5e-42).epsilon(0.03));
  CHECK(neutrino_electron_cm2({NeutrinoFlavour::muon}, E) == Approx(1.6e-42).epsilon(0.08));
}

TEST_CASE("antineutrinos scatter on electrons with the chiral couplings exchanged", "[particle][published]") {
  // 4.0e-42 and 1.3e-42 cm^2/GeV in textbooks (Fukugita and Yanagida: 3.97, 1.34), with the tolerances as above
  CHECK(neutrino_electron_cm2({NeutrinoFlavour::electron, true}, 1.0) == Approx(4.0e-42).epsilon(0.04));
  CHECK(neutrino_electron_cm2({NeutrinoFlavour::muon, true}, 1.0) == Approx(1.34e-42).epsilon(0.06));
}

TEST_CASE("a vector moves both chiral couplings of the electron, as the weak mixing angle does",
          "[particle][property]") {
  double const E = 5e-3;
  double const T = 2e-3;
  for (auto const flavour : {NeutrinoFlavour::electron, NeutrinoFlavour::muon, NeutrinoFlavour::tau})
    for (bool const anti : {false, true})
      for (double const c : {-0.6, 0.01, 3.0}) {
        CAPTURE(static_cast<int>(flavour), anti, c);
        double right = sm::sin2_theta_w_low + c;
        double left = right + (flavour == NeutrinoFlavour::electron ? 0.5 : -0.5);
        if (anti) std::swap(left, right);
        double const y = T / E;
        double const shape =
            left * left + right * right * (1.0 - y) * (1.0 - y) - left * right * sm::m_e_GeV * T / (E * E);
        double const scale = 2.0 * std::pow(sm::G_F_per_GeV2, 2) * sm::m_e_GeV / std::numbers::pi;
        CHECK(neutrino_electron_cm2_per_GeV({flavour, anti}, E, T).at(c) ==
              Approx(scale * shape * sm::cm2_per_inverse_GeV2).epsilon(1e-12));
      }
}

TEST_CASE("B - L raises the rate of nu_e on electrons and of neutrinos on nuclei, a universal charge lowers the latter",
          "[particle][published]") {
  // arXiv:1202.6073 and benchmark rows SOL-008, SOL-010; arXiv:2008.05022 for nuclei
  double const c_electron = vector_over_weak(1e-12 * (-1.0) * (-1.0), 1e-3, 1e-6);
  CHECK(c_electron > 0.0);
  auto const electron = neutrino_electron_cm2_per_GeV({NeutrinoFlavour::electron}, 862e-6, 3e-4);
  CHECK(electron.at(c_electron) > electron.standard);
  CevnsTarget const argon{18, 22.0, 40.0 * sm::atomic_mass_unit_GeV};
  auto const nucleus = cevns_cm2_per_GeV(argon, 0.03, 2e-5);
  double const nucleons = 40.0;
  CHECK(nucleus.at(vector_over_weak(1e-12 * (-1.0) * nucleons, 0.1, 1e-3)) > nucleus.standard);
  CHECK(nucleus.at(vector_over_weak(1e-12 * nucleons, 0.1, 1e-3)) < nucleus.standard);
  // where 4 c is the weak charge nothing is left
  double const charge = 22.0 - (1.0 - 4.0 * sm::sin2_theta_w_low) * 18.0;
  CHECK(std::abs(nucleus.at(0.25 * charge)) < 1e-12 * nucleus.standard);
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
