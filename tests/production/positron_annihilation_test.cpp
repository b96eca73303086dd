// Annihilation of positrons on electrons against closed forms and against the reverse process.
#include "production/positron_annihilation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "model/dark_matter/widths.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

DarkMatter dark_matter(DarkMatter::Spin spin, double mass_GeV) {
  DarkMatter dm;
  dm.spin = spin;
  dm.mass_GeV = dm.heavier_mass_GeV = mass_GeV;
  return dm;
}

}  // namespace

TEST_CASE("resonant annihilation has the printed cross sections of every spin", "[positron_annihilation][published]") {
  // sigma = (4 pi / 3) epsilon^2 alpha alpha_D {s beta^3/4; (s + 2 m^2) beta; s beta^3 / 2} / [(s-M^2)^2 + M^2 Gamma^2]
  // for {complex scalar; Dirac; Majorana}: arXiv:1802.03794, and the annihilation cross sections of arXiv:1505.00011
  // with initial and final state exchanged. Far from the resonance, where the width does not matter. Tolerance: the
  // electron mass, 4 m_e^2/s.
  double const M = 0.3;
  double const m = 0.1;
  double const s = 0.07;
  double const beta = std::sqrt(1.0 - 4.0 * m * m / s);
  double const common =
      4.0 * pi / 3.0 * sm::alpha / std::pow(s - M * M, 2) * sm::cm2_per_inverse_GeV2;  // alpha_D = epsilon = 1
  auto const sigma = [&](DarkMatter::Spin spin) {
    return ResonantAnnihilation{dark_matter(spin, m), M}.sigma_cm2(s, 1e-6);
  };
  CHECK(sigma(DarkMatter::Spin::complex_scalar) == Approx(common * s * std::pow(beta, 3) / 4.0).epsilon(2e-5));
  CHECK(sigma(DarkMatter::Spin::dirac) == Approx(common * (s + 2.0 * m * m) * beta).epsilon(2e-5));
  CHECK(sigma(DarkMatter::Spin::pseudo_dirac) == Approx(common * (s + 2.0 * m * m) * beta).epsilon(2e-5));
  CHECK(sigma(DarkMatter::Spin::majorana) == Approx(common * s * std::pow(beta, 3) / 2.0).epsilon(2e-5));
}

TEST_CASE("a narrow resonance has the area that its widths demand", "[positron_annihilation][property]") {
  // Narrow Breit-Wigner of spin 1: int sigma ds = 12 pi^2 Gamma_ee Gamma_dark / (M Gamma): PDG, review of cross-section
  // formulae. Tolerance: the tails beyond 300 widths hold 2/(300 pi), the running width moves far less.
  double const M = 0.24;
  auto const dm = dark_matter(DarkMatter::Spin::dirac, 0.08);
  ResonantAnnihilation const process{dm, M};
  double const dark_GeV = dark_width_GeV(dm, M);
  double const electrons_GeV = sm::alpha * M / 3.0;  // epsilon = 1
  double const alpha_D = 1e-6;
  double const other_GeV = 0.5e-6 * dark_GeV;
  double const strength = process.strength(alpha_D, other_GeV);
  double const width = alpha_D * dark_GeV + other_GeV;
  double const half = 300.0 * M * width;
  double const area = integrate(
      [&](double u) {  // s = M^2 + M Gamma tan(u)
        double const off = M * width * std::tan(u);
        return process.sigma_cm2(M * M + off, strength) * M * width * (1.0 + std::pow(std::tan(u), 2));
      },
      -std::atan(half / (M * width)), std::atan(half / (M * width)), 1e-6);
  double const expected =
      12.0 * pi * pi * electrons_GeV * dark_GeV / (M * width) * sm::cm2_per_inverse_GeV2;  // alpha_D = 1 in Gamma_dark
  CHECK(area == Approx(expected).epsilon(0.004));
}

TEST_CASE("a massless mediator with a photon is twice two photons", "[positron_annihilation][published]") {
  // e+ e- -> gamma gamma at high energy: (2 pi alpha^2/s) [ln(s/m_e^2) - 1] (Heitler; PDG cross-section formulae), and
  // two distinguishable bosons are twice that. Tolerance: terms of m_e^2/s ln.
  double const E = 80.0;
  double const s = annihilation_s_GeV2(E);
  double const L = std::log(s / (sm::m_e_GeV * sm::m_e_GeV));
  double const two_photons = 2.0 * pi * sm::alpha * sm::alpha / s * (L - 1.0) * sm::cm2_per_inverse_GeV2;
  CHECK(associated_sigma_cm2(1e-7, E, 0.0) == Approx(2.0 * two_photons).epsilon(1e-4));
  // Half of the massless ones carry more than half of the energy.
  CHECK(associated_sigma_cm2(1e-7, E, 0.5 * E) == Approx(two_photons).epsilon(1e-3));
}

TEST_CASE("associated production integrates its angular distribution", "[positron_annihilation][independent]") {
  // Numerical integral of the differential cross section against the closed form.
  double const M = 0.15;
  double const E = 70.0;
  double const cut = 50.0;
  double const s = annihilation_s_GeV2(E);
  double const beta2 = 1.0 - 4.0 * sm::m_e_GeV * sm::m_e_GeV / s;
  double const gamma = (E + sm::m_e_GeV) / std::sqrt(s);
  double const boost = std::sqrt(gamma * gamma - 1.0);
  auto const energy = [&](double z) {
    return gamma * (s + M * M) / (2.0 * std::sqrt(s)) + boost * z * (s - M * M) / (2.0 * std::sqrt(s));
  };
  double const lowest = energy(-1.0);
  double const highest = energy(1.0);
  REQUIRE((lowest < cut && cut < highest));
  double const z_cut = -1.0 + 2.0 * (cut - lowest) / (highest - lowest);
  double const sum = integrate(
      [&](double t) {  // z = tanh(t): the ends are steep
        double const z = std::tanh(t);
        return (1.0 - z * z) * 4.0 * pi * sm::alpha * sm::alpha / s *
               ((s - M * M) / (2.0 * s) * (1.0 + z * z) + 2.0 * M * M / (s - M * M)) / (1.0 - beta2 * z * z);
      },
      std::atanh(z_cut), 18.0, 1e-10);
  CHECK(associated_sigma_cm2(M, E, cut) == Approx(sum * sm::cm2_per_inverse_GeV2).epsilon(1e-6));
  CHECK(associated_sigma_cm2(M, E, highest * (1.0 + 1e-9)) == 0.0);
  CHECK(associated_sigma_cm2(0.5, E, 0.0) == 0.0);  // below threshold
}

TEST_CASE("photons up to the soft share cost nothing at first order", "[positron_annihilation][published]") {
  // delta = (2 alpha/pi) {(L-1) ln(share) + 3L/4 + pi^2/6 - 1} = 0: Berends et al. 1988, as the docstring says.
  double const s = 0.1;
  double const L = std::log(s / (sm::m_e_GeV * sm::m_e_GeV));
  CHECK((L - 1.0) * std::log(soft_photon_share(s)) + 0.75 * L + pi * pi / 6.0 - 1.0 == Approx(0.0).margin(1e-12));
  CHECK(soft_photon_share(s) == Approx(0.42).epsilon(0.01));
}
