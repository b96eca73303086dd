#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/errors.hpp"
#include "model/hnl/phase_space.hpp"
#include "model/hnl/widths.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"

using namespace penumbra;

namespace {

double total_GeV(double m_GeV, std::array<double, 3> const& mixings, std::string const& nature = "majorana") {
  std::array const masses{m_GeV};
  return total_width_GeV(make_model("hnl", {{"nature", nature}})->decays(masses), mixings);
}

}  // namespace

TEST_CASE("phase space of three fermions has its closed forms and symmetries", "[model][hnl][published]") {
  // One mass: 1 - 8y + 8y^3 - y^4 - 12 y^2 ln y, y = x^2, as in muon decay. Tolerance: the quadrature.
  for (double const x : {1e-5, 5e-3, 0.06, 0.3, 0.7, 0.95}) {
    double const y = x * x;
    double const closed = 1.0 - 8.0 * y + 8.0 * y * y * y - y * y * y * y - 12.0 * y * y * std::log(y);
    CHECK(left_left_phase_space(x, 0.0, 0.0) == Approx(closed).epsilon(1e-6).margin(1e-12));
  }
  // The two functions of arXiv:1805.08567, eq. 3.5, in their closed form, with the logarithm of a small difference
  // L = ln[(1 - 3y - (1 - y) b)/(y (1 + b))] rewritten as ln[4y^2/((1 + b)(1 - 3y + (1 - y) b))].
  for (double const x : {1e-3, 0.01, 0.1, 0.3, 0.45}) {
    double const y = x * x;
    double const b = std::sqrt(1.0 - 4.0 * y);
    double const L = std::log(4.0 * y * y / ((1.0 + b) * (1.0 - 3.0 * y + (1.0 - y) * b)));
    double const f1 = (1.0 - 14.0 * y - 2.0 * y * y - 12.0 * y * y * y) * b + 12.0 * y * y * (y * y - 1.0) * L;
    double const f2 = 4.0 * (y * (2.0 + 10.0 * y - 12.0 * y * y) * b + 6.0 * y * y * (1.0 - 2.0 * y + 2.0 * y * y) * L);
    CAPTURE(x);
    CHECK(left_left_phase_space(0.0, x, x) == Approx(f1).epsilon(1e-6));
    CHECK(left_right_phase_space(x) == Approx(f2).epsilon(1e-5));
  }
  CHECK(left_left_phase_space(0.3, 0.2, 0.1) == left_left_phase_space(0.1, 0.3, 0.2));
  CHECK(left_left_phase_space(0.5, 0.3, 0.2) == 0.0);
  CHECK(left_right_phase_space(0.5) == 0.0);
}

TEST_CASE("the muon lives as long as it should", "[model][hnl][published]") {
  // The same formula with the electron as the charged lepton. Tolerance: radiative corrections, 0.4 %.
  double const width_GeV = by_charged_current_GeV(sm::m_mu_GeV, sm::m_e_GeV, 0.0, 0.0, 1.0);
  CHECK(sm::hbar_GeV_s / width_GeV == Approx(sm::muon_lifetime_s).epsilon(0.005));
}

TEST_CASE("the boson's propagator speeds decays up as that of the muon", "[model][hnl][published]") {
  // PDG 2024, section 10: 1 + 3/5 m^2/m_W^2; the next term, from the same integral, is 2/5 of its square. Tolerance:
  // the term after that, below half of its cube.
  for (double const m_GeV : {sm::m_mu_GeV, 2.0, 10.0, 20.0}) {
    double const x = std::pow(m_GeV / sm::m_W_GeV, 2);
    CHECK(boson_propagator(m_GeV, sm::m_W_GeV) == Approx(1.0 + 0.6 * x + 0.4 * x * x).margin(0.5 * x * x * x + 1e-14));
  }
}

TEST_CASE("widths agree with those of arXiv:1805.08567 as evaluated in another program", "[model][hnl][published]") {
  // At U^2 = 1, Majorana: 3 nu at 0.05 GeV, nu e e of the electron and of the tau, nu mu mu of the muon; the formulas
  // in mpmath with sin^2 theta_W = 0.23122. Tolerance: that angle, 0.03 %, and the propagators, which they leave out,
  // 0.01 % at 1 GeV.
  CHECK(2.0 * to_three_neutrinos_GeV(0.05) == Approx(1.428264e-20).epsilon(1e-5));
  using enum NeutralCurrentPair;
  CHECK(2.0 * to_neutrino_and_pair_GeV(same_lepton, 1.0, sm::m_e_GeV) == Approx(2.688076e-14).epsilon(5e-4));
  CHECK(2.0 * to_neutrino_and_pair_GeV(other_lepton, 0.3, sm::m_e_GeV) == Approx(1.396026e-17).epsilon(3e-4));
  CHECK(2.0 * to_neutrino_and_pair_GeV(same_lepton, 0.3, sm::m_mu_GeV) == Approx(6.439593e-18).epsilon(3e-4));
}

TEST_CASE("decay lengths agree with three other programs", "[model][hnl][independent]") {
  // Total widths at U^2 = 1 (Majorana) of ALPINIST, SensCalc and HNLCalc. Tolerance: how far these differ from each
  // other: 1 % below 0.6 GeV, 10 % to 1 GeV, 20 % above.
  std::array<double, 3> const e{1.0, 0.0, 0.0};
  std::array<double, 3> const mu{0.0, 1.0, 0.0};
  std::array<double, 3> const tau{0.0, 0.0, 1.0};
  CHECK(total_GeV(0.05, e) == Approx(2.264e-20).epsilon(0.012));
  CHECK(total_GeV(0.45, e) == Approx(1.188e-14).epsilon(0.01));
  CHECK(total_GeV(0.3, mu) == Approx(1.666e-15).epsilon(0.01));
  CHECK(total_GeV(0.35, tau) == Approx(1.700e-15).epsilon(0.01));
  CHECK(total_GeV(0.8, e) == Approx(1.156e-13).epsilon(0.1));
  CHECK(total_GeV(0.95, tau) == Approx(9.677e-14).epsilon(0.1));
  CHECK(total_GeV(2.0, e) == Approx(1.042e-11).epsilon(0.2));
  CHECK(total_GeV(3.0, mu) == Approx(8.325e-11).epsilon(0.2));
  CHECK(total_GeV(4.0, tau) == Approx(1.888e-10).epsilon(0.2));
}

TEST_CASE("a Majorana neutral lepton decays twice as fast as a Dirac one, and mixings add", "[model][hnl][property]") {
  for (double const m_GeV : {0.002, 0.2, 1.0, 3.0, 20.0}) {
    std::array<double, 3> const mixed{1e-7, 3e-7, 2e-8};
    CHECK(total_GeV(m_GeV, mixed) == Approx(2.0 * total_GeV(m_GeV, mixed, "dirac")).epsilon(1e-12));
    double sum = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
      std::array<double, 3> one{};
      one[i] = mixed[i];
      sum += total_GeV(m_GeV, one);
    }
    CHECK(total_GeV(m_GeV, mixed) == Approx(sum).epsilon(1e-12));
  }
}

TEST_CASE("the total width has no jumps", "[model][hnl][property]") {
  // Over a step of 0.1 % the width may grow like m^7 at most (m^5 and opening channels), but for two-body channels
  // that open: the width of nu rho opens as (1 - m_rho^2/m^2)^2, so slower than that.
  for (std::size_t flavour = 0; flavour < 3; ++flavour) {
    std::array<double, 3> mixing{};
    mixing[flavour] = 1.0;
    for (double m_GeV = 0.02; m_GeV < 40.0; m_GeV *= 1.02) {
      CAPTURE(flavour, m_GeV);
      double const ratio = total_GeV(m_GeV * 1.001, mixing) / total_GeV(m_GeV, mixing);
      CHECK(ratio > 1.0);
      CHECK(ratio < 1.15);
    }
    for (double const m_GeV : {1.0, 2.0}) {
      double const ratio = total_GeV(m_GeV * (1.0 + 1e-9), mixing) / total_GeV(m_GeV, mixing);
      CHECK(ratio == Approx(1.0).epsilon(1e-7));  // the width itself grows by 1e-8
    }
  }
}

TEST_CASE("the see-saw line of the atmospheric mass passes 5e-11 at 1 GeV", "[model][hnl][published]") {
  std::array const masses{1.0};
  std::array<double, 3> const mixings{1e-8, 0.0, 0.0};
  auto const all = make_model("hnl")->quantities(masses, mixings);
  CHECK(all.at("see-saw U2 for the atmospheric mass") == Approx(5e-11).epsilon(0.01));  // 0.05 eV / 1 GeV
  CHECK(all.at("U2") == 1e-8);
  CHECK_THROWS_AS(make_model("hnl", {{"nature", "weyl"}}), InputError);
  CHECK_THROWS_AS(make_model("hnl", {{"dm", "dirac"}}), InputError);
}
