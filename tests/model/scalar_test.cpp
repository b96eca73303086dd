// Scalars with any multiples of the Higgs boson's couplings.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numbers>
#include <string>

#include "core/errors.hpp"
#include "model/dark_scalar/couplings.hpp"
#include "model/dark_scalar/decay_modes.hpp"
#include "model/dark_scalar/widths.hpp"
#include "model/registry.hpp"
#include "model/twins.hpp"
#include "particle/constants.hpp"

using namespace penumbra;
using Catch::Matchers::Contains;

namespace {

using Options = std::map<std::string, std::string>;

constexpr std::array masses_GeV{0.002, 0.1, 0.25, 0.3, 0.6, 0.98, 1.2, 1.7, 1.999, 2.001, 3.0, 4.5, 12.0};

constexpr ScalarCouplings none{0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
constexpr std::array all{&ScalarCouplings::e,     &ScalarCouplings::mu,     &ScalarCouplings::tau,
                         &ScalarCouplings::up,    &ScalarCouplings::down,   &ScalarCouplings::strange,
                         &ScalarCouplings::charm, &ScalarCouplings::bottom, &ScalarCouplings::top,
                         &ScalarCouplings::bosons};

std::map<std::string, double> widths(ScalarCouplings const& kappa, double m_GeV) {
  std::map<std::string, double> result;
  for (auto const& mode : scalar_decays(m_GeV, ScalarHadrons::omnes, kappa, {{2}}))
    result[mode.final_state] = mode.width_GeV;
  return result;
}

std::map<std::string, double> rates(Model const& model, double m_GeV) {
  std::array const masses{m_GeV};
  std::map<std::string, double> result;
  for (auto const& production : model.productions(masses)) result[production.name] = rate_at_one(production);
  return result;
}

}  // namespace

TEST_CASE("a scalar whose kappas are one is the one that mixes with the Higgs boson", "[model][scalar][property]") {
  for (auto const& twin : twins()) {
    if (twin.general != "scalar") continue;
    for (char const* hadrons : {"dispersive", "omnes", "chiral"})
      for (char const* b_decays : {"inclusive", "exclusive"}) {
        Options options{{"hadrons", hadrons}, {"b_decays", b_decays}};
        auto const special = make_model(twin.special, options);
        options.insert(twin.options.begin(), twin.options.end());
        auto const general = make_model(twin.general, options);
        for (double const m_GeV : masses_GeV) {
          CAPTURE(hadrons, m_GeV);
          check_same(*special, *general, std::array{m_GeV}, twin.coupling);
        }
      }
  }
}

TEST_CASE("amplitudes of scalars add", "[model][scalar][property]") {
  // R(a + b) + R(a - b) = 2 R(a) + 2 R(b) for squares of sums of amplitudes, and for sums of squares.
  for (double const m_GeV : masses_GeV)
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        auto a = none, b = none, sum = none, difference = none;
        a.*all[i] = sum.*all[i] = difference.*all[i] = 0.3;
        b.*all[j] = sum.*all[j] = 0.7;
        difference.*all[j] = -0.7;
        auto of_a = widths(a, m_GeV), of_b = widths(b, m_GeV), of_sum = widths(sum, m_GeV);
        auto of_difference = widths(difference, m_GeV);
        for (auto const& [name, _] : widths({}, m_GeV)) {
          INFO(name << " at " << m_GeV << " GeV, couplings " << i << " and " << j);
          CHECK(of_sum[name] >= 0.0);
          CHECK(of_sum[name] + of_difference[name] == Approx(2.0 * (of_a[name] + of_b[name])).epsilon(1e-9));
        }
      }
}

TEST_CASE("form factors one by one are those of the authors' program", "[model][scalar][published]") {
  // From the functions that hipsofcobra 0.0.5 (arXiv:2407.13587) ships, method "derived", central low-energy constants:
  // |G|^2 in GeV^4, mean of |G| over its solutions, for u and d, s, and heavy quarks alone. Tolerance: thinning (2 %)
  // and the square of the mean in place of the mean of squares.
  ScalarCouplings light = none, strange = none, heavy = none;
  light.up = light.down = strange.strange = heavy.charm = heavy.bottom = heavy.top = 1.0;
  struct Point {
    ScalarCouplings kappa;
    double m_GeV, pions, kaons;
  };
  for (auto const& [kappa, m_GeV, pions, kaons] :
       {Point{light, 0.5, 9.213e-4, 0.0}, Point{light, 1.2, 5.013e-4, 6.292e-5}, Point{strange, 0.5, 1.019e-3, 0.0},
        Point{strange, 0.9, 5.246e-2, 0.0}, Point{strange, 1.4, 1.709e-2, 9.638e-2}, Point{heavy, 0.5, 2.506e-2, 0.0},
        Point{heavy, 0.9, 0.1776, 0.0}, Point{heavy, 1.2, 0.2138, 0.1230}}) {
    CAPTURE(m_GeV, pions);
    double const v2_GeV2 = sm::higgs_vacuum_GeV * sm::higgs_vacuum_GeV;
    auto const expected_GeV = [v2_GeV2, m_GeV = m_GeV](double G2, double factor, double daughter_GeV) {
      return G2 <= 0.0 ? 0.0
                       : factor * std::sqrt(1.0 - std::pow(2.0 * daughter_GeV / m_GeV, 2)) /
                             (32.0 * std::numbers::pi * m_GeV * v2_GeV2) * G2;
    };
    // Its masses lie on the next node in s, half a per cent away: where |G|^2 is steep that is 3 %.
    CHECK(scalar_to_pions_GeV(m_GeV, ScalarFormFactors::omnes, kappa) ==
          Approx(expected_GeV(pions, 3.0, sm::m_pi_GeV)).epsilon(0.05));
    CHECK(2.0 * scalar_to_kaon_pair_GeV(m_GeV, sm::m_K_GeV, ScalarFormFactors::omnes, kappa) ==
          Approx(expected_GeV(kaons, 4.0, sm::m_K_GeV)).epsilon(0.05));
  }
}

TEST_CASE("the penguin of a scalar with other couplings is the derivative of a self-energy",
          "[model][scalar][independent]") {
  // Off-diagonal self-energy of down-type quarks from the top quark and a massless Goldstone boson, at p = 0: kinetic
  // part K [(D - ln m_t^2)/2 + 3/4], mass part -m_b K (D - ln m_t^2 + 1), with the field redefinition K [1/2 first -
  // second], differentiated numerically by S/v with m_t -> m_t (1 + kappa_t S/v), K -> K (1 + kappa_t S/v)^2/(1 + 2
  // kappa_V S/v), D = ln Lambda^2. Over its value for the Higgs boson, 3/2 K.
  double const D = std::log(1e6);
  auto const derivative = [&](double kappa_t, double kappa_V) {
    auto const energy = [&](double x) {
      double const log = D - 2.0 * std::log(sm::m_top_GeV * (1.0 + kappa_t * x));
      return std::pow(1.0 + kappa_t * x, 2) / (1.0 + 2.0 * kappa_V * x) * (0.5 * (0.5 * log + 0.75) - (log + 1.0));
    };
    constexpr double step = 1e-5;
    return (energy(step) - energy(-step)) / (2.0 * step) / 1.5;
  };
  auto const factor = [](double kappa_t, double kappa_V) {
    ScalarCouplings kappa;
    kappa.top = kappa_t;
    kappa.bosons = kappa_V;
    return flavour_change_factor(kappa);
  };
  CHECK(derivative(1.0, 1.0) == Approx(1.0).epsilon(1e-6));
  CHECK(factor(1.0, 1.0) == 1.0);
  CHECK(factor(-2.0, -2.0) == Approx(derivative(-2.0, -2.0)).epsilon(1e-6));
  // What depends on the scheme, 5/6 of the difference, is left out.
  for (auto const& [top, bosons] : {std::pair{1.0, 0.0}, {0.0, 1.0}, {1.0, -1.0}, {0.5, 0.8}})
    CHECK(factor(top, bosons) == Approx(derivative(top, bosons) + 5.0 / 6.0 * (top - bosons)).epsilon(1e-6));
  // The logarithm is that of the running of Yukawa matrices (Machacek, Vaughn 1984): 16 pi^2 dy_d/dln mu contains
  // -(3/2) y_u y_u^dagger y_d. S changes y_t by the factor 1 + kappa_t S/v: (3/2)(2 m_t^2/v^2) 2 kappa_t
  // ln(Lambda/m_t)/(16 pi^2), over 3 m_t^2/(16 pi^2 v^2).
  CHECK(1.0 - factor(1.0, 0.0) == Approx(1.5 * 2.0 * 2.0 * std::log(1e3 / sm::m_top_GeV) / 3.0).epsilon(1e-6));
}

TEST_CASE("the Higgs boson couples to three tenths of the proton's mass", "[model][scalar][published]") {
  CHECK(proton_share({}) == Approx(0.30).epsilon(0.1));  // arXiv:1306.4710 (recalled): 0.30(3)
  CHECK(etaprime_factor({}) == Approx(1.0).epsilon(1e-12));
  auto heavy = none;
  heavy.charm = heavy.bottom = heavy.top = 1.0;
  // Without quarks of its own 2/27 each of what light quarks leave (Shifman, Vainshtein, Zakharov 1978): 0.9 of 2/9.
  CHECK(proton_share(heavy) == Approx(2.0 / 9.0).epsilon(0.12));
}

TEST_CASE("leptophilic, top-philic and down-philic scalars are made and decay as they must",
          "[model][scalar][property]") {
  auto const leptophilic = make_model("scalar", {{"kappa_e", "1"}, {"kappa_mu", "1"}, {"kappa_tau", "1"}});
  auto const top_philic = make_model("scalar", {{"kappa_t", "1"}});
  auto const down_philic = make_model("scalar", {{"kappa_d", "1"}, {"kappa_s", "1"}, {"kappa_b", "1"}});
  for (double const m_GeV : masses_GeV) {
    CAPTURE(m_GeV);
    std::array const masses{m_GeV};
    CHECK(leptophilic->productions(masses).empty());
    for (auto const& mode : leptophilic->decays(masses))
      CHECK((mode.final_state == "gammagamma" || mode.final_state.front() == 'e' ||
             mode.final_state.starts_with("mu") || mode.final_state.starts_with("tau")));
    for (auto const& mode : down_philic->decays(masses)) CHECK(mode.final_state.front() != 'e');
    for (auto const& [name, rate] : rates(*down_philic, m_GeV)) {
      CHECK(name.find("meson-decay:B") == std::string::npos);
      CHECK(name.find("meson-decay:K") == std::string::npos);
    }
  }
  CHECK(leptophilic->magnetic_moment("mu", std::array{0.3}));
  CHECK_FALSE(top_philic->magnetic_moment("mu", std::array{0.3}));
  CHECK(rates(*top_philic, 0.3).contains("meson-decay:B+->Xs"));
  CHECK(rates(*down_philic, 0.3).contains("scalar-proton-bremsstrahlung"));
  // Above two pions everything that sees gluons goes to them; below to photons.
  CHECK(widths({.e = 0.0,
                .mu = 0.0,
                .tau = 0.0,
                .up = 0.0,
                .down = 0.0,
                .strange = 0.0,
                .charm = 0.0,
                .bottom = 0.0,
                .top = 1.0,
                .bosons = 0.0},
               0.1)
            .size() == 1);
}

TEST_CASE("options of a scalar are checked", "[model][scalar]") {
  CHECK_THROWS_WITH(make_model("scalar", {{"kappa_t", "1"}, {"hadrons", "dispersive"}}), Contains("take omnes"));
  CHECK_NOTHROW(make_model("scalar", {{"kappa_mu", "1"}, {"hadrons", "dispersive"}}));
  CHECK_THROWS_WITH(make_model("scalar", {{"kappa_x", "1"}}), Contains("unknown option 'kappa_x'"));
  CHECK_THROWS_WITH(make_model("scalar", {{"kappa_t", "t"}}), Contains("expected a number"));
  CHECK_THROWS_AS(make_model("scalar", {{"quartic", "on"}}), InputError);
}
