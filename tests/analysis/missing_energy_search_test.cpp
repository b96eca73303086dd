// Searches for missing energy and momentum: how signals scale, add up and are read; the shipped ones against finer
// quadratures and against the reach that others found.
#include "analysis/missing_energy_search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::unique_ptr<Analysis const> shipped(std::string const& name) {
  Problems problems;
  auto analysis = load_experiment(std::string{PENUMBRA_SOURCE_DIR} + "/experiments/" + name + ".toml",
                                  {PENUMBRA_SOURCE_DIR, {}, {}}, problems);
  INFO(problems.text());
  REQUIRE(problems.empty());
  return analysis;
}

struct Answer {
  std::vector<Outcome> outcomes;
  std::vector<ComponentSignal> components;
};

Answer ask(Analysis const& analysis, Model const& model, std::vector<double> const& masses,
           std::vector<std::vector<double>> const& couplings, Numerics const& numerics = {}) {
  FluxStore fluxes{model, masses, numerics};
  auto const response = analysis.respond(model, masses, fluxes);
  std::vector<Couplings> const points{couplings.begin(), couplings.end()};
  Answer answer{std::vector<Outcome>(points.size()),
                std::vector<ComponentSignal>(points.size() * analysis.component_groups().size())};
  response->evaluate(points, answer.outcomes, answer.components);
  return answer;
}

double events(Analysis const& analysis, Model const& model, std::vector<double> const& masses, double alpha_D,
              double epsilon) {
  return ask(analysis, model, masses, {{alpha_D, epsilon}}).outcomes.front().expected;
}

/// epsilon with `wanted` expected events, where events grow like epsilon^2.
double epsilon_with(Analysis const& analysis, Model const& model, double mediator_GeV, double wanted) {
  return 1e-4 * std::sqrt(wanted / events(analysis, model, {mediator_GeV / 3.0, mediator_GeV}, 0.1, 1e-4));
}

}  // namespace

TEST_CASE("missing energy grows with the production and shrinks with the visible decays",
          "[missing_energy][property]") {
  auto const model = make_model("vector-dm", {{"dm", "dirac"}});
  auto const na64 = shipped("na64e-2023-invisible");
  auto const brems = na64->restricted_to({"electron-bremsstrahlung"});
  std::vector<double> const masses{0.02, 0.06};
  double const once = events(*brems, *model, masses, 0.1, 1e-5);
  CHECK(events(*brems, *model, masses, 0.1, 1e-4) == Approx(100.0 * once).epsilon(1e-6));
  // Where both widths count: epsilon^2 x BR_inv with the widths of the model itself.
  double const alpha_D = 1e-8;
  double const epsilon = 1e-3;
  std::vector<double> const couplings{alpha_D, epsilon};
  auto const modes = model->decays(masses);
  double dark = 0.0;
  for (auto const& mode : modes)
    if (!mode.visible) dark += mode.width_GeV * mode.monomial(couplings);
  double const share = dark / total_width_GeV(modes, couplings);
  CHECK((share > 0.01 && share < 0.99));
  CHECK(events(*brems, *model, masses, alpha_D, epsilon) == Approx(1e4 * once * share).epsilon(1e-6));
  // Below the threshold of the pair nothing is radiated on shell, and a little is annihilated off shell.
  CHECK(events(*brems, *model, {0.1, 0.15}, 0.1, 1e-3) == 0.0);
  double const off_shell = events(*na64, *model, {0.1, 0.15}, 0.1, 1e-3);
  CHECK(off_shell > 0.0);
  CHECK(events(*na64, *model, {0.1, 0.15}, 0.2, 1e-3) == Approx(2.0 * off_shell).epsilon(0.01));
}

TEST_CASE("at its mass a narrow resonance counts by its branching ratio, not by alpha_D",
          "[missing_energy][property]") {
  auto const model = make_model("vector-dm");
  auto const annihilation = shipped("na64e-2023-invisible")->restricted_to({"positron-annihilation"});
  // M = 0.25 GeV: 61 GeV positrons. Width 4e-5 M and less; the tails of the ten times wider one hold 2 / (pi 400) of
  // it.
  double const wide = events(*annihilation, *model, {0.25 / 3.0, 0.25}, 1e-3, 1e-5);
  double const narrow = events(*annihilation, *model, {0.25 / 3.0, 0.25}, 1e-4, 1e-5);
  CHECK(narrow == Approx(wide).epsilon(0.01));
  CHECK(events(*annihilation, *model, {0.25 / 3.0, 0.25}, 1e-4, 2e-5) == Approx(4.0 * narrow).epsilon(1e-3));
}

TEST_CASE("a point's answer does not depend on the other points", "[missing_energy][parallel]") {
  auto const model = make_model("vector-dm");
  for (std::string const name : {"na64e-2023-invisible", "ldmx-8gev-invisible"}) {
    auto const analysis = shipped(name);
    std::vector<std::vector<double>> couplings;
    for (int i = 0; i < 12; ++i) couplings.push_back({std::pow(10.0, -0.3 * i), std::pow(10.0, -6.0 + 0.31 * i)});
    auto const together = ask(*analysis, *model, {0.08, 0.24}, couplings);
    auto const groups = analysis->component_groups().size();
    for (std::size_t i = 0; i < couplings.size(); ++i) {
      auto const alone = ask(*analysis, *model, {0.08, 0.24}, {couplings[i]});
      CHECK(alone.outcomes[0].expected == together.outcomes[i].expected);
      CHECK(alone.outcomes[0].log_likelihood == together.outcomes[i].log_likelihood);
      std::vector<double> nominal;
      for (std::size_t g = 0; g < groups; ++g) nominal.push_back(together.components[i * groups + g].nominal);
      double sum = 0.0;
      for (double const part : nominal) sum += part;
      CHECK(sum == Approx(together.outcomes[i].expected).epsilon(1e-12));
      CHECK(analysis->log_likelihood(nominal) == Approx(together.outcomes[i].log_likelihood).epsilon(1e-12));
    }
  }
}

TEST_CASE("the lines of an explanation add up to the missing energy", "[missing_energy]") {
  auto const model = make_model("vector-dm");
  auto const analysis = shipped("na64e-2023-invisible");
  std::vector<double> const masses{0.07, 0.21};
  std::vector<double> const couplings{0.1, 1e-4};
  FluxStore fluxes{*model, masses};
  auto const lines = analysis->respond(*model, masses, fluxes)->contributions(couplings);
  REQUIRE(lines.size() == 3);
  double sum = 0.0;
  for (auto const& line : lines) sum += line.expected;
  CHECK(sum == Approx(events(*analysis, *model, masses, 0.1, 1e-4)).epsilon(1e-12));
}

TEST_CASE("missing energy is finite everywhere, and nothing where nothing couples", "[missing_energy][registry]") {
  for (auto const& analysis : load_analyses({PENUMBRA_SOURCE_DIR, {}, {}})) {
    if (!dynamic_cast<MissingEnergySearch const*>(analysis.get())) continue;
    for (auto const* spin : {"complex-scalar", "majorana", "dirac"})
      for (double const mediator : {0.001, 0.03, 0.2261, 0.3197, 0.7755, 3.0, 9.0, 90.0, 100.0})
        for (double const ratio : {0.01, 0.33, 0.4999999, 0.5, 0.5000001, 0.9}) {
          auto const model = make_model("vector-dm", {{"dm", spin}});
          std::vector<std::vector<double>> couplings;
          for (double const alpha_D : {1e-12, 1e-6, 0.1, 10.0})
            for (double const epsilon : {1e-14, 1e-7, 1e-3, 1.0}) couplings.push_back({alpha_D, epsilon});
          auto const outcomes = ask(*analysis, *model, {ratio * mediator, mediator}, couplings).outcomes;
          for (std::size_t i = 0; i < couplings.size(); ++i) {
            CAPTURE(analysis->info().name, spin, mediator, ratio, couplings[i]);
            CHECK((std::isfinite(outcomes[i].expected) && outcomes[i].expected >= 0.0));
            CHECK((std::isfinite(outcomes[i].log_likelihood) && std::isfinite(outcomes[i].asimov)));
            CHECK((outcomes[i].cls >= 0.0 && outcomes[i].cls <= 1.0));
            if (couplings[i][1] == 1e-14) CHECK(outcomes[i].expected < 1e-6);
          }
        }
  }
}

TEST_CASE("nothing goes missing without dark matter", "[missing_energy]") {
  auto const analysis = shipped("na64e-2023-invisible");
  CHECK_FALSE(analysis->applies_to(*make_model("dark-photon")).applies);
  CHECK(analysis->applies_to(*make_model("vector-dm")).applies);
}

TEST_CASE("a search for missing energy that cannot be is refused", "[missing_energy][input]") {
  auto const refused = [](std::string const& from, std::string const& to) {
    std::ifstream in{std::string{PENUMBRA_SOURCE_DIR} + "/experiments/ldmx-phase1-4gev-invisible.toml"};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto const place = text.find(from);
    REQUIRE(place != std::string::npos);
    text.replace(place, from.size(), to);
    auto const file = std::filesystem::temp_directory_path() / "ldmx-phase1-4gev-invisible.toml";
    std::ofstream{file} << text;
    Problems problems;
    auto const analysis = load_experiment(file, {PENUMBRA_SOURCE_DIR, {}, {}}, problems);
    std::filesystem::remove(file);
    CHECK(analysis == nullptr);
    return problems.text();
  };
  CHECK_THAT(refused("value = 1.2, unit", "value = 4.2, unit"), Catch::Contains("missing energy lies between"));
  CHECK_THAT(refused("\"e4-w\"", "\"p120-c\""), Catch::Contains("no [electron_target]"));
  CHECK_THAT(refused("efficiency        = { value = 0.5", "efficiency        = { value = 1.5"),
             Catch::Contains("at most 1"));
}

TEST_CASE("ten times the nodes move no missing energy by half a per cent", "[missing_energy][numerics]") {
  // One direction at a time, the changes added, as for decays (convergence_test.cpp).
  char const* const asked = std::getenv("PENUMBRA_REFINE");
  Numerics const all = Numerics{}.refined(asked ? std::atof(asked) : 10.0);
  bool const verbose = std::getenv("PENUMBRA_VERBOSE") != nullptr;
  std::vector<std::vector<double>> couplings;
  for (double const alpha_D : {1e-6, 1e-3, 0.1, 0.5})
    for (double const epsilon : {1e-7, 1e-5, 1e-3}) couplings.push_back({alpha_D, epsilon});
  int searches = 0;
  for (auto const& analysis : load_analyses({PENUMBRA_SOURCE_DIR, {}, {}})) {
    if (!dynamic_cast<MissingEnergySearch const*>(analysis.get())) continue;
    ++searches;
    for (auto const* spin : {"complex-scalar", "dirac"})
      for (double const mediator : {0.0015, 0.02, 0.19, 0.24, 0.31, 0.7}) {
        auto const model = make_model("vector-dm", {{"dm", spin}});
        std::vector<double> const masses{mediator / 3.0, mediator};
        auto const coarse = ask(*analysis, *model, masses, couplings).outcomes;
        std::vector<double> change(couplings.size());
        for (auto const count : {&Numerics::missing_energies, &Numerics::missing_fractions,
                                 &Numerics::resonance_energies, &Numerics::widths_per_decade}) {
          Numerics numerics;
          numerics.*count = all.*count;
          auto const fine = ask(*analysis, *model, masses, couplings, numerics).outcomes;
          for (std::size_t i = 0; i < change.size(); ++i) change[i] += fine[i].expected / coarse[i].expected - 1.0;
        }
        auto const worst = *std::max_element(change.begin(), change.end(),
                                             [](double a, double b) { return std::abs(a) < std::abs(b); });
        if (verbose) std::cout << analysis->info().name << ' ' << spin << ' ' << mediator << ' ' << worst << '\n';
        CAPTURE(analysis->info().name, spin, mediator);
        CHECK(std::abs(worst) < 0.005);
      }
  }
  CHECK(searches >= 4);
}

TEST_CASE("missing-momentum reach grows as its exposures say", "[missing_energy][independent]") {
  // The independent calculation of tests/data/reference-yields/ldmx.csv: 2.3 events at efficiency 0.5. Tolerance: 2 %
  // in the count is 1 % in epsilon.
  auto const model = make_model("vector-dm");
  CHECK(epsilon_with(*shipped("ldmx-phase1-4gev-invisible"), *model, 0.1, 2.3) == Approx(6.593e-05).epsilon(0.01));
  CHECK(epsilon_with(*shipped("ldmx-8gev-invisible"), *model, 0.1, 2.3) == Approx(1.0352e-05).epsilon(0.01));
  CHECK(epsilon_with(*shipped("ldmx-8gev-invisible"), *model, 0.00631, 2.3) == Approx(4.8536e-07).epsilon(0.01));
}
