#include <catch2/catch.hpp>
#include <complex>

#include "particle/constants.hpp"
#include "particle/perturbative_r.hpp"
#include "particle/pion_form_factor.hpp"
#include "particle/proton_form_factor.hpp"
#include "particle/vector_mesons.hpp"

using namespace penumbra;

TEST_CASE("the fitted proton form factor takes the values of an independent evaluation", "[particle][independent]") {
  // Squared moduli evaluated apart from the same constants, given to four digits.
  CHECK(std::norm(proton_dirac_faessler(0.01)) == Approx(1.021).epsilon(1e-3));
  CHECK(std::norm(proton_dirac_faessler(0.1)) == Approx(1.068).epsilon(1e-3));
  CHECK(std::norm(proton_dirac_faessler(0.4)) == Approx(2.307).epsilon(1e-3));
  CHECK(std::norm(proton_dirac_faessler(0.77)) == Approx(8927).epsilon(1e-3));
}

TEST_CASE("proton form factors are one for a real photon", "[particle][property]") {
  // The fit normalises the strengths to one; its constant widths add half of Gamma/m squared (1 %) at zero.
  CHECK(std::abs(proton_dirac_faessler(1e-3)) == Approx(1.0).epsilon(0.015));
  CHECK(std::abs(proton_dirac_vector_dominance(1e-3)) == Approx(1.0).epsilon(1e-4));
}

TEST_CASE("the pion form factor is one for a real photon and has the measured radius", "[particle][published]") {
  // |F|^2 = 1 + <r^2> s/3 + ...: from threshold (s = 0.078 GeV^2) with curvature by two poles of the rho. <r> =
  // 0.659(4) fm (PDG).
  double const s = 4.0 * sm::m_pi_GeV * sm::m_pi_GeV;
  constexpr double hbar_c_GeV_fm = 0.1973269804;
  double const radius2 = 0.659 * 0.659 / (hbar_c_GeV_fm * hbar_c_GeV_fm);
  double const pole = 1.0 / (1.0 - radius2 * s / 6.0);
  // Tolerance: the curvature beyond a single pole, 2 % of the amplitude here.
  CHECK(std::abs(pion_form_factor(2.0 * sm::m_pi_GeV * 1.0001)) == Approx(pole).epsilon(0.02));
  CHECK(std::abs(pion_form_factor(0.2)) == 0.0);
}

TEST_CASE("photon couplings of the vector mesons are those of the literature", "[particle][published]") {
  // g_rho = 5, g_omega = 17, g_phi = 12.9 with e = 0.303 (arXiv:1810.01879); tolerance: leptonic widths then and now.
  constexpr double e = 0.3028;
  CHECK(e / std::sqrt(photon_mixing_squared(meson::rho0)) == Approx(5.0).epsilon(0.05));
  CHECK(e / std::sqrt(photon_mixing_squared(meson::omega)) == Approx(17.0).epsilon(0.05));
  CHECK(e / std::sqrt(photon_mixing_squared(meson::phi)) == Approx(12.9).epsilon(0.05));
  // On the pole the enhancement is (m/Gamma)^2.
  CHECK(mixing_rate_per_parent(meson::omega, meson::omega.mass_GeV) ==
        Approx(photon_mixing_squared(meson::omega) * std::pow(meson::omega.mass_GeV / meson::omega.width_GeV, 2)));
}

TEST_CASE("the strong coupling runs as measured", "[particle][published]") {
  CHECK(alpha_s(sm::m_Z_GeV) == Approx(sm::alpha_s_m_Z).epsilon(1e-5));
  // From tau decays, 0.314 +- 0.014 (PDG 2024, review of quantum chromodynamics).
  CHECK(alpha_s(1.777) == Approx(0.314).margin(0.014));
}

TEST_CASE("the form factor of SHiP's projections is its published penalty", "[particle][published]") {
  // penaltyFactor of python/proton_bremsstrahlung.py (FairShip): (m^2/0.71)^-4 above m^2 = 0.71 GeV^2, else one.
  CHECK(std::norm(proton_dirac_dipole_penalty(0.77)) == 1.0);
  CHECK(std::norm(proton_dirac_dipole_penalty(1.0)) == Approx(0.2541).epsilon(1e-3));
  CHECK(std::norm(proton_dirac_dipole_penalty(2.0)) == Approx(9.926e-4).epsilon(1e-3));
  CHECK_FALSE(is_usual_form_factor("dipole-penalty"));
  CHECK(is_usual_form_factor("faessler-2010"));
}
