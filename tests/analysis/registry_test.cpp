// Every registered model, beam, experiment and limit: what must hold for all of them, whoever adds the next one.
#include "analysis/registry.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <regex>
#include <set>

#include "analysis/decay_search.hpp"
#include "analysis/limit.hpp"
#include "analysis/overlap.hpp"
#include "model/registry.hpp"
#include "particle/proton_form_factor.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const root = PENUMBRA_SOURCE_DIR;

std::vector<std::unique_ptr<Analysis const>> const& analyses() {
  static auto const all = load_analyses({root, {}, {}});
  return all;
}

std::set<std::string> references() {
  std::ifstream file{root / "references.bib"};
  std::set<std::string> keys;
  std::regex const entry{R"(^@\w+\{([^,]+),)"};
  for (std::string line; std::getline(file, line);)
    if (std::smatch found; std::regex_search(line, found, entry)) keys.insert(found[1]);
  return keys;
}

/// Midpoints of a model's mass ranges, logarithmic.
std::vector<double> masses_at(Model const& model, double part) {
  std::vector<double> masses;
  for (auto const& p : model.parameters())
    if (p.kind == ParameterKind::mass) masses.push_back(p.min * std::pow(p.max / p.min, part));
  return masses;
}

std::vector<double> couplings_at(Model const& model, double value) {
  return std::vector<double>(model.coupling_count(), value);
}

Outcome evaluate(Analysis const& analysis, Response const& response, std::vector<double> const& couplings) {
  Couplings const point{couplings};
  Outcome outcome;
  std::vector<ComponentSignal> components(analysis.component_groups().size());
  response.evaluate({&point, 1}, {&outcome, 1}, components);
  return outcome;
}

}  // namespace

TEST_CASE("every model is documented, and its parameters are in order", "[registry][models]") {
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    CAPTURE(name);
    CHECK(model->name() == name);
    CHECK_FALSE(model->title().empty());
    CHECK(model->convention().size() > 20);
    CHECK(references().contains(model->reference()));
    CHECK(model->physics_version() > 0);
    bool coupling_seen = false;
    for (auto const& p : model->parameters()) {
      CAPTURE(p.name);
      CHECK_FALSE((p.kind == ParameterKind::mass && coupling_seen));
      coupling_seen = coupling_seen || p.kind == ParameterKind::coupling;
      CHECK_FALSE(p.unit.empty());
      CHECK_FALSE(p.meaning.empty());
      CHECK(0.0 < p.min);
      CHECK(p.min < p.max);
    }
    CHECK(model->mass_count() + model->coupling_count() == model->parameters().size());
  }
}

TEST_CASE("widths of every model are positive, add up, scale with the couplings and close at thresholds",
          "[registry][models]") {
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    for (int i = 0; i <= 200; ++i) {
      auto const masses = masses_at(*model, i / 200.0);
      double const m = model->mediator_mass_GeV(masses);
      CAPTURE(name, m);
      auto const modes = model->decays(masses);
      auto const some = couplings_at(*model, 1e-4);
      auto const twice = couplings_at(*model, 2e-4);
      double total = 0.0;
      double total_twice = 0.0;
      std::set<std::string> names;
      for (auto const& mode : modes) {
        CAPTURE(mode.final_state);
        CHECK(mode.width_GeV > 0.0);
        CHECK(std::isfinite(mode.width_GeV));
        double const daughters_GeV = mode.daughter_mass_GeV + mode.other_daughter_GeV.value_or(mode.daughter_mass_GeV);
        CHECK(m > daughters_GeV);
        double shares = mode.seen_masses.empty() ? 1.0 : 0.0;
        for (auto const& [mass_GeV, share] : mode.seen_masses) {
          CHECK(mass_GeV > daughters_GeV);
          CHECK(mass_GeV < m);
          CHECK(share >= 0.0);
          shares += share;
        }
        CHECK(shares == Approx(1.0).epsilon(1e-12));
        CHECK(names.insert(mode.final_state).second);
        int power = 0;
        for (int const one : mode.monomial.powers) power += one;
        total += mode.width_GeV * mode.monomial(some);
        total_twice += mode.width_GeV * mode.monomial(some) * std::pow(2.0, power);
      }
      if (modes.empty()) continue;
      CHECK(total_width_GeV(modes, some) == Approx(total).epsilon(1e-12));
      CHECK(total_width_GeV(modes, twice) == Approx(total_twice).epsilon(1e-12));
      double branching = 0.0;
      for (auto const& mode : modes) branching += mode.width_GeV * mode.monomial(some) / total_width_GeV(modes, some);
      CHECK(branching == Approx(1.0).epsilon(1e-12));
    }
  }
}

TEST_CASE("every production is named after its mechanism and closes at its threshold", "[registry][models]") {
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    for (int i = 0; i <= 50; ++i) {
      auto const masses = masses_at(*model, i / 50.0);
      double const m = model->mediator_mass_GeV(masses);
      std::set<std::string> names;
      for (auto const& production : model->productions(masses)) {
        CAPTURE(name, m, production.name);
        CHECK(names.insert(production.name).second);
        CHECK(production.monomial.powers.size() == model->coupling_count());
        if (auto const* decay = std::get_if<MesonDecay>(&production.mechanism)) {
          CHECK(m + decay->other_mass_GeV < decay->parent_mass_GeV);
          CHECK(decay->branching_ratio > 0.0);
          CHECK(mechanism_of(production) == "meson-decay");
        }
        if (auto const* decay = std::get_if<ThreeBodyDecay>(&production.mechanism)) {
          CHECK(m + decay->other_masses_GeV.at(0) + decay->other_masses_GeV.at(1) < decay->parent_mass_GeV);
          CHECK(decay->branching_ratio > 0.0);
          CHECK_FALSE(decay->energies.empty());
          CHECK(mechanism_of(production) == "three-body-decay");
        }
        if (auto const* brems = std::get_if<ProtonBremsstrahlung>(&production.mechanism)) {
          CHECK_FALSE(brems->form_factor_squared.empty());
          CHECK(brems->form_factor_squared.front().second > 0.0);
          // those that repeat what was published have no resonances, so that a proton without charge radiates nothing
          for (auto const& [which, value] : brems->form_factor_squared)
            CHECK((value > 0.0 || !is_usual_form_factor(which)));
        }
        if (auto const* brems = std::get_if<ScalarProtonBremsstrahlung>(&production.mechanism)) {
          CHECK(brems->nucleon_coupling > 0.0);
          CHECK_FALSE(brems->form_factor_squared.empty());
          for (auto const& [which, value] : brems->form_factor_squared) CHECK(value > 0.0);
        }
      }
    }
  }
}

TEST_CASE("every beam has parents with yields, electrons or muons", "[registry][beams]") {
  int beams = 0;
  for (auto const& file : std::filesystem::directory_iterator(root / "experiments" / "beams")) {
    if (file.path().extension() != ".toml") continue;
    Problems problems;
    auto const beam = load_beam(root / "experiments", file.path().stem().string(), problems);
    INFO(problems.text());
    REQUIRE(beam);
    ++beams;
    CAPTURE(beam->name);
    CHECK(beam->energy_GeV > 0.0);
    CHECK(beam->collisions_per_exposure() > 0.0);
    CHECK((!beam->parents.empty() || beam->electrons || beam->muons));
    std::set<std::string> particles;
    for (auto const& parent : beam->parents) {
      CAPTURE(parent.particle);
      CHECK(particles.insert(parent.particle).second);
      CHECK(parent.yield_factor > 0.0);
      for (auto const& [source, spectrum] : parent.spectra) {
        CAPTURE(source);
        // Between one in a million collisions (of heavy flavour 1e-12: a picobarn of beauty) and fifty in each.
        bool const heavy = parent.particle.front() == 'B' || parent.particle.front() == 'D' || parent.particle == "tau";
        CHECK(spectrum->total() > (heavy ? 1e-12 : 1e-6));
        CHECK(spectrum->total() < 50.0);
        CHECK(spectrum->p_max_GeV() <= 1.001 * beam->energy_GeV);
      }
    }
  }
  CHECK(beams > 0);
}

TEST_CASE("every analysis has a name of its own and a reference that exists", "[registry][analyses]") {
  auto const known = references();
  CHECK(known.size() > 50);
  std::set<std::string> names;
  for (auto const& analysis : analyses()) {
    auto const& info = analysis->info();
    CAPTURE(info.name, info.reference);
    CHECK(names.insert(info.name).second);
    CHECK_FALSE(info.title.empty());
    CHECK_FALSE(info.data_set.empty());
    CHECK(known.contains(info.reference));
    for (auto const& curve : info.curves) {
      CAPTURE(curve.limit);
      CHECK(std::any_of(analyses().begin(), analyses().end(),
                        [&](auto const& other) { return other->info().name == curve.limit; }));
    }
  }
}

TEST_CASE("no two analyses of a data set tie", "[registry][analyses]") {
  std::vector<Candidate> candidates;
  for (auto const& analysis : analyses()) candidates.push_back({&analysis->info(), 0});
  auto const overlaps = load_overlaps(root);
  CHECK_NOTHROW(choose_for_combination(candidates, Preference::simulated, overlaps));
  CHECK_NOTHROW(choose_for_combination(candidates, Preference::published, overlaps));
}

TEST_CASE("no two analyses of a model tie, whichever of them a card leaves out", "[registry][analyses]") {
  auto const overlaps = load_overlaps(root);
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    CAPTURE(name);
    std::vector<Candidate> candidates;
    for (auto const& analysis : analyses())
      if (analysis->applies_to(*model).applies) candidates.push_back({&analysis->info(), 0});
    while (!candidates.empty()) {
      CombinationChoice choice;
      REQUIRE_NOTHROW(choice = choose_for_combination(candidates, Preference::simulated, overlaps));
      if (choice.groups.empty()) break;
      std::set<std::size_t> chosen;
      for (auto const& group : choice.groups) chosen.insert(group.chosen);
      std::vector<Candidate> left;
      for (std::size_t i = 0; i < candidates.size(); ++i)
        if (!chosen.contains(i)) left.push_back(candidates[i]);
      candidates = std::move(left);
    }
  }
}

TEST_CASE("every experiment answers everywhere, with nothing where there is no signal", "[registry][analyses]") {
  int experiments = 0;
  for (auto const& analysis : analyses()) {
    auto const* search = dynamic_cast<DecaySearch const*>(analysis.get());
    if (!search) continue;
    ++experiments;
    CAPTURE(analysis->info().name);
    auto const& models = analysis->info().models;
    auto const model = make_model(models.empty() ? "dark-photon" : models.front());
    CHECK(analysis->applies_to(*model).applies);
    bool const follows = std::any_of(search->input().channels.begin(), search->input().channels.end(),
                                     [](auto const& channel) { return channel.selection.daughters.has_value(); });
    for (double const mass :
         follows ? std::vector<double>{0.02, 50.0} : std::vector<double>{0.0011, 0.02, 0.211, 0.7755, 3.0, 99.0}) {
      FluxStore fluxes{*model, {&mass, 1}};
      auto const response = analysis->respond(*model, {&mass, 1}, fluxes);
      for (double exponent = -14.0; exponent <= 0.0; exponent += 0.25) {
        std::vector<double> const coupling(model->coupling_count(), std::pow(10.0, exponent));
        auto const outcome = evaluate(*analysis, *response, coupling);
        CAPTURE(mass, coupling[0], outcome.expected);
        CHECK(std::isfinite(outcome.expected));
        CHECK(outcome.expected >= 0.0);
        CHECK(std::isfinite(outcome.log_likelihood));
        CHECK(std::isfinite(outcome.asimov));
        CHECK((outcome.cls >= 0.0 && outcome.cls <= 1.0));
      }
      auto const nothing = evaluate(*analysis, *response, std::vector<double>(model->coupling_count(), 1e-14));
      CHECK(nothing.expected < 1e-6);
      CHECK(nothing.cls == Approx(1.0).margin(1e-6));
      CHECK(nothing.log_likelihood == Approx(0.0).margin(1e-5));
    }
  }
  CHECK(experiments > 0);
}

namespace {

void check_contributions(double mass) {
  auto const model = make_model("dark-photon");
  for (auto const& analysis : analyses()) {
    auto const* search = dynamic_cast<DecaySearch const*>(analysis.get());
    if (!search || !analysis->applies_to(*model).applies || search->input().beam->electrons) continue;
    CAPTURE(analysis->info().name, mass);
    FluxStore fluxes{*model, {&mass, 1}};
    auto const response = analysis->respond(*model, {&mass, 1}, fluxes);
    for (double exponent = -10.0; exponent <= -2.0; exponent += 0.5) {
      std::vector<double> const coupling{std::pow(10.0, exponent)};
      auto const outcome = evaluate(*analysis, *response, coupling);
      double sum = 0.0;
      for (auto const& line : response->contributions(coupling)) sum += line.expected;
      CHECK(std::abs(sum - outcome.expected) <= 1e-9 * outcome.expected);
    }
  }
}

}  // namespace

// Below and above the masses of the mesons, and at that of the rho.
TEST_CASE("the contributions to an expectation add up to it", "[registry][analyses]") {
  for (double const mass : {0.02, 0.7755, 3.0}) check_contributions(mass);
}

TEST_CASE("every limit and constraint answers at and beyond its ends", "[registry][analyses]") {
  auto const model = make_model("dark-photon");
  int limits = 0;
  for (auto const& analysis : analyses()) {
    if (analysis->info().kind == Kind::experiment) continue;
    CAPTURE(analysis->info().name);
    if (!analysis->applies_to(*model).applies) continue;
    ++limits;
    for (double mass = 1.1e-3; mass < 100.0; mass *= 3.0) {
      FluxStore fluxes{*model, {&mass, 1}};
      auto const response = analysis->respond(*model, {&mass, 1}, fluxes);
      for (double exponent = -14.0; exponent <= 0.0; exponent += 1.0) {
        auto const outcome = evaluate(*analysis, *response, {std::pow(10.0, exponent)});
        CAPTURE(mass, exponent);
        CHECK(std::isfinite(outcome.expected));
        CHECK(std::isfinite(outcome.log_likelihood));
        CHECK(std::isfinite(outcome.asimov));
        CHECK((outcome.cls >= 0.0 && outcome.cls <= 1.0));
      }
    }
  }
  CHECK(limits > 0);
}

TEST_CASE("every limit of a mediator alone answers at every mass and any mixture of its couplings",
          "[registry][analyses]") {
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    if (model->mass_count() > 1) continue;
    CAPTURE(name);
    int limits = 0;
    for (auto const& analysis : analyses())
      if (analysis->info().kind == Kind::limit && analysis->applies_to(*model).applies) ++limits;
    CHECK(limits > 0);
    for (int i = 0; i <= 20; ++i) {
      auto const masses = masses_at(*model, i / 20.0);
      FluxStore fluxes{*model, masses};
      for (auto const& analysis : analyses()) {
        if (analysis->info().kind != Kind::limit || !analysis->applies_to(*model).applies) continue;
        CAPTURE(analysis->info().name, masses[0]);
        auto const response = analysis->respond(*model, masses, fluxes);
        for (double exponent = -14.0; exponent <= 0.0; exponent += 2.0) {
          auto couplings = couplings_at(*model, std::pow(10.0, exponent));
          for (double& coupling : couplings) {
            auto const outcome = evaluate(*analysis, *response, couplings);
            CHECK(std::isfinite(outcome.expected));
            CHECK(std::isfinite(outcome.log_likelihood));
            CHECK((outcome.cls >= 0.0 && outcome.cls <= 1.0));
            CHECK((response->why_silent(couplings).empty() || outcome.expected == 0.0));
            coupling *= 1e-3;
          }
        }
      }
    }
  }
}

TEST_CASE("a search for decays sees the mediator of dark matter, unless it decays to it", "[registry][experiments]") {
  Problems problems;
  auto const faser = load_experiment(root / "experiments" / "faser-2023-aprime.toml", {root, {}, {}}, problems);
  REQUIRE(faser);
  auto const expected = [&](std::string const& name, std::vector<double> const& masses,
                            std::vector<double> const& couplings) {
    auto const model = make_model(name);
    REQUIRE(faser->applies_to(*model).applies);
    FluxStore fluxes{*model, masses};
    return evaluate(*faser, *faser->respond(*model, masses, fluxes), couplings).expected;
  };
  double const alone = expected("dark-photon", {0.05}, {3e-5});
  REQUIRE(alone > 1.0);
  CHECK(expected("vector-dm", {0.03, 0.05}, {0.1, 3e-5}) == alone);  // too heavy to be decayed to
  CHECK(expected("vector-dm", {0.01, 0.05}, {0.1, 3e-5}) == 0.0);    // decays before it leaves the target
  // Far below the first decay length only the partial width counts, and that of electrons is the same.
  double const rare = expected("dark-photon", {0.05}, {1e-8});
  CHECK(expected("vector-dm", {0.01, 0.05}, {2e-17, 1e-8}) == Approx(rare).epsilon(1e-3));
}
