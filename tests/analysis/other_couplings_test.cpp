// Scalars and axion-like particles of other couplings: published curves read in them, and searches that count them.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "analysis/limit.hpp"
#include "analysis/limit_recast.hpp"
#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "model/twins.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

DataPlaces const places{PENUMBRA_SOURCE_DIR, {}, {}};

std::vector<std::unique_ptr<LimitAnalysis const>> const& limits() {
  static auto const all = [] {
    Problems problems;
    auto loaded = load_limits(places, problems);
    REQUIRE(problems.empty());
    return loaded;
  }();
  return all;
}

LimitAnalysis const& limit(std::string const& name) {
  auto const found =
      std::find_if(limits().begin(), limits().end(), [&](auto const& one) { return one->info().name == name; });
  REQUIRE(found != limits().end());
  return **found;
}

Outcome at(Analysis const& analysis, Model const& model, FluxStore& fluxes, double mass_GeV, double coupling) {
  std::array const masses{mass_GeV};
  auto const response = analysis.respond(model, masses, fluxes);
  std::array const values{coupling};
  Couplings const couplings{values};
  Outcome outcome;
  std::vector<ComponentSignal> components(analysis.component_groups().size());
  response->evaluate({&couplings, 1}, {&outcome, 1}, components);
  return outcome;
}

Outcome at(Analysis const& analysis, Model const& model, double mass_GeV, double coupling) {
  std::array const masses{mass_GeV};
  FluxStore fluxes{model, masses};
  return at(analysis, model, fluxes, mass_GeV, coupling);
}

/// A mass in the middle of the curve where it excludes anything, and its lowest coupling there.
std::pair<double, double> somewhere_on(LimitAnalysis const& curve) {
  auto const masses = curve.curve().masses_GeV();
  for (std::size_t i = masses.size() / 2; i < masses.size(); ++i) {
    double const m_GeV = masses[i] * 1.0001;  // between the rows
    for (auto const& interval : curve.curve().at(m_GeV))
      if (interval.upper > interval.lower * 1.001) return {m_GeV, interval.lower};
  }
  return {0.0, 0.0};
}

}  // namespace

TEST_CASE("curves of scalars and axion-like particles are the same in their own model by another name",
          "[analysis][limits][recast][property]") {
  for (auto const& twin : twins()) {
    auto const general = make_model(twin.general, twin.options);
    int curves = 0;
    for (auto const& curve : limits()) {
      auto const& header = curve->header();
      if (header.model != twin.special || !curve->applies_to(*general).applies) continue;
      auto const [m_GeV, lower] = somewhere_on(*curve);
      if (lower == 0.0) continue;
      ++curves;
      INFO(curve->info().name << " at " << m_GeV << " GeV");
      auto const own = at(*curve, *make_model(twin.special), m_GeV, lower);
      auto const other = at(*curve, *general, m_GeV, lower * twin.coupling * (1.0 + 1e-9));
      CHECK(other.cls == Approx(own.cls).epsilon(1e-4).margin(1e-6));
      CHECK(other.log_likelihood == Approx(own.log_likelihood).epsilon(1e-4).margin(1e-6));
      if (curve->info().status != Status::favoured && header.rule != CurveRule::edge)
        CHECK(other.cls == Approx(curve->likelihood().on_curve().cls).epsilon(1e-4));
    }
    CAPTURE(twin.special);
    CHECK(curves >= (twin.special == "alp-fermion" ? 2 : 7));
  }
}

TEST_CASE("every simulated search counts a model by another name as it counts the model", "[analysis][property]") {
  struct Where {
    char const* special;
    double mass_GeV, coupling;
  };
  auto const analyses = load_analyses(places);
  for (auto const& [special, mass_GeV, coupling] :
       {Where{"alp-photon", 0.05, 1e-5}, Where{"alp-fermion", 0.25, 1e-3}, Where{"alp-gluon", 0.3, 1e-6},
        Where{"alp-w", 0.2, 1e-6}, Where{"alp-hypercharge", 0.05, 1e-5}, Where{"dark-scalar", 0.25, 1e-4}}) {
    auto const all = twins();
    auto const& twin =
        *std::find_if(all.begin(), all.end(), [name = special](Twin const& one) { return one.special == name; });
    auto const own = make_model(twin.special);
    auto const general = make_model(twin.general, twin.options);
    std::array const masses{mass_GeV};
    FluxStore own_fluxes{*own, masses};
    FluxStore fluxes{*general, masses};
    int counted = 0;
    for (auto const& analysis : analyses) {
      if (analysis->info().kind != Kind::experiment || !analysis->applies_to(*own).applies) continue;
      CAPTURE(special, analysis->info().name);
      // Those that name the models they count name the one with free couplings beside the special one.
      REQUIRE(analysis->applies_to(*general).applies);
      auto const expected = at(*analysis, *own, own_fluxes, mass_GeV, coupling).expected;
      // Rounding of a coupling in decays after many lengths.
      CHECK(at(*analysis, *general, fluxes, mass_GeV, coupling * twin.coupling).expected ==
            Approx(expected).epsilon(1e-6).margin(1e-6));
      if (expected > 0.0) ++counted;
    }
    CAPTURE(special);
    CHECK(counted >= 5);
  }
}

TEST_CASE("a curve scales with the amplitude that it is made and seen by", "[analysis][limits][recast][property]") {
  // Photons by W bosons: the same particle at low energies, but for its decays of B mesons that E137 does not see.
  auto const& e137 = limit("limit/alp-w/e137");
  auto const [m_GeV, lower] = somewhere_on(e137);
  auto const photon = make_model("alp-photon");
  CHECK(at(e137, *photon, m_GeV, lower * sm::sin2_theta_w_m_Z * (1.0 + 1e-9)).cls ==
        Approx(e137.likelihood().on_curve().cls).epsilon(1e-4));
  // Peaks at electron colliders: rate and decay by the direct coupling; twice the coefficient, half the coupling.
  auto const& belle = limit("limit/alp-photon/belle2_2020");
  auto const [m_belle_GeV, g_belle] = somewhere_on(belle);
  auto const twice = make_model("alp", {{"c_photon", "2"}});
  CHECK(at(belle, *twice, m_belle_GeV, 0.5 * g_belle * (1.0 + 1e-9)).cls ==
        Approx(belle.likelihood().on_curve().cls).epsilon(1e-4));
  // A scalar of W bosons alone comes of penguins, ln(Lambda^2/m_t^2) times as strong; decays to muons are closed to it.
  auto const bosonic = make_model("scalar", {{"kappa_V", "1"}});
  auto const& lhcb = limit("limit/dark-scalar/lhcb_bp_kp_mumu");
  auto const [m_lhcb_GeV, g_lhcb] = somewhere_on(lhcb);
  CHECK(at(lhcb, *bosonic, m_lhcb_GeV, g_lhcb).expected == 0.0);
  auto const ratio = [](std::string const& mechanism, Model const& to, Model const& from) {
    std::array const masses{0.3};
    auto const productions_to = to.productions(masses);
    auto const productions_from = from.productions(masses);
    return MechanismRatio{MadeMediator::of(to, masses, productions_to),
                          MadeMediator::of(from, masses, productions_from)}(mechanism);
  };
  auto const higgs = make_model("dark-scalar", {{"hadrons", "omnes"}});
  double const log = 2.0 * std::log(1e3 / sm::m_top_GeV);
  for (char const* mechanism :
       {"meson-decay:B", "meson-decay:B+", "meson-decay:K+", "meson-decay:KL", "meson-decay:K"}) {
    CAPTURE(mechanism);
    CHECK(ratio(mechanism, *bosonic, *higgs).value() == Approx(log * log));
  }
  CHECK(ratio("proton-bremsstrahlung", *bosonic, *higgs).value() == 0.0);
  auto const w = make_model("alp-w");
  auto const charmed = make_model("alp", {{"c_W", "1"}, {"c_q", "1"}});
  CHECK(ratio("z-decay", *make_model("alp-hypercharge"), *w).value() == Approx(1.0));
  CHECK(ratio("z-decay", *make_model("alp", {{"c_W", "1"}, {"c_B", "1"}}), *w).value() == Approx(0.0));
  CHECK_FALSE(ratio("meson-decay:J/psi", *charmed, *photon));
  CHECK(ratio("meson-decay:B", *make_model("alp", {{"c_W", "3"}}), *w).value() == Approx(9.0));
  CHECK_FALSE(ratio("laser", *w, *photon));
}

TEST_CASE("curves of one kind of particle say nothing about another", "[analysis][limits][recast][property]") {
  auto const alp = make_model("alp", {{"c_photon", "1"}, {"c_G", "1"}, {"c_e", "1"}});
  auto const scalar = make_model("scalar", {{"kappa_t", "1"}, {"kappa_V", "1"}});
  auto const photon = make_model("dark-photon");
  for (auto const& curve : limits()) {
    auto const& of = curve->header().model;
    CAPTURE(curve->info().name);
    bool const of_alp = of.starts_with("alp"), of_scalar = of.find("scalar") != std::string::npos;
    if (!of_alp) CHECK_FALSE(curve->applies_to(*alp).applies);
    if (!of_scalar) CHECK_FALSE(curve->applies_to(*scalar).applies);
    if (of_alp || of_scalar) CHECK_FALSE(curve->applies_to(*photon).applies);
  }
  // Productions whose shares are not known: gluons and photons scale apart.
  auto const& charm = limit("limit/alp-gluon/proj_koto_dump");
  auto const with_top = make_model("alp", {{"c_G", "1"}, {"c_t", "1"}});
  CHECK(charm.applies_to(*with_top).why_not.find("shares are not known") != std::string::npos);
  CHECK(charm.applies_to(*make_model("alp", {{"c_G", "3"}, {"c_mu", "1"}})).applies);
}
