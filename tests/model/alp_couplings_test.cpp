// Axion-like particles of any couplings: amplitudes add, and the models of one coupling are points among them.
#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numbers>
#include <string>

#include "core/errors.hpp"
#include "model/alp/channels.hpp"
#include "model/alp/flavour_change.hpp"
#include "model/alp/gluon_widths.hpp"
#include "model/registry.hpp"
#include "model/twins.hpp"
#include "particle/constants.hpp"

using namespace penumbra;
using Catch::Matchers::Contains;

namespace {

/// Below and above every table and threshold, next to mesons and between.
constexpr std::array masses_GeV{0.002, 0.05, 0.13, 0.155, 0.3, 0.55, 0.95778, 1.5, 2.9949, 3.3, 3.8, 9.0, 40.0};

std::map<std::string, double> widths(AlpCouplings const& couplings, double m_GeV) {
  std::map<std::string, double> result;
  for (auto const& mode : alp_decays(couplings, m_GeV)) result[mode.final_state] = mode.width_GeV;
  return result;
}

std::map<std::string, double> rates(AlpCouplings const& couplings, double m_GeV) {
  std::map<std::string, double> result;
  for (auto const& production : alp_productions(couplings, m_GeV)) result[production.name] = rate_at_one(production);
  return result;
}

constexpr std::array all{&AlpCouplings::photon, &AlpCouplings::w,      &AlpCouplings::hypercharge,
                         &AlpCouplings::gluon,  &AlpCouplings::e,      &AlpCouplings::mu,
                         &AlpCouplings::tau,    &AlpCouplings::quarks, &AlpCouplings::top};

/// R(a + b) + R(a - b) = 2 R(a) + 2 R(b) for squares of sums of amplitudes, and for sums of squares.
void check_parallelogram(std::map<std::string, double> (*of)(AlpCouplings const&, double), double m_GeV) {
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      AlpCouplings a, b, sum, difference;
      a.*all[i] = sum.*all[i] = difference.*all[i] = 0.3;
      b.*all[j] = sum.*all[j] = 0.7;
      difference.*all[j] = -0.7;
      auto of_a = of(a, m_GeV), of_b = of(b, m_GeV), of_sum = of(sum, m_GeV), of_difference = of(difference, m_GeV);
      std::map<std::string, double> names;
      for (auto const* one : {&of_a, &of_b, &of_sum, &of_difference}) names.insert(one->begin(), one->end());
      for (auto const& [name, _] : names) {
        INFO(name << " at " << m_GeV << " GeV, couplings " << i << " and " << j);
        CHECK(of_sum[name] >= 0.0);
        CHECK(of_difference[name] >= 0.0);
        // Two that nearly cancel leave rounding of the larger one.
        CHECK(of_sum[name] + of_difference[name] == Approx(2.0 * (of_a[name] + of_b[name])).epsilon(1e-9));
      }
    }
}

}  // namespace

TEST_CASE("the models of axion-like particles with one coupling are points of the general one",
          "[model][alp][property]") {
  int compared = 0;
  for (auto const& twin : twins()) {
    auto const special = make_model(twin.special);
    if (!special->alp_couplings()) continue;
    ++compared;
    auto const general = make_model(twin.general, twin.options);
    for (double const m_GeV : masses_GeV) {
      std::array const masses{m_GeV};
      if (m_GeV > special->parameters().front().max) continue;
      CAPTURE(twin.special, m_GeV);
      check_same(*special, *general, masses, twin.coupling);
    }
  }
  CHECK(compared == 5);
}

TEST_CASE("amplitudes of axion-like particles add", "[model][alp][property]") {
  for (double const m_GeV : masses_GeV) {
    check_parallelogram(&widths, m_GeV);
    check_parallelogram(&rates, m_GeV);
  }
}

TEST_CASE("an axion of E/N = 1.92 has no photons", "[model][alp][published]") {
  // arXiv:1511.02867: g = (alpha/2 pi f_a)(E/N - 1.92(4)), far below the pion.
  AlpCouplings axion;
  axion.gluon = -1.0 / (4.0 * std::numbers::pi * std::numbers::pi);  // 1/f_a = 1/GeV
  CHECK(axion.inverse_f_a() == Approx(1.0));
  double const unit_per_GeV = sm::alpha / (2.0 * std::numbers::pi);
  // There both couplings stand with a plus in L; ours to photons has a minus.
  axion.photon = -1.92 * unit_per_GeV;
  CHECK(alp_to_photons_coupling(axion, 0.002).size_per_GeV() < 1e-3 * unit_per_GeV);
  axion.photon *= -1.0;
  CHECK(alp_to_photons_coupling(axion, 0.002).size_per_GeV() == Approx(3.84 * unit_per_GeV).epsilon(0.01));
}

TEST_CASE("a coupling to photons alone, by W and by hypercharge, is one coupling at low energies",
          "[model][alp][property]") {
  AlpCouplings hidden;
  hidden.w = 1.0;
  hidden.hypercharge = -sm::sin2_theta_w_m_Z / (1.0 - sm::sin2_theta_w_m_Z);
  CHECK(hidden.to_photons_directly() == Approx(0.0).margin(1e-15));
  // What cannot decay to photons is made in decays of B mesons all the same.
  CHECK(rates(hidden, 0.3)["meson-decay:B+"] == Approx(rates({.w = 1.0}, 0.3)["meson-decay:B+"]));
}

TEST_CASE("flavour changes by top, W and gluons have the published signs", "[model][alp][published]") {
  // arXiv:2110.10698 (recalled): k_D = 0.019 V V* (c_tt - 0.0032 c_GG - 0.0015 c_WW) at 4 pi TeV, in L = (1/f) [d_mu a
  // c_tt tbar gamma^mu gamma5 t/2 + c_GG (alpha_s/4 pi) a G Gtilde + c_WW (alpha_2/4 pi) a W Wtilde]. The W loop is
  // finite: ours is that number.
  double const alpha_2 = sm::alpha / sm::sin2_theta_w_m_Z * (137.036 / 127.9);  // at m_Z
  double const w_of_c_WW = -alpha_2 / std::numbers::pi;                         // -(w/4) W Wtilde
  auto const W = w_of_c_WW * flavour_couplings_of_w();
  auto const top = flavour_couplings_of_fermions();
  auto const gluons = flavour_couplings_of_gluons();  // 1/f_a = 2 c_GG/f
  double const ckm = 0.041;
  CHECK(std::abs(W.b_to_s_per_GeV) / ckm == Approx(0.019 * 0.0015).epsilon(0.15));
  CHECK(W.b_to_s_per_GeV * top.b_to_s_per_GeV < 0.0);
  CHECK(gluons.b_to_s_per_GeV * top.b_to_s_per_GeV < 0.0);
}

TEST_CASE("what may interfere without a known phase is in the spread", "[model][alp][property]") {
  auto const spread = [](AlpCouplings const& couplings, double m_GeV, std::string const& final_state) {
    for (auto const& mode : alp_decays(couplings, m_GeV))
      if (mode.final_state == final_state) return mode.spread;
    return 0.0;
  };
  CHECK(spread({.photon = 1.0}, 0.3, "gammagamma") == 1.0);
  CHECK(spread({.gluon = 1.0}, 0.3, "gammagamma") == 1.0);
  // Equal sizes: between nothing and twice the sum.
  double const gluons_per_GeV = alp_to_photons_coupling({.gluon = 1.0}, 0.3).size_per_GeV();
  CHECK(spread({.photon = gluons_per_GeV, .gluon = 1.0}, 0.3, "gammagamma") == Approx(2.0));
  CHECK(spread({.photon = 1.0, .gluon = 1.0}, 0.1, "gammagamma") == 1.0);
  CHECK(spread({.gluon = 1.0}, 1.5, "hadrons") == Approx(gluon_hadronic_spread(1.5)));
  CHECK(spread({.gluon = 1.0, .quarks = 1.0}, 1.5, "hadrons") > gluon_hadronic_spread(1.5));
}

TEST_CASE("coefficients of an axion-like particle are numbers", "[model][alp]") {
  CHECK_THROWS_WITH(make_model("alp", {{"c_e", "one"}}), Contains("c_e = 'one'") && Contains("1/3"));
  CHECK_THROWS_WITH(make_model("alp", {{"c_u", "1"}}), Contains("unknown option 'c_u'") && Contains("c_q"));
  CHECK(make_model("alp", {{"c_mu", "-1"}})->convention() != make_model("alp", {{"c_mu", "1"}})->convention());
  std::array const masses{0.3};
  auto const muonic = make_model("alp", {{"c_mu", "1"}});
  CHECK(muonic->magnetic_moment("mu", masses));
  CHECK_FALSE(muonic->magnetic_moment("e", masses));
}
