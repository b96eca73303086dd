#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/errors.hpp"
#include "core/integrate.hpp"
#include "model/dark_matter/scattering.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

using Spin = DarkMatter::Spin;

DarkMatter dark_matter(Spin spin, double m_GeV, double heavier_GeV = 0.0) {
  DarkMatter dm;
  dm.spin = spin;
  dm.mass_GeV = m_GeV;
  dm.heavier_mass_GeV = heavier_GeV > 0.0 ? heavier_GeV : m_GeV;
  return dm;
}

constexpr std::array all_spins{Spin::complex_scalar, Spin::majorana, Spin::dirac, Spin::pseudo_dirac};

}  // namespace

TEST_CASE("electron recoils have the published closed forms", "[model][vector-dm][published]") {
  // arXiv:1107.4580 and arXiv:1609.01770: 4 pi alpha [2 m E^2 - f T]/[(E^2 - m_chi^2)(M^2 + 2 m T)^2],
  // f = 2 E m + m_chi^2 for scalars, 2 E m - m T + m_chi^2 + m^2 for Dirac fermions. Tolerance: rounding.
  constexpr double m = sm::m_e_GeV;
  for (double const T : {1e-4, 0.01, 0.1}) {
    double const E = 1.0, m_chi = 0.02, M = 0.06;
    double const front =
        4.0 * std::numbers::pi * sm::alpha / ((E * E - m_chi * m_chi) * std::pow(M * M + 2.0 * m * T, 2));
    double const f_scalar = 2.0 * E * m + m_chi * m_chi;
    double const f_dirac = 2.0 * E * m - m * T + m_chi * m_chi + m * m;
    CHECK(electron_recoil_GeV3(dark_matter(Spin::complex_scalar, m_chi), M, E, T) ==
          Approx(front * (2.0 * m * E * E - f_scalar * T)).epsilon(1e-12));
    CHECK(electron_recoil_GeV3(dark_matter(Spin::dirac, m_chi), M, E, T) ==
          Approx(front * (2.0 * m * E * E - f_dirac * T)).epsilon(1e-12));
  }
}

TEST_CASE("a pseudo-Dirac pair without splitting is a Dirac fermion", "[model][vector-dm][property]") {
  auto const pair = dark_matter(Spin::pseudo_dirac, 0.02);
  auto const dirac = dark_matter(Spin::dirac, 0.02);
  CHECK(dark_width_GeV(pair, 0.1) == Approx(dark_width_GeV(dirac, 0.1)).epsilon(1e-12));
  CHECK(dark_decay_anisotropy(pair, 0.1) == Approx(dark_decay_anisotropy(dirac, 0.1)).epsilon(1e-12));
  CHECK(electron_recoil_GeV3(pair, 0.06, 1.0, 0.01) == Approx(electron_recoil_GeV3(dirac, 0.06, 1.0, 0.01)));
  CHECK(dark_width_GeV(dirac, 0.1) / dark_width_GeV(dark_matter(Spin::complex_scalar, 0.02), 0.1) ==
        Approx(4.0 * (1.0 + 2.0 * 0.04) / (1.0 - 4.0 * 0.04)).epsilon(1e-12));  // closed forms, r = 0.2
}

TEST_CASE("inelastic recoils respect energy and momentum", "[model][vector-dm][property]") {
  // The recoil range solves the angle between target and dark matter: cos = 1 at both ends. Tolerance: rounding of a
  // difference between masses of very different size.
  for (double const target : {sm::m_e_GeV, sm::m_p_GeV, 37.2}) {
    auto const dm = dark_matter(Spin::pseudo_dirac, 0.05, 0.06);
    double const E = 20.0;
    auto const [low, high] = recoil_range(dm, target, E);
    REQUIRE(low > 0.0);
    REQUIRE(high > low);
    for (double const T : {low, high}) {
      double const p = std::sqrt(E * E - 0.05 * 0.05);
      double const target_p = std::sqrt(T * (T + 2.0 * target));
      double const cosine = (0.06 * 0.06 - 0.05 * 0.05 + 2.0 * T * (E + target)) / (2.0 * p * target_p);
      CHECK(cosine == Approx(1.0).epsilon(1e-6));
    }
    CHECK(recoil_range(dark_matter(Spin::dirac, 0.05), target, E).min_GeV == 0.0);
    CHECK(electron_recoil_GeV3(dm, 0.3, E, 0.5 * recoil_range(dm, sm::m_e_GeV, E).min_GeV) == 0.0);
  }
  // below the threshold for the heavier state nothing happens
  CHECK(recoil_range(dark_matter(Spin::pseudo_dirac, 0.05, 0.06), sm::m_e_GeV, 0.1).max_GeV == 0.0);
}

TEST_CASE("a nucleus of one slow proton's charge scatters like the proton", "[model][vector-dm][property]") {
  // At small recoil spin and form factors do not matter. Tolerance: terms of order T/E and Q^2 r^2.
  for (auto const spin : {Spin::complex_scalar, Spin::dirac}) {
    auto const dm = dark_matter(spin, 0.05);
    Nucleus const hydrogen{1, 1.0, sm::m_p_GeV};
    double const T = 1e-7;
    CHECK(nucleus_recoil_GeV3(dm, 0.3, hydrogen, 1.0, T) ==
          Approx(nucleon_recoil_GeV3(dm, 0.3, Nucleon::proton, 1.0, T)).epsilon(1e-4));
  }
  // the neutron has a magnetic moment only
  auto const dm = dark_matter(Spin::complex_scalar, 0.05);
  CHECK(nucleon_recoil_GeV3(dm, 0.3, Nucleon::neutron, 1.0, 1e-4) <
        1e-3 * nucleon_recoil_GeV3(dm, 0.3, Nucleon::proton, 1.0, 1e-4));
}

TEST_CASE("decay angles average to one and closed thresholds have no width", "[model][vector-dm][property]") {
  for (auto const spin : all_spins) {
    auto const dm = dark_matter(spin, 0.02, spin == Spin::pseudo_dirac ? 0.025 : 0.0);
    CHECK(dark_width_GeV(dm, 0.039) == 0.0);
    CHECK(dark_width_GeV(dm, 0.046) > 0.0);
    double const a = dark_decay_anisotropy(dm, 0.1);
    CHECK(1.0 + a * (0.0 - 1.0 / 3.0) >= 0.0);
    CHECK(1.0 + a * (1.0 - 1.0 / 3.0) >= 0.0);
  }
  // massless fermions of a transverse vector: 1 + cos^2 (helicity conservation)
  CHECK(dark_decay_anisotropy(dark_matter(Spin::dirac, 1e-9), 0.1) == Approx(0.75));
}

TEST_CASE("vector-dm has the decays of the dark photon and an invisible one", "[model][vector-dm]") {
  std::array const masses{0.01, 0.03};
  std::array const couplings{0.1, 1e-4};
  auto const model = make_model("vector-dm");
  auto const quantities = model->quantities(masses, couplings);
  CHECK(quantities.at("BR(chichi)") == Approx(1.0).epsilon(1e-5));
  CHECK(quantities.at("y") == Approx(1e-9 / 81.0).epsilon(1e-12));
  double sum = 0.0;
  for (auto const& mode : model->decays(masses)) sum += mode.width_GeV * mode.monomial(couplings);
  CHECK(sum == Approx(quantities.at("Gamma_total [GeV]")));
  // below threshold it is a dark photon
  std::array const heavy_dm{0.02, 0.03};
  std::array const mass{0.03};
  std::array const epsilon{1e-4};
  CHECK(total_width_GeV(model->decays(heavy_dm), couplings) ==
        total_width_GeV(make_model("dark-photon")->decays(mass), epsilon));
  CHECK(make_model("vector-dm", {{"dm", "pseudo-dirac"}})->mass_count() == 3);
  CHECK_THROWS_AS(make_model("vector-dm", {{"dm", "vector"}}), InputError);
  CHECK_THROWS_AS(make_model("vector-dm", {{"spin", "dirac"}}), InputError);
}

TEST_CASE("every quantity is a number, also where nothing can decay", "[model][vector-dm][property]") {
  auto const model = make_model("vector-dm");
  for (double const mediator_GeV : {1e-3, 0.01, sm::m_Z_GeV}) {  // below two electrons: stable
    std::array const masses{0.1, mediator_GeV};
    std::array const couplings{0.1, 1e-6};
    for (auto const& [name, value] : model->quantities(masses, couplings)) {
      INFO(name << " at " << mediator_GeV);
      CHECK(std::isfinite(value));
    }
  }
}

TEST_CASE("a massless mediator gives dark matter the charge epsilon g_D", "[model][vector-dm][published]") {
  // Holdom 1986: q/e = epsilon g_D/e = epsilon sqrt(alpha_D/alpha).
  std::array const masses{0.1, 1e-3};
  std::array const couplings{0.1, 1e-6};
  CHECK(make_model("vector-dm")->quantities(masses, couplings).at("charge of chi for a massless mediator / e") ==
        Approx(1e-6 * std::sqrt(0.1 * 137.036)).epsilon(1e-6));
}
