#include "model/vector_dm/heavier_state.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "model/registry.hpp"
#include "model/vector_dm/rates.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

DarkMatter pseudo_dirac(double lighter_GeV, double splitting) {
  static auto const model = make_model("vector-dm", {{"dm", "pseudo-dirac"}});
  return *model->dark_matter(std::vector{lighter_GeV, 3.0 * lighter_GeV, splitting});
}

double width_GeV(std::vector<PairDecay> const& decays, std::string const& state) {
  for (auto const& decay : decays)
    if (decay.mode.final_state == state) return decay.mode.width_GeV;
  return 0.0;
}

}  // namespace

TEST_CASE("decays of the heavier state agree with the adaptive integral and the published limit",
          "[heavier_state][published]") {
  Monomial const coupling{{1, 2}};
  for (double const lighter : {0.01, 0.1, 1.0}) {
    auto const dm = pseudo_dirac(lighter, 0.1);
    auto const decays = heavier_state_decays(dm, 3.0 * lighter, coupling);
    CAPTURE(lighter);
    // Nodes against adaptive quadrature: below the threshold's square root.
    CHECK(width_GeV(decays, "e+e-") == Approx(heavier_state_width_GeV(dm, 3.0 * lighter, sm::m_e_GeV)).epsilon(3e-3));
  }
  // arXiv:1508.03050, eq. 4: 4 alpha Delta^5/(15 pi m^4) for massless leptons and a small splitting; corrections of the
  // order of the splitting.
  auto const dm = pseudo_dirac(10.0, 0.01);
  double const difference = 0.1;
  CHECK(
      width_GeV(heavier_state_decays(dm, 30.0, coupling), "e+e-") ==
      Approx(4.0 * sm::alpha * std::pow(difference, 5) / (15.0 * std::numbers::pi * std::pow(30.0, 4))).epsilon(0.02));
}

TEST_CASE("what the heavier state decays to follows from the mass difference", "[heavier_state][property]") {
  Monomial const coupling{{1, 2}};
  // Below two electrons it lives forever; above the mass of the mediator this is not how it decays.
  CHECK(heavier_state_decays(pseudo_dirac(0.01, 0.05), 0.03, coupling).empty());
  CHECK(heavier_state_decays(pseudo_dirac(1.0, 0.9), 0.8, coupling).empty());
  auto const light = heavier_state_decays(pseudo_dirac(1.0, 0.1), 3.0, coupling);
  REQUIRE(light.size() == 1);
  CHECK(light.front().mode.final_state == "e+e-");
  auto const heavy = heavier_state_decays(pseudo_dirac(2.0, 0.5), 6.0, coupling);
  CHECK(width_GeV(heavy, "mu+mu-") > 0.0);
  CHECK(width_GeV(heavy, "pi+pi-") > 0.0);
  // Far above its threshold a muon pair is as frequent as an electron pair, a little rarer.
  double const ratio = width_GeV(heavy, "mu+mu-") / width_GeV(heavy, "e+e-");
  CHECK(ratio > 0.8);
  CHECK(ratio < 1.0);
  for (auto const& decay : heavy) {
    double sum = 0.0;
    for (auto const& [mass_GeV, share] : decay.masses) {
      sum += share;
      CHECK(mass_GeV > 2.0 * decay.mode.daughter_mass_GeV);
      CHECK(mass_GeV < 1.0);
    }
    CAPTURE(decay.mode.final_state);
    CHECK(sum == Approx(1.0).epsilon(1e-12));
    CHECK(decay.mode.monomial(std::vector{2.0, 3.0}) == Approx(18.0));
  }
}

TEST_CASE("only pseudo-Dirac dark matter has a heavier state that decays", "[heavier_state][property]") {
  auto const model = make_model("vector-dm", {{"dm", "pseudo-dirac"}});
  auto const state = model->heavier_state(std::vector{0.1, 0.3, 0.1});
  REQUIRE(state);
  CHECK(state->mass_GeV == Approx(0.11));
  CHECK(state->lighter_GeV == 0.1);
  CHECK(state->made_in.final_state == "chi1chi2");
  CHECK_FALSE(model->heavier_state(std::vector{0.1, 0.2, 0.1}));    // too light a mediator to decay to both
  CHECK_FALSE(model->heavier_state(std::vector{0.1, 0.3, 0.005}));  // stable
  for (auto const* dm : {"complex-scalar", "majorana", "dirac"})
    CHECK_FALSE(make_model("vector-dm", {{"dm", dm}})->heavier_state(std::vector{0.1, 0.3}));
}
