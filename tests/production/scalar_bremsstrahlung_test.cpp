// Scalars radiated by protons.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "production/proton_bremsstrahlung.hpp"
#include "production/proton_bremsstrahlung_flux.hpp"

using namespace penumbra;

namespace {
constexpr double pi = std::numbers::pi;
}

TEST_CASE("a massless scalar is radiated as in the effective Higgs approximation", "[production][published]") {
  // Dawson and Reina, hep-ph/9705208: g^2/(16 pi^2) [4(1-z)/z + z ln(pT_max^2/(z^2 m^2))]; corrections z^2 m^2/pT^2.
  double const pT_max_GeV = 1e3;
  for (double const z : {0.1, 0.4, 0.8}) {
    double const below = integrate(
        [&](double ln) {
          double const pT2 = std::exp(ln);
          return pT2 * scalar_splitting_per_g2(z, pT2, 0.0);
        },
        std::log(1e-10), std::log(pT_max_GeV * pT_max_GeV), 1e-9);
    double const expected =
        (4.0 * (1.0 - z) / z + z * std::log(std::pow(pT_max_GeV / (z * sm::m_p_GeV), 2))) / (16.0 * pi * pi);
    CHECK(below == Approx(expected).epsilon(1e-5));
  }
}

TEST_CASE("the scalar splitting is that of old-fashioned perturbation theory at high energy",
          "[production][independent]") {
  // |M|^2/(8 E E' omega (E' + omega - E)^2) d^3k/(2 pi)^3 with |M|^2 = 2 (p.p' + m_p^2), all on the mass shell;
  // corrections m^2/P^2 = 1e-6.
  double const P = 1e3;
  for (double const m_GeV : {0.05, 0.5, 1.5})
    for (double const z : {0.2, 0.7})
      for (double const pT : {0.1, 1.0}) {
        double const m_p2 = sm::m_p_GeV * sm::m_p_GeV;
        double const E = std::hypot(P, sm::m_p_GeV);
        double const left = (1.0 - z) * P;
        double const E_left = std::sqrt(left * left + pT * pT + m_p2);
        double const omega = std::sqrt(z * P * z * P + pT * pT + m_GeV * m_GeV);
        double const energy_gap = E_left + omega - E;
        double const amplitude2 = 2.0 * (E * E_left - P * left + m_p2);
        double const expected =
            pi * P * amplitude2 / (std::pow(2.0 * pi, 3) * 8.0 * E * E_left * omega * energy_gap * energy_gap);
        CHECK(scalar_splitting_per_g2(z, pT * pT, m_GeV) == Approx(expected).epsilon(1e-4));
      }
}

TEST_CASE("an off-shell proton radiates less, and less than one of a larger scale", "[production][property]") {
  for (double const z : {0.1, 0.5, 0.9}) {
    double const on_shell = scalar_splitting_per_g2(z, 0.3, 0.4);
    double const narrow = quasi_real_scalar_splitting_per_g2(z, 0.3, 0.4, 1.0);
    double const wide = quasi_real_scalar_splitting_per_g2(z, 0.3, 0.4, 2.0);
    CHECK(narrow < wide);
    CHECK(wide < on_shell);
    CHECK(quasi_real_scalar_splitting_per_g2(z, 0.3, 0.4, 1e3) == Approx(on_shell).epsilon(1e-6));
  }
}

TEST_CASE("rows of radiated scalars hold the splitting with what cross section is left", "[production][independent]") {
  Problems problems;
  auto const beam = load_beam(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments", "p120-c", problems);
  INFO(problems.text());
  REQUIRE(beam);
  double const m_GeV = 0.3;
  double const pT_max = 1.0;
  double const P = std::sqrt(beam->energy_GeV * beam->energy_GeV - sm::m_p_GeV * sm::m_p_GeV);
  auto const s = [&](double kept) { return 2.0 * sm::m_p_GeV * (kept * beam->energy_GeV + sm::m_p_GeV); };
  // Per unit of z, from the closed pT integral; z here is k/P, cos(theta) = 1: (pT_max/k)^2 = 0.05 % at 50 GeV.
  double const k = 50.0;
  double const z = k / P;
  double const low = (1.0 - z) * m_GeV * m_GeV + z * z * sm::m_p_GeV * sm::m_p_GeV;
  double const high = low + pT_max * pT_max;
  double const rest = std::pow((2.0 - z) * sm::m_p_GeV, 2) - low;
  double const per_z = z / (16.0 * pi * pi) * (std::log(high / low) + rest * (1.0 / low - 1.0 / high));
  double const kept = 1.0 - std::hypot(k, m_GeV) / beam->energy_GeV;
  double const expected = k / P * per_z * sigma_pp_mb(s(kept)) / sigma_pp_mb(s(1.0));

  auto const splitting = *proton_splitting("fww");
  double const rows = integrate(
      [&](double theta) {
        double density = 0.0;
        scalar_bremsstrahlung_rows(*beam, splitting, m_GeV, {&theta, 1}, {&k, 1}, {&density, 1});
        return 2.0 * pi * std::sin(theta) * density;
      },
      0.0, std::asin(pT_max / k), 1e-8);
  CHECK(rows == Approx(expected).epsilon(2e-3));
}
