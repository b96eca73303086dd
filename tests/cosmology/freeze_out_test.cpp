#include "cosmology/freeze_out.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "cosmology/constants.hpp"
#include "cosmology/relic_density.hpp"
#include "cosmology/test_annihilation.hpp"
#include "particle/constants.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::WithinRel;

namespace {

constexpr double cm3_s_per_inverse_GeV2 = sm::cm2_per_inverse_GeV2 * cosmology::speed_of_light_cm_s;

std::vector<double> constant(FreezeOut const& freeze_out, double sigma_v_cm3_s) {
  return std::vector<double>(freeze_out.cold_average_count(), sigma_v_cm3_s / cm3_s_per_inverse_GeV2);
}

}  // namespace

TEST_CASE("the canonical cross section leaves the dark matter that is there", "[cosmology][published]") {
  // arXiv:1204.3622, abstract: 5.2e-26 cm^3/s at most, around 0.3 GeV; 2.2e-26 with feeble mass dependence above 10
  // GeV; for a self-conjugate fermion and Omega h^2 = 0.112 (WMAP). Tolerance: two printed digits, and g_* of 2012,
  // which is up to 7 % higher than lattice QCD at the temperatures around 1 GeV of a mass of 20 GeV: 8 %.
  auto const needed = [](double mass_GeV) {
    std::vector<double> const unit{1.0};
    return *thermal_coupling(RelicDensity{lab_expansion(mass_GeV, 1.0, 0.0)}, unit, {0, 1e-12, 1e-4}, 0.112) *
           cm3_s_per_inverse_GeV2;
  };
  double const highest = needed(0.3);
  CHECK_THAT(highest, WithinRel(5.2e-26, 0.08));
  CHECK(needed(0.05) < highest);
  CHECK(needed(2.0) < highest);
  for (double mass_GeV : {30.0, 100.0, 1000.0}) CHECK_THAT(needed(mass_GeV), WithinRel(2.2e-26, 0.08));
}

TEST_CASE("a species that is not its own antiparticle needs twice the cross section", "[cosmology][property]") {
  // The same internal states in total: only <sigma v>_eff differs, exactly by two.
  FreezeOut const alone{1.0, 2.0, true};
  FreezeOut const pair{1.0, 2.0, false};
  CHECK_THAT(pair(constant(pair, 4e-26)).omega_h2, WithinRel(alone(constant(alone, 2e-26)).omega_h2, 1e-9));
}

TEST_CASE("after freeze-out annihilation follows the closed form", "[cosmology][published]") {
  // Kolb, Turner, The Early Universe, eqs. 5.44-5.45 (n = 0): x_f = ln(c) - ln(ln(c))/2, Omega h^2 = 1.07e9 GeV^-1
  // x_f/(sqrt(g) M_Pl sigma), good to 5 % where g_* does not run (at 1 TeV it hardly does). n_eq sigma v = H is later,
  // at x = ln(c sqrt(x)).
  FreezeOut const freeze_out{1000.0, 2.0, true};
  double const sigma_v_GeV2 = 2e-9;
  double const g = 92.0;  // at T = 38 GeV
  double const c = 0.038 * 2.0 / std::sqrt(g) * cosmology::planck_mass_GeV * 1000.0 * sigma_v_GeV2;
  double const x_f = std::log(c) - 0.5 * std::log(std::log(c));
  auto const relic = freeze_out(std::vector<double>(freeze_out.average_count(), sigma_v_GeV2));
  CHECK_THAT(relic.omega_h2,
             WithinRel(1.07e9 * x_f / (std::sqrt(g) * cosmology::planck_mass_GeV * sigma_v_GeV2), 0.05));
  CHECK_THAT(relic.x_freeze_out, WithinRel(std::log(c) + 0.5 * std::log(relic.x_freeze_out), 0.02));
}

TEST_CASE("a species that never annihilated keeps its equilibrium number", "[cosmology][published]") {
  // Y_eq at x = 1 is 45 g x^2 K_2(1)/(4 pi^4 h); Omega h^2 = m Y s_0 / rho_c.
  FreezeOut const freeze_out{0.1, 2.0, true};
  auto const relic = freeze_out(constant(freeze_out, 1e-45));
  double const h = 17.3282838;  // at 100 MeV, arXiv:1803.01038
  double const Y = 45.0 * 2.0 * std::cyl_bessel_k(2.0, 1.0) / (4.0 * std::pow(M_PI, 4) * h);
  CHECK_THAT(relic.omega_h2, WithinRel(0.1 * Y * 2891.2 / 1.05367e-5, 1e-6));
  CHECK(relic.rate < 1e-6);
}

TEST_CASE("kinetic decoupling does not matter to an s-wave", "[cosmology][property]") {
  FreezeOut const freeze_out{1.0, 2.0, true};
  auto const sigma_v = constant(freeze_out, 4e-26);
  CHECK_THAT(freeze_out.cold_omega_h2(sigma_v, freeze_out(sigma_v)), WithinRel(freeze_out(sigma_v).omega_h2, 1e-9));
}

TEST_CASE("dark matter that cools early annihilates less in a p-wave", "[cosmology][published]") {
  // With <sigma v> = 6b/x, Y' = -A Y^2/x^2: what is annihilated after x_f falls from 1/(2 x_f^2) to 1/(3 x_f^2) (x_chi
  // = x^2/x_f), and Omega rises by less than 3/2; more than by a tenth since most happens after freeze-out.
  RelicDensity const relic{lab_expansion(1.0, 0.0, 1.0)};
  std::vector<double> const couplings{1e-7};
  double const ratio = relic.with_cold(couplings).cold_omega_h2 / relic(couplings).omega_h2;
  CHECK(ratio < 1.5);
  CHECK(ratio > 1.1);
}

TEST_CASE("near a resonance the assumption of kinetic contact matters", "[cosmology][property]") {
  // A resonance at a kinetic energy far below the temperature is met more often when dark matter cools, one above less
  // often; far away the p-wave of the test above remains.
  auto const shift = [&](double M_GeV) {
    RelicDensity const relic{breit_wigner(0.1, M_GeV)};
    std::vector<double> couplings{1.0, 1e-6};
    couplings[0] = *thermal_coupling(relic, couplings, {0, 1e-30, 1.0}, 0.12);
    return relic.with_cold(couplings).cold_omega_h2 / 0.12;
  };
  CHECK(shift(0.2002) < 0.6);
  CHECK(shift(0.208) > 1.2);
  CHECK(shift(0.6) < 1.5);
  CHECK(shift(0.6) > 1.1);
}

TEST_CASE("Omega has converged", "[cosmology][convergence]") {
  // The claim of FreezeOutNodes: 0.5 % against twice the nodes.
  FreezeOutNodes const twice{24, 27, 0.035, 0.5};
  for (double M_GeV : {0.15, 0.199, 0.2005, 0.21, 0.25, 0.3}) {
    RelicDensity const shipped{breit_wigner(0.1, M_GeV)};
    RelicDensity const finer{breit_wigner(0.1, M_GeV), twice};
    for (double width : {1e-12, 1e-6, 1e-3, 0.02, 0.17})
      for (double strength : {1e-6, 1e-9, 1e-12, 1e-15}) {
        std::vector<double> const couplings{strength, width};
        INFO("pole " << M_GeV << " width " << width << " strength " << strength);
        CHECK_THAT(shipped(couplings).omega_h2, WithinRel(finer(couplings).omega_h2, 5e-3));
      }
  }
}

TEST_CASE("the thermal coupling gives back Omega", "[cosmology][property]") {
  RelicDensity const relic{lab_expansion(1.0, 1.0, 0.0)};
  std::vector<double> couplings{1.0};
  auto const coupling = thermal_coupling(relic, couplings, {0, 1e-14, 1e-3}, 0.12);
  REQUIRE(coupling);
  couplings[0] = *coupling;
  CHECK_THAT(relic(couplings).omega_h2, WithinRel(0.12, 1e-6));
  // The ends of the axis do not matter beyond the tolerance of the search.
  CHECK_THAT(*thermal_coupling(relic, couplings, {0, 3.3e-13, 1e-5}, 0.12), WithinRel(*coupling, 1e-7));
  CHECK_FALSE(thermal_coupling(relic, couplings, {0, 1e-14, 1e-11}, 0.12));  // never enough
  CHECK_FALSE(thermal_coupling(relic, couplings, {0, 1e-5, 1e-3}, 0.12));    // too much already
}
