#include "analysis/relic_density.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/measurement.hpp"
#include "analysis/shipped_measurement.hpp"
#include "analysis/test_model.hpp"
#include "cosmology/relic_density.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;
using namespace penumbra::test;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

RelicDensityMeasurement const& as_relic(Analysis const& analysis) {
  return dynamic_cast<RelicDensityMeasurement const&>(analysis);
}

std::vector<Outcome> evaluate_all(Analysis const& analysis, Model const& model, std::vector<double> const& masses,
                                  std::vector<std::array<double, 2>> const& points) {
  std::vector<Couplings> couplings(points.begin(), points.end());
  std::vector<Outcome> outcomes(points.size());
  FluxStore fluxes{model, masses};
  analysis.respond(model, masses, fluxes)->evaluate(couplings, outcomes, {});
  return outcomes;
}

}  // namespace

TEST_CASE("too much dark matter is excluded, too little is not", "[analysis][property]") {
  auto const analysis = shipped_measurement("relic-density-planck-2018");
  auto const& relic = as_relic(*analysis);
  double const s = std::hypot(0.1, 0.01);
  for (double omega : {1e-6, 0.05, 0.12}) CHECK(relic.outcome(omega).log_likelihood == 0.0);
  CHECK(relic.outcome(1e-6).cls > 0.999);
  CHECK_THAT(relic.outcome(0.12 * std::exp(2.0 * s)).log_likelihood, WithinRel(-2.0, 1e-12));
  // One-sided 90 % CL is 1.2816 standard deviations.
  CHECK_THAT(relic.outcome(0.12 * std::exp(1.2815515655446004 * s)).cls, WithinRel(0.1, 1e-9));
  CHECK(analysis->info().combine);
  CHECK(analysis->info().kind == Kind::constraint);
  CHECK_FALSE(analysis->info().flags.empty());  // the error of the prediction is assumed
}

TEST_CASE("as a measurement both sides count, relative to the best", "[analysis][property]") {
  auto const analysis = shipped_measurement("relic-density-planck-2018-measurement");
  auto const& relic = as_relic(*analysis);
  CHECK(relic.outcome(0.12).log_likelihood == 0.0);
  CHECK_THAT(relic.outcome(0.12).cls, WithinAbs(1.0, 1e-12));
  CHECK_THAT(relic.outcome(0.1).log_likelihood, WithinRel(relic.outcome(0.144).log_likelihood, 1e-9));
  CHECK_THAT(relic.outcome(0.12 * std::exp(1.959963984540054 * std::hypot(0.1, 0.01))).cls, WithinRel(0.05, 1e-9));
  CHECK_FALSE(analysis->info().combine);
  CHECK(analysis->info().data_set == shipped_measurement("relic-density-planck-2018")->info().data_set);
}

TEST_CASE("near a resonance the density is an interval", "[analysis][property]") {
  auto const limit = shipped_measurement("relic-density-planck-2018");
  auto const measurement = shipped_measurement("relic-density-planck-2018-measurement");
  // The measured value inside: nothing against it. Outside: the nearer end.
  CHECK(as_relic(*measurement).outcome(0.3, 0.05).log_likelihood == 0.0);
  CHECK(as_relic(*measurement).outcome(0.3, 0.2).log_likelihood == as_relic(*measurement).outcome(0.2).log_likelihood);
  CHECK(as_relic(*measurement).outcome(0.1, 0.01).log_likelihood == as_relic(*measurement).outcome(0.1).log_likelihood);
  CHECK(as_relic(*limit).outcome(0.3, 0.05).log_likelihood == 0.0);
  CHECK(as_relic(*limit).outcome(0.3, 0.2).cls == as_relic(*limit).outcome(0.2).cls);
  CHECK(as_relic(*limit).outcome(0.3, 0.2).expected == 0.3);

  // A scalar whose thermal epsilon would be 1.5e-7 with kinetic contact: just below it is not excluded.
  auto const model = make_model("vector-dm");
  std::vector<double> const masses{0.03, 0.06006};
  RelicDensity const relic{*model->annihilation(masses)};
  std::array couplings{0.5, 1e-7};
  double const thermal = *thermal_coupling(relic, couplings, {1, 1e-9, 1.0}, 0.12);
  couplings[1] = 0.8 * thermal;
  CHECK(relic(couplings).omega_h2 > 0.17);
  CHECK(evaluate_all(*limit, *model, masses, {couplings}).front().log_likelihood == 0.0);
}

TEST_CASE("interpolated densities agree with exact ones", "[analysis][convergence]") {
  // The claim: 1 % wherever it matters, that is where ln L of the upper limit is not zero and freeze-out happened.
  auto const analysis = shipped_measurement("relic-density-planck-2018");
  for (auto const& [spin, masses] :
       std::vector<std::pair<std::string, std::vector<double>>>{{"complex-scalar", {0.03, 0.09}},
                                                                {"complex-scalar", {0.05, 0.1005}},
                                                                {"complex-scalar", {0.05, 0.11}},
                                                                {"complex-scalar", {0.4, 0.3}},
                                                                {"majorana", {0.3, 0.78}},
                                                                {"majorana", {0.05, 0.08}},
                                                                {"dirac", {0.01, 0.03}},
                                                                {"dirac", {1.0, 0.3}},
                                                                {"dirac", {0.2, 0.402}}}) {
    auto const model = make_model("vector-dm", {{"dm", spin}});
    RelicDensity const exact{*model->annihilation(masses)};
    std::vector<std::array<double, 2>> points;
    for (double alpha_D : {1.3e-3, 2.7e-2, 0.11, 0.5})
      for (double epsilon = 1.7e-8; epsilon < 0.02; epsilon *= 3.9) points.push_back({alpha_D, epsilon});
    auto const outcomes = evaluate_all(*analysis, *model, masses, points);
    int compared = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const relic = exact(points[i]);
      INFO(spin << " at " << masses[0] << ", " << masses[1] << ", alpha_D " << points[i][0] << ", epsilon "
                << points[i][1]);
      bool const in_contact = exact.contact(points[i], relic.rate) >= 1.0;
      CHECK((outcomes[i].expected > 0.0) == in_contact);
      if (!in_contact) continue;
      CHECK_THAT(outcomes[i].expected, WithinRel(relic.omega_h2, 0.01));
      ++compared;
    }
    CHECK(compared > 10);
  }
}

TEST_CASE("Omega has converged in a model with hadronic structure", "[analysis][convergence]") {
  // The claim of FreezeOutNodes: 0.5 % against twice the nodes. 0.385 and 0.505 GeV annihilate on the omega and the
  // phi.
  FreezeOutNodes const twice{24, 27, 0.035, 0.5};
  auto const model = make_model("vector-dm");
  for (double m_chi_GeV : {0.01, 0.1, 0.2, 0.385, 0.505, 1.6})
    for (double ratio : {0.7, 1.98, 2.000002, 2.001, 2.1, 2.6, 3.0}) {
      std::array const masses{m_chi_GeV, ratio * m_chi_GeV};
      RelicDensity const shipped_nodes{*model->annihilation(masses)};
      RelicDensity const finer{*model->annihilation(masses), twice};
      for (auto const& couplings : {std::array{0.5, 1e-8}, {0.1, 1e-6}, {0.1, 1e-4}, {1e-3, 1e-2}}) {
        INFO(masses[0] << ", " << masses[1] << ", alpha_D " << couplings[0] << ", epsilon " << couplings[1]);
        CHECK_THAT(shipped_nodes(couplings).omega_h2, WithinRel(finer(couplings).omega_h2, 5e-3));
      }
    }
}

TEST_CASE("a density does not depend on the points asked with it", "[analysis][property]") {
  auto const analysis = shipped_measurement("relic-density-planck-2018");
  auto const model = make_model("vector-dm");
  std::vector<double> const masses{0.03, 0.09};
  std::vector<std::array<double, 2>> plane;
  for (double alpha_D : {0.01, 0.1, 0.5})
    for (double epsilon = 1e-6; epsilon < 1e-2; epsilon *= 2.0) plane.push_back({alpha_D, epsilon});
  auto const together = evaluate_all(*analysis, *model, masses, plane);
  for (std::size_t i = 0; i < plane.size(); i += 7) {
    auto const alone = evaluate_all(*analysis, *model, masses, {plane[i]}).front();
    CHECK(alone.expected == together[i].expected);
    CHECK(alone.log_likelihood == together[i].log_likelihood);
  }
}

TEST_CASE("dark matter that never was in equilibrium is not judged", "[analysis][property]") {
  auto const analysis = shipped_measurement("relic-density-planck-2018");
  auto const model = make_model("vector-dm");
  // Thermal contact through a dark photon needs epsilon above about 1e-8: Gamma(A' -> e+e-) = H at T = m.
  auto const outcomes =
      evaluate_all(*analysis, *model, {0.03, 0.09}, {{0.5, 3e-9}, {0.5, 0.0}, {0.5, 3e-8}, {0.5, 1e-3}});
  CHECK(outcomes[0].cls == 1.0);
  CHECK(outcomes[0].log_likelihood == 0.0);
  CHECK(outcomes[1].cls == 1.0);
  CHECK(outcomes[2].log_likelihood < -10.0);
  CHECK(outcomes[3].log_likelihood == 0.0);
  CHECK(outcomes[3].expected < 0.12);
}

TEST_CASE("the steps to a relic density can be read", "[analysis][property]") {
  auto const analysis = shipped_measurement("relic-density-planck-2018");
  auto const model = make_model("vector-dm");
  std::vector<double> const masses{0.05, 0.105};
  std::vector<double> const couplings{0.5, 1e-6};
  FluxStore fluxes{*model, masses};
  auto const response = analysis->respond(*model, masses, fluxes);
  auto const steps = response->contributions(couplings);
  REQUIRE(steps.size() == 1);
  REQUIRE(steps[0].factors.size() == 7);
  CHECK_THAT(steps[0].signature, Contains("upper limit"));
  CHECK_THAT(steps[0].factors[3].first, Contains("kinetically"));
  CHECK(steps[0].factors[3].second > 1.1);
}

TEST_CASE("a model without dark matter is skipped with the reason", "[analysis][property]") {
  CHECK_THAT(shipped_measurement("relic-density-planck-2018")->applies_to(LightVector{}).why_not,
             Contains("annihilates"));
  CHECK(shipped_measurement("relic-density-planck-2018")->applies_to(*make_model("vector-dm")).applies);
}

TEST_CASE("a spin of dark matter has a key of its own", "[analysis][property]") {
  auto const analysis = shipped_measurement("relic-density-planck-2018");
  auto const key = [&](char const* spin) {
    CanonicalWriter writer;
    analysis->write_key(writer, *make_model("vector-dm", {{"dm", spin}}));
    return writer.digest();
  };
  CHECK(key("dirac") != key("majorana"));
  CHECK(key("dirac") == key("dirac"));
}

TEST_CASE("every fault of a relic density is told with its place", "[analysis][errors]") {
  Problems problems;
  auto table = TomlTable::parse(
      "name = \"x\"\ntitle = \"x\"\nkind = \"measurement\"\nstatus = \"favoured\"\ndata_set = \"d\"\nreference = "
      "\"r\"\n"
      "quantity = \"relic-density\"\nrule = \"both\"\n[experiment]\nvalue = { value = -1, source = \"s\" }\n"
      "error = { value = 0, source = \"s\" }\n[prediction]\nrelative_error = { value = 0.01, source = \"s\" }\n",
      "x.toml", problems);
  CHECK_FALSE(RelicDensityMeasurement::read(table, problems));
  auto const text = problems.text();
  CHECK_THAT(text, Contains("x.toml:4:") && Contains("'observed'"));
  CHECK_THAT(text, Contains("x.toml:8:") && Contains("'both'"));
  CHECK_THAT(text, Contains("positive"));
  CHECK_THAT(text, Contains("at least 0.1"));
}
