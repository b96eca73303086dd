#include "analysis/effective_neutrinos.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "analysis/measurement.hpp"
#include "analysis/shipped_measurement.hpp"
#include "analysis/test_model.hpp"
#include "core/roots.hpp"
#include "cosmology/neutrino_decoupling.hpp"
#include "model/registry.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Outcome at(std::string const& dm, double m_chi_GeV, double ratio, double epsilon) {
  auto const model = make_model("vector-dm", {{"dm", dm}});
  std::vector<double> masses{m_chi_GeV, ratio * m_chi_GeV};
  if (dm == "pseudo-dirac") masses.push_back(1e-3);
  std::array const values{0.1, epsilon};
  Couplings const couplings{values};
  Outcome outcome;
  shipped_measurement("n-eff-planck-2018")
      ->respond(*model, masses, no_fluxes())
      ->evaluate({&couplings, 1}, {&outcome, 1}, {});
  return outcome;
}

double lightest_MeV(std::string const& dm, double ratio) {
  return find_root([&](double m_MeV) { return at(dm, m_MeV * 1e-3, ratio, 1e-4).cls - 0.05; }, 1.0, 40.0, 1e-5);
}

}  // namespace

TEST_CASE("thermal dark matter is heavier than the published few MeV", "[analysis][published]") {
  // arXiv:2109.03246 (abstract: below 4 MeV excluded at 95 % for every spin and mass of the dark photon);
  // arXiv:1602.01114 (abstract; Planck 2015, N_eff): 7 MeV for the weakest and 11 MeV for a Dirac fermion coupled to
  // electrons. Tolerance: the data, of other years; heavy mediators leave the dark matter's own entropy.
  double const scalar = lightest_MeV("complex-scalar", 20.0);
  double const majorana = lightest_MeV("majorana", 20.0);
  double const dirac = lightest_MeV("dirac", 20.0);
  CHECK(scalar > 4.0);
  CHECK(scalar < majorana * 1.02);
  CHECK_THAT(dirac, WithinRel(11.0, 0.15));
  CHECK_THAT(lightest_MeV("pseudo-dirac", 20.0), WithinRel(dirac, 0.01));
  // A light mediator adds its own.
  CHECK(lightest_MeV("complex-scalar", 2.0) > scalar);
}

TEST_CASE("only what was in equilibrium with the bath is judged", "[analysis][property]") {
  CHECK(at("dirac", 0.003, 3.0, 1e-4).cls < 1e-4);
  CHECK(at("dirac", 0.003, 3.0, 1e-11).cls == 1.0);
  CHECK(at("dirac", 0.003, 3.0, 1e-11).log_likelihood == 0.0);
  CHECK(at("dirac", 0.2, 3.0, 1e-4).log_likelihood == 0.0);
}

TEST_CASE("the likelihood of N_eff is a one-sided Gaussian", "[analysis][property]") {
  auto const analysis = shipped_measurement("n-eff-planck-2018");
  auto const& neutrinos = dynamic_cast<EffectiveNeutrinos const&>(*analysis);
  double const standard = standard_effective_neutrinos();
  CHECK(neutrinos.outcome(standard).cls == 1.0);
  CHECK(neutrinos.outcome(standard + 0.2).log_likelihood == 0.0);
  // Better than the Standard Model: no reward.
  CHECK(neutrinos.outcome(2.99).log_likelihood == 0.0);
  auto const low = neutrinos.outcome(2.99 - 3.0 * 0.17);
  double const before = std::pow((standard - 2.99) / 0.17, 2);
  CHECK_THAT(low.log_likelihood, WithinRel(-0.5 * (9.0 - before), 1e-9));
  CHECK_THAT(low.expected, WithinAbs(standard - 2.48, 1e-9));
  CHECK_THAT(neutrinos.applies_to(*make_model("dark-photon")).why_not, Contains("bath"));
}
