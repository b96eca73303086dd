#include "production/parent_decay_flux.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "core/integrate.hpp"
#include "core/table_reader.hpp"
#include "model/hnl/production_rates.hpp"
#include "production/meson_decay.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

/// ln P Gaussian about P_0 with this width, exp(-t/T) in t: one parent.
Beam beam_of(std::string const& particle, double P_0_GeV, double width, double T = 0.3) {
  std::string text = "# t: 2 p sin(theta/2)\np_GeV,t_GeV,density\n";
  constexpr int p_nodes = 121, t_nodes = 60;
  for (int i = 0; i < p_nodes; ++i) {
    double const x = 5.0 * width * (2.0 * i / (p_nodes - 1.0) - 1.0);
    double const p = P_0_GeV * std::exp(x);
    for (int j = 0; j < t_nodes; ++j) {
      double const t = 13.0 * T * j / (t_nodes - 1.0);
      // int d(t^2) exp(-t/T) = 2 T^2
      double const density =
          std::exp(-0.5 * x * x / (width * width) - t / T) / (std::sqrt(2.0 * pi) * width * 2.0 * T * T);
      text += fmt::format("{:.17g},{:.17g},{:.17g}\n", p, t, density);
    }
  }
  Beam beam;
  beam.kind = BeamKind::proton_target;
  beam.energy_GeV = 400.0;
  Parent parent;
  parent.particle = particle;
  parent.spectra.emplace_back("made-up", std::make_shared<ParentSpectrum const>(TextTable::parse(text, "test.csv")));
  beam.parents.push_back(parent);
  return beam;
}

/// Mediators of all angles in stretches of ln k: their number between two momenta.
double number_between(Flux& flux, double k_low_GeV, double k_high_GeV) {
  Flux::Reader reader{flux, k_low_GeV, 4, k_high_GeV};
  std::vector<double> density(reader.k_GeV().size());
  auto const v = composite_gauss_legendre(16, 6, 0.0, std::asinh(pi / flux.theta_0_rad()));
  double sum = 0.0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    double const theta = flux.theta_0_rad() * std::sinh(v.x[i]);
    reader.at(theta, density);
    sum +=
        2.0 * pi * std::sin(theta) * flux.theta_0_rad() * std::cosh(v.x[i]) * v.w[i] * dot(density, reader.weights());
  }
  return sum;
}

constexpr double theta_0 = 0.1 / 400.0;

}  // namespace

TEST_CASE("parents decay along the axis as often, and on average as far, as the exponential says",
          "[parent_decays][property]") {
  Beam beam;
  auto const& kaon = *weak_parent("K+");
  constexpr double path = 675.0;
  beam.parent_decays = ParentDecays{path, {}, {}, ParentDecays::Origin::axis};
  DecayPlaces const along{beam, kaon, {}};
  REQUIRE(along.z_m().size() > 2);
  CHECK(along.z_m().front() == 0.0);
  CHECK(along.z_m().back() == path);
  beam.parent_decays->origin = ParentDecays::Origin::target;
  DecayPlaces const at_target{beam, kaon, {}};
  CHECK(at_target.z_m() == std::vector{0.0});
  for (double const P : {1e-3, 0.02, 0.5, 5.0, 40.0, 3000.0, 1e6}) {
    double const length = P / sm::m_K_GeV * 3.711;  // c tau: PDG 2024
    double number = 0.0;
    double moment = 0.0;
    for (std::size_t i = 0; i < along.z_m().size(); ++i) {
      CHECK(along.share(i, P) >= 0.0);
      number += along.share(i, P);
      moment += along.share(i, P) * along.z_m()[i];
    }
    double const x = path / length;
    CAPTURE(P);
    // 1e-3: c tau as printed has four digits.
    CHECK(number == Approx(-std::expm1(-x)).epsilon(1e-3));
    // int_0^L z exp(-z/l) dz/l; for x -> 0 it is x L / 2.
    double const mean = x < 1e-3 ? 0.5 * x * path : length * (-std::expm1(-x) - x * std::exp(-x));
    CHECK(moment == Approx(mean).epsilon(2e-3));
    CHECK(at_target.share(0, P) == Approx(number).epsilon(1e-9));
  }
}

TEST_CASE("in a dense dump a parent decays before it interacts with the ratio of the lengths",
          "[parent_decays][property]") {
  Beam beam;
  beam.parent_decays = ParentDecays{{}, {}, 0.15, ParentDecays::Origin::target};
  // K+ of 10 GeV fly 75.2 m: 0.15/(0.15 + 75.2); charm decays where it is made.
  CHECK(DecayPlaces(beam, *weak_parent("K+"), {}).share(0, 10.0) == Approx(0.15 / (0.15 + 75.17)).epsilon(1e-3));
  CHECK(DecayPlaces(beam, *weak_parent("D+"), {}).share(0, 10.0) == 1.0);
}

TEST_CASE("neutrinos of muons in flight have the spectrum of the textbooks", "[parent_decays][independent]") {
  // An unpolarised muon at beta = 1 gives muon neutrinos 5/3 - 3 x^2 + 4/3 x^3 and electron neutrinos 2 - 6 x^2 + 4
  // x^3, x = E/E_mu (PDG, neutrino factories; Gaisser, Cosmic Rays and Particle Physics, table 7.3). A heavy neutral
  // lepton of negligible mass is one of them. The muons have a broad spectrum, as from any target.
  constexpr double m_N = 1e-4, P_0 = 20.0, width = 0.5;
  auto beam = beam_of("mu", P_0, width);
  beam.parent_decays = ParentDecays{1e9, {}, {}, ParentDecays::Origin::target};  // all of them
  struct Flavour {
    std::vector<ThreeBodyDecay::Energy> energies;
    std::function<double(double)> below;  ///< integral of the spectrum from 0 to x
  };
  std::vector<Flavour> const flavours{{spectrum_with_heavy_mixing(m_N, sm::m_mu_GeV, sm::m_e_GeV),
                                       [](double x) { return x * (5.0 / 3.0 - x * x + x * x * x / 3.0); }},
                                      {spectrum_with_light_mixing(m_N, sm::m_mu_GeV, sm::m_e_GeV),
                                       [](double x) { return x * (2.0 - 2.0 * x * x + x * x * x); }}};
  auto const ln_P = composite_gauss_legendre(40, 4, -5.0 * width, 5.0 * width);
  for (auto const& [energies, below] : flavours) {
    ProductionChannel const decay{"three-body-decay:mu->enu",
                                  ThreeBodyDecay{"mu", sm::m_mu_GeV, {"e", "nu"}, {sm::m_e_GeV, 0.0}, 1.0, energies},
                                  {{2}},
                                  ""};
    std::string const variant = "made-up";
    auto const sources = parent_decay_fluxes(beam, {&decay, 1}, {&variant, 1}, m_N, theta_0, {});
    REQUIRE(sources.size() == 1);
    CHECK(sources.front().z_m == 0.0);
    double last = 0.0;
    for (double const k : {2.0, 5.0, 10.0, 20.0, 40.0}) {
      double expected = 0.0;
      for (std::size_t i = 0; i < ln_P.size(); ++i) {
        double const gauss = std::exp(-0.5 * std::pow(ln_P.x[i] / width, 2)) / (std::sqrt(2.0 * pi) * width);
        expected += ln_P.w[i] * gauss * below(std::min(1.0, k / (P_0 * std::exp(ln_P.x[i]))));
      }
      double const from = last == 0.0 ? 0.3 : last;
      double before = 0.0;
      for (std::size_t i = 0; i < ln_P.size(); ++i) {
        double const gauss = std::exp(-0.5 * std::pow(ln_P.x[i] / width, 2)) / (std::sqrt(2.0 * pi) * width);
        before += ln_P.w[i] * gauss * below(std::min(1.0, from / (P_0 * std::exp(ln_P.x[i]))));
      }
      CAPTURE(k);
      // 1 %: five lines stand for the spectrum, and the rule of the angles.
      CHECK(number_between(*sources.front().flux, from, k) == Approx(expected - before).epsilon(0.01));
      last = k;
    }
  }
}

TEST_CASE("few energies give the flux of all of them", "[parent_decays][convergence]") {
  // K+ -> pi0 mu N at 100 MeV, along the axis and far off it, against three times the energies. Tolerance: half a per
  // cent, as for all shipped nodes (production/numerics.hpp).
  auto beam = beam_of("K+", 15.0, 0.7);
  beam.parent_decays = ParentDecays{675.0, {}, {}, ParentDecays::Origin::axis};
  std::vector<ThreeBodyDecay::Energy> energies;
  auto const x = gauss_legendre(40, 0.0, 1.0);
  constexpr double m_N = 0.1;
  double const most =
      (sm::m_K_GeV * sm::m_K_GeV + m_N * m_N - std::pow(sm::m_pi0_GeV + sm::m_mu_GeV, 2)) / (2.0 * sm::m_K_GeV);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    energies.push_back({m_N + (most - m_N) * x.x[i], x.w[i] * std::sqrt(x.x[i] * (1.0 - x.x[i]))});
    sum += energies.back().share;
  }
  for (auto& one : energies) one.share /= sum;
  ProductionChannel const decay{
      "three-body-decay:K+->pi0mu",
      ThreeBodyDecay{"K+", sm::m_K_GeV, {"pi0", "mu"}, {sm::m_pi0_GeV, sm::m_mu_GeV}, 1.0, energies},
      {{2}},
      ""};
  std::string const variant = "made-up";
  Numerics fine;
  fine.decay_energies *= 3;
  auto const few = parent_decay_fluxes(beam, {&decay, 1}, {&variant, 1}, m_N, theta_0, {});
  auto const many = parent_decay_fluxes(beam, {&decay, 1}, {&variant, 1}, m_N, theta_0, fine);
  REQUIRE(few.size() == many.size());
  for (std::size_t i = 0; i < few.size(); i += 4)
    for (double const theta : {0.001, 0.02, 0.1, 0.3, 1.0}) {
      Flux::Reader a{*few[i].flux, 0.2, 3};
      Flux::Reader b{*many[i].flux, 0.2, 3};
      std::vector<double> of_few(a.k_GeV().size());
      std::vector<double> of_many(b.k_GeV().size());
      a.at(theta, of_few);
      b.at(theta, of_many);
      CAPTURE(few[i].z_m, theta);
      CHECK(dot(of_few, a.weights()) == Approx(dot(of_many, b.weights())).epsilon(0.005));
    }
}

TEST_CASE("a parent at rest sends its mediators evenly, each line at its momentum", "[parent_decays][property]") {
  Beam beam;
  beam.energy_GeV = 120.0;
  beam.stopped.push_back({"K+", 0.085, 725.0, {{"stopped K+ x 0.7", 0.7}}});
  constexpr double m = 0.2;
  ProductionChannel const decay{"meson-decay:K+", MesonDecay{"K+", sm::m_K_GeV, "pi+", sm::m_pi_GeV, 0.5}, {{2}}, ""};
  // (M^2 - (m + m_pi)^2)(M^2 - (m - m_pi)^2) = 4 M^2 p^2
  double const M2 = sm::m_K_GeV * sm::m_K_GeV;
  double const p =
      std::sqrt((M2 - std::pow(m + sm::m_pi_GeV, 2)) * (M2 - std::pow(m - sm::m_pi_GeV, 2))) / (2.0 * sm::m_K_GeV);
  for (auto const& [variant, factor] : {std::pair<std::string, double>{"stopped", 1.0}, {"stopped K+ x 0.7", 0.7}}) {
    auto const sources = parent_decay_fluxes(beam, {&decay, 1}, {&variant, 1}, m, theta_0, {});
    REQUIRE(sources.size() == 1);
    CHECK(sources.front().z_m == 725.0);
    Flux::Reader reader{*sources.front().flux, 0.0, 3};
    std::vector<double> density(reader.k_GeV().size());
    for (double const theta : {0.0, 0.7, 2.0, pi}) {
      reader.at(theta, density);
      CHECK(dot(density, reader.weights()) == Approx(factor * 0.085 * 0.5 / (4.0 * pi)).epsilon(1e-6));
    }
    for (double const k : reader.k_GeV()) CHECK(k == Approx(p).epsilon(1e-4));
  }
}

TEST_CASE("a Higgs boson leaves two mediators", "[parent_decays][property]") {
  auto const beam = beam_of("h", 1000.0, 0.3, 10.0);  // transverse momenta as of gluon fusion
  ProductionChannel const decay{"higgs-decay", HiggsDecayToPair{0.1}, {{2}}, ""};
  std::string const variant = "made-up";
  Beam wide = beam;
  wide.energy_GeV = 7000.0;
  auto const sources = parent_decay_fluxes(wide, {&decay, 1}, {&variant, 1}, 5.0, 0.1 / 7000.0, {});
  REQUIRE(sources.size() == 1);
  // A parent of momentum P spreads its mediators evenly between two energies.
  constexpr double m = 5.0, k_min = 30.0, E_star = 0.5 * sm::m_higgs_GeV;
  double const p_star = std::sqrt(E_star * E_star - m * m);
  auto const x = composite_gauss_legendre(20, 6, -5.0, 5.0);
  double above = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const P = 1000.0 * std::exp(0.3 * x.x[i]);
    double const middle = std::hypot(P, sm::m_higgs_GeV) * E_star / sm::m_higgs_GeV;
    double const half = P * p_star / sm::m_higgs_GeV;
    above += x.w[i] * std::exp(-0.5 * x.x[i] * x.x[i]) / std::sqrt(2.0 * pi) *
             std::clamp(0.5 * (middle + half - std::hypot(k_min, m)) / half, 0.0, 1.0);
  }
  // Two of each; 2 %: the interpolation between momenta, where the spectrum at one angle has a Jacobian peak.
  CHECK(number_between(*sources.front().flux, k_min, 7000.0) == Approx(2.0 * 0.1 * above).epsilon(0.02));
}
