#include "analysis/cmb_annihilation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <numbers>

#include "analysis/measurement.hpp"
#include "analysis/shipped_measurement.hpp"
#include "core/roots.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/energy_deposition.hpp"
#include "cosmology/relic_density.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinRel;
using penumbra::test::shipped_measurement;

namespace {

constexpr double cm3_s = sm::cm2_per_inverse_GeV2 * cosmology::speed_of_light_cm_s;

struct Point {
  std::string dm;
  std::vector<double> masses;
  std::array<double, 2> couplings;  ///< alpha_D, epsilon
};

Outcome at(Analysis const& analysis, Point const& point) {
  auto const model = make_model("vector-dm", {{"dm", point.dm}});
  FluxStore fluxes{*model, point.masses};
  Couplings const couplings{point.couplings};
  Outcome outcome;
  analysis.respond(*model, point.masses, fluxes)->evaluate({&couplings, 1}, {&outcome, 1}, {});
  return outcome;
}

/// <sigma v> of Dirac fermions at rest, 16 pi alpha alpha_D eps^2 m^2 (1 + m_e^2/(2 m^2)) sqrt(1 - m_e^2/m^2)/(m_A^2 -
/// 4 m^2)^2, cm^3/s, below the muons' threshold.
double dirac_to_electrons(double m, double m_A, double alpha_D, double epsilon) {
  double const r = std::pow(sm::m_e_GeV / m, 2);
  return 16.0 * std::numbers::pi * sm::alpha * alpha_D * epsilon * epsilon * m * m * (1.0 + 0.5 * r) *
         std::sqrt(1.0 - r) / std::pow(m_A * m_A - 4.0 * m * m, 2) * cm3_s;
}

double thermal_epsilon(std::string const& dm, std::vector<double> const& masses, double alpha_D) {
  auto const model = make_model("vector-dm", {{"dm", dm}});
  RelicDensity const relic{*model->annihilation(masses)};
  std::array const couplings{alpha_D, 1.0};
  return *thermal_coupling(relic, couplings, {1, 1e-9, 1.0}, 0.12);
}

}  // namespace

TEST_CASE("the limit on annihilation at recombination is Planck's", "[analysis][published]") {
  // Dirac fermions to electrons: f_eff <sigma v>/(2 m) = 3.2e-28 cm^3/s/GeV is mu = 1 with CLs 0.05. The cross section
  // at rest is the closed form (arXiv:1505.00011 and the traces of formulas). Tolerance: the width of the mediator.
  auto const analysis = shipped_measurement("cmb-annihilation-planck-2018-all");
  for (double m : {0.005, 0.03, 0.09}) {
    double const alpha_D = 0.01;
    double const f = deposition("e+e-", 2.0 * m);
    double const epsilon = std::sqrt(3.2e-28 * 2.0 * m / f / dirac_to_electrons(m, 3.0 * m, alpha_D, 1.0));
    auto const outcome = at(*analysis, {"dirac", {m, 3.0 * m}, {alpha_D, epsilon}});
    CHECK_THAT(outcome.expected, WithinRel(1.0, 1e-3));
    CHECK_THAT(outcome.cls, WithinRel(0.05, 0.01));
  }
}

TEST_CASE("thermal Dirac dark matter is excluded below about ten GeV, scalars and Majorana fermions never",
          "[analysis][published]") {
  // Planck 2018, arXiv:1807.06209, section 7.3: thermal relics with <sigma v> = 3e-26 and s-wave annihilation are
  // excluded below 5 to 30 GeV (f_eff of neutrino-rich channels to electrons); for p waves the bound says nothing.
  auto const analysis = shipped_measurement("cmb-annihilation-planck-2018");
  double const alpha_D = 0.05;
  for (double m : {0.01, 0.1, 0.6, 3.0}) {
    std::vector<double> const masses{m, 3.0 * m};
    INFO("m = " << m);
    CHECK(at(*analysis, {"dirac", masses, {alpha_D, thermal_epsilon("dirac", masses, alpha_D)}}).cls < 0.05);
    for (char const* dm : {"complex-scalar", "majorana"})
      CHECK(at(*analysis, {dm, masses, {alpha_D, thermal_epsilon(dm, masses, alpha_D)}}).cls > 0.99);
  }
  std::vector<double> const heavy{40.0, 90.0};
  CHECK(at(*analysis, {"dirac", heavy, {alpha_D, thermal_epsilon("dirac", heavy, alpha_D)}}).cls > 0.05);
}

TEST_CASE("pairs of mediators inject what their decays leave, in an s wave for every spin", "[analysis][published]") {
  // arXiv:0711.4866, eq. 10: pi alpha_D^2/m^2 (1 - r^2)^(3/2)/(1 - r^2/2)^2, half of it for Dirac fermions. Mediators
  // of 30 MeV decay to electrons only.
  auto const analysis = shipped_measurement("cmb-annihilation-planck-2018-all");
  double const m = 0.3, m_A = 0.03, alpha_D = 1e-4;
  double const r2 = std::pow(m_A / m, 2);
  double const sigma_v =
      std::numbers::pi * alpha_D * alpha_D / (m * m) * std::pow(1.0 - r2, 1.5) / std::pow(1.0 - 0.5 * r2, 2) * cm3_s;
  std::vector<DecayMode> const electrons{{"e+e-", 1.0, {{0}}, true, sm::m_e_GeV, true}};
  std::array const one{1.0};
  double const mu = sigma_v * deposition_in_flight(electrons, m_A, m, one) / m / 3.2e-28;
  CHECK_THAT(at(*analysis, {"dirac", {m, m_A}, {alpha_D, 1e-9}}).expected, WithinRel(0.5 * mu, 1e-3));
  CHECK_THAT(at(*analysis, {"majorana", {m, m_A}, {alpha_D, 1e-9}}).expected, WithinRel(mu, 1e-3));
  CHECK(at(*analysis, {"complex-scalar", {m, m_A}, {alpha_D, 1e-9}}).expected > 0.5 * mu);
}

TEST_CASE("a pseudo-Dirac pair annihilates as far as its heavier state is left", "[analysis][property]") {
  auto const analysis = shipped_measurement("cmb-annihilation-planck-2018");
  double const m = 0.03;
  auto const dirac_and_pair = [&](double alpha_D, double splitting) {
    double const epsilon = thermal_epsilon("dirac", {m, 3.0 * m}, alpha_D);
    return std::pair{at(*analysis, {"dirac", {m, 3.0 * m}, {alpha_D, epsilon}}).expected,
                     at(*analysis, {"pseudo-dirac", {m, 3.0 * m, splitting}, {alpha_D, epsilon}}).expected};
  };
  // Hardly any splitting and too little alpha_D for chi_2 chi_2 -> chi_1 chi_1: a Dirac fermion.
  auto const [dirac, weak] = dirac_and_pair(1e-5, 1.001e-6);
  CHECK(dirac > 100.0);
  CHECK_THAT(weak, WithinRel(dirac, 0.05));
  // With a large alpha_D the heavier state goes, the more so the larger the splitting.
  double before = dirac_and_pair(0.1, 1.001e-6).second;
  for (double const splitting : {1e-5, 1e-3, 0.015}) {
    auto const [same, pair] = dirac_and_pair(0.1, splitting);
    CHECK(pair < before);
    CHECK(pair < 1e-2 * same);
    before = pair;
  }
}

TEST_CASE("what freeze-out leaves counts squared, and no more than all", "[analysis][property]") {
  auto const predicted = shipped_measurement("cmb-annihilation-planck-2018");
  auto const all = shipped_measurement("cmb-annihilation-planck-2018-all");
  std::vector<double> const masses{0.03, 0.09};
  double const alpha_D = 0.05;
  double const thermal = thermal_epsilon("dirac", masses, alpha_D);
  auto const relic = [&](double epsilon) {
    RelicDensity const density{*make_model("vector-dm", {{"dm", "dirac"}})->annihilation(masses)};
    std::array const couplings{alpha_D, epsilon};
    return density(couplings).omega_h2;
  };
  for (double factor : {0.2, 3.0, 20.0}) {
    Point const point{"dirac", masses, {alpha_D, factor * thermal}};
    double const share = std::min(1.0, relic(factor * thermal) / 0.12);
    CHECK_THAT(at(*predicted, point).expected, WithinRel(share * share * at(*all, point).expected, 0.02));
  }
  CHECK(predicted->info().combine);
  CHECK_FALSE(all->info().combine);
  CHECK(predicted->info().data_set == all->info().data_set);
  // Never in equilibrium: the predicted density is not known, all of it may still be there.
  CHECK(at(*predicted, {"dirac", masses, {alpha_D, 1e-9}}).expected == 0.0);
  CHECK(at(*all, {"dirac", masses, {alpha_D, 1e-9}}).expected > 0.0);
}

TEST_CASE("a model without dark matter is told why the CMB says nothing", "[analysis][property]") {
  CHECK_THAT(shipped_measurement("cmb-annihilation-planck-2018")->applies_to(*make_model("dark-photon")).why_not,
             Contains("annihilates"));
}

TEST_CASE("every fault of a limit on annihilation is told", "[analysis][errors]") {
  Problems problems;
  auto table = TomlTable::parse(
      "name = \"x\"\ntitle = \"x\"\nkind = \"measurement\"\nstatus = \"observed\"\ndata_set = \"x\"\nreference = "
      "\"x\"\n"
      "quantity = \"cmb-annihilation\"\ndensity = \"half\"\nconfidence_level = 95\n[experiment]\n"
      "limit = { value = -1, source = \"x\" }\nomega_h2 = { value = 0.12, source = \"x\" }\n",
      "x.toml", problems);
  CHECK(CmbAnnihilation::read(table, problems) == nullptr);
  for (char const* part : {"x.toml:8:", "x.toml:9:", "x.toml:11:", "'predicted' or 'measured'"})
    CHECK_THAT(problems.text(), Contains(part));
}
