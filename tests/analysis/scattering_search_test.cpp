// Every shipped search for recoils of dark matter: how the signal scales, and how well it is integrated.
#include "analysis/scattering_search.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <iostream>

#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::vector<std::unique_ptr<Analysis const>> const& shipped() {
  static auto const analyses = load_analyses({PENUMBRA_SOURCE_DIR, {}, {}});
  return analyses;
}

std::vector<ScatteringSearch const*> searches() {
  std::vector<ScatteringSearch const*> result;
  for (auto const& analysis : shipped())
    if (auto const* search = dynamic_cast<ScatteringSearch const*>(analysis.get())) result.push_back(search);
  return result;
}

/// Expected signal at m_mediator = ratio m_chi for pairs alpha_D, epsilon.
std::vector<double> expected(ScatteringSearch const& search, double m_chi, double ratio,
                             std::vector<std::vector<double>> const& couplings, Numerics const& numerics = {}) {
  auto const model = make_model("vector-dm");
  std::vector<double> const masses{m_chi, ratio * m_chi};
  FluxStore fluxes{*model, masses, numerics};
  std::vector<Couplings> const points{couplings.begin(), couplings.end()};
  std::vector<Outcome> outcomes(points.size());
  std::vector<ComponentSignal> components(points.size() * search.component_groups().size());
  search.respond(*model, masses, fluxes)->evaluate(points, outcomes, components);
  std::vector<double> result;
  for (auto const& outcome : outcomes) result.push_back(outcome.expected);
  return result;
}

}  // namespace

TEST_CASE("narrow mediators scatter as alpha_D epsilon^4", "[scattering_search]") {
  // Width below 1e-5: its own effect is the tolerance.
  REQUIRE(searches().size() >= 4);
  for (auto const* search : searches()) {
    CAPTURE(search->info().name);
    auto const n = expected(*search, 0.01, 3.0, {{1e-4, 1e-6}, {1e-4, 1e-7}, {2e-4, 1e-6}});
    REQUIRE(n[0] > 0.0);
    CHECK(n[1] == Approx(1e-4 * n[0]).epsilon(1e-3));
    CHECK(n[2] == Approx(2.0 * n[0]).epsilon(1e-3));
  }
}

TEST_CASE("virtual mediators scatter as alpha_D^2 epsilon^4", "[scattering_search]") {
  // m_mediator = 1.5 m_chi: never real. Tolerance: rounding.
  for (auto const* search : searches()) {
    CAPTURE(search->info().name);
    auto const n = expected(*search, 0.02, 1.5, {{0.1, 1e-3}, {0.1, 1e-4}, {0.2, 1e-3}});
    if (n[0] == 0.0) continue;  // a beam of radiated mediators only
    CHECK(n[1] == Approx(1e-4 * n[0]).epsilon(1e-6));
    CHECK(n[2] == Approx(4.0 * n[0]).epsilon(1e-6));
  }
}

TEST_CASE("components add up to the signal and the likelihood can be evaluated again", "[scattering_search]") {
  auto const model = make_model("vector-dm");
  std::vector<double> const masses{0.01, 0.03};
  std::vector<double> const couplings{0.5, 1e-4};
  Couplings const point{couplings};
  for (auto const* search : searches()) {
    FluxStore fluxes{*model, masses};
    auto const response = search->respond(*model, masses, fluxes);
    Outcome outcome;
    std::vector<ComponentSignal> components(search->component_groups().size());
    response->evaluate({&point, 1}, {&outcome, 1}, components);
    std::vector<double> nominal;
    double sum = 0.0;
    for (std::size_t i = 0; i < components.size(); ++i) {
      auto const& component = components[i];
      CHECK(component.low <= component.nominal);
      CHECK(component.nominal <= component.high);
      nominal.push_back(component.nominal);
      if (!is_factor(search->component_groups()[i])) sum += component.nominal;
    }
    double explained = 0.0;
    for (auto const& line : response->contributions(couplings)) explained += line.expected;
    CAPTURE(search->info().name);
    CHECK(sum == Approx(outcome.expected).epsilon(1e-12));
    CHECK(explained == Approx(outcome.expected).epsilon(1e-12));
    CHECK(search->log_likelihood(nominal) == Approx(outcome.log_likelihood).epsilon(1e-12));
  }
}

TEST_CASE("four times the nodes move no recoil signal by half a per cent", "[scattering_search][numerics]") {
  // One direction at a time, the changes added, as in convergence_test.cpp.
  char const* const asked = std::getenv("PENUMBRA_REFINE");
  Numerics const all = Numerics{}.refined(asked ? std::atof(asked) : 4.0);
  char const* const only = std::getenv("PENUMBRA_ONLY");  // part of a name
  bool const verbose = std::getenv("PENUMBRA_VERBOSE") != nullptr;
  std::vector<std::vector<double>> const couplings{{0.5, 1e-4}, {1e-3, 1e-4}};
  // The last one: virtual mediators, from vector mesons too. Projections (many, and on the same beams) take turns.
  std::vector<std::pair<double, double>> const all_masses{
      {0.001, 3.0}, {0.01, 3.0}, {0.04, 3.0}, {0.15, 3.0}, {0.25, 1.5}};
  std::size_t turn = 0;
  for (auto const* search : searches()) {
    if (only && search->info().name.find(only) == std::string::npos) continue;
    bool const projected = search->info().status == Status::projected;
    auto const masses = projected && !only ? std::vector{all_masses[++turn % all_masses.size()]} : all_masses;
    for (auto const& pair : masses) {
      double const m_chi = pair.first;
      double const ratio = pair.second;
      auto const coarse = expected(*search, m_chi, ratio, couplings);
      if (coarse[0] <= 0.0) continue;
      auto fine = coarse;
      int direction = 0;
      auto const add = [&](Numerics const& numerics) {
        auto const changed = expected(*search, m_chi, ratio, couplings, numerics);
        for (std::size_t i = 0; i < fine.size(); ++i) fine[i] += changed[i] - coarse[i];
        if (verbose && std::abs(changed[0] / coarse[0] - 1.0) > 5e-4)
          std::cout << "  direction " << direction << ": " << changed[0] / coarse[0] - 1.0 << std::endl;
        ++direction;
      };
      for (auto const count :
           {&Numerics::parent_azimuths, &Numerics::parent_momenta_per_decade, &Numerics::target_angles,
            &Numerics::emission_angles, &Numerics::product_energies, &Numerics::virtual_masses,
            &Numerics::recoil_energies, &Numerics::recoil_table, &Numerics::mediator_momenta,
            &Numerics::narrow_emission_angles, &Numerics::narrow_azimuths, &Numerics::momenta_per_decade,
            &Numerics::electron_energies, &Numerics::tilt_angles}) {
        Numerics numerics;
        numerics.*count = all.*count;
        add(numerics);
      }
      Numerics numerics;
      numerics.angle_step = all.angle_step;
      add(numerics);
      for (std::size_t i = 0; i < fine.size(); ++i) {
        if (verbose) std::cout << search->info().name << ' ' << m_chi << ": " << coarse[i] / fine[i] - 1.0 << std::endl;
        CAPTURE(search->info().name, m_chi, couplings[i][0]);
        CHECK(coarse[i] == Approx(fine[i]).epsilon(0.005));
      }
    }
  }
}
