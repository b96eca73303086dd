// Expected decays of axion-like particles at the LHC against FORESEE (arXiv:2105.07077): tests/data/foresee.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "analysis/decay_search.hpp"
#include "analysis/foresee_spectra.hpp"
#include "analysis/reference_model.hpp"
#include "analysis/registry.hpp"
#include "core/table_reader.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const root = PENUMBRA_SOURCE_DIR;
auto const& folder = test::foresee_folder;
constexpr double tolerance = 0.10;

DecaySearch::Input set_up(std::string const& name) {
  Problems problems;
  auto const loaded = load_experiment(folder / (name + ".toml"), {root, root / "experiments", {}}, problems);
  INFO(problems.text());
  REQUIRE(problems.empty());
  return dynamic_cast<DecaySearch const&>(*loaded).input();
}

/// A coupling with the decay length of FORESEE, where all decays count.
test::AdjustedModel with_lifetime(std::string const& name, double ctau_at_one_m,
                                  test::AdjustedModel::Productions const& productions) {
  return {name,
          [ctau_at_one_m](std::vector<DecayMode> modes, double) {
            modes.resize(1);
            modes.front().width_GeV = sm::hbar_c_GeV_m / ctau_at_one_m;
            return modes;
          },
          productions};
}

double expected(DecaySearch const& search, Model const& model, double m_GeV, double coupling) {
  FluxStore fluxes{model, {&m_GeV, 1}};
  auto const response = search.respond(model, {&m_GeV, 1}, fluxes);
  Couplings const point{&coupling, 1};
  Outcome outcome;
  std::vector<ComponentSignal> components(search.component_groups().size());
  response->evaluate({&point, 1}, {&outcome, 1}, components);
  return outcome.expected;
}

/// Spectrum of a parent with the cross section of its generator.
void only(Beam& beam, std::string const& generator, std::vector<std::string> const& parents) {
  beam.parents.clear();
  for (auto const& parent : parents) {
    auto const name = std::filesystem::path{beam.name} / (parent + '.' + generator + ".csv");
    auto const table = test::read_reference(std::filesystem::exists(folder / name) ? folder / name
                                                                                   : root / "experiments/beams" / name);
    Parent one;
    one.particle = parent;
    one.spectra = {{generator, std::make_shared<ParentSpectrum const>(table)}};
    beam.parents.push_back(std::move(one));
    beam.sigma_inelastic_pb->value = table.number("sigma_inel_mb") * 1e9;
  }
}

/// Largest and mean deviation of ln(ours/theirs).
struct Comparison {
  double worst = 0.0;
  double sum = 0.0;
  std::size_t rows = 0;
  std::size_t within = 0;  ///< the tolerance
  void add(double m_GeV, double coupling, double ours, double theirs) {
    double const value = std::log(ours / theirs);
    if (std::getenv("PENUMBRA_VERBOSE")) std::cout << m_GeV << ' ' << coupling << ' ' << value << '\n';
    worst = std::max(worst, std::abs(value));
    sum += value;
    ++rows;
    if (std::abs(value) < tolerance) ++within;
  }
};

}  // namespace

TEST_CASE("axion-like particles of photons at FASER agree with FORESEE", "[analysis][foresee][independent]") {
  auto const table = test::read_reference(folder / "faser-alp-photon.csv");
  auto const& masses = table.column("m_GeV");
  auto const& couplings = table.column("g_agg");
  auto const& ctau = table.column("ctau_m");
  for (std::string const generator : {"sibyll-2.3d", "pythia-8-forward"}) {
    auto input = set_up("faser-alp-photon");
    auto beam = std::make_shared<Beam>(*input.beam);
    only(*beam, generator, {"pi0", "eta"});
    input.beam = beam;
    input.productions = {"primakoff"};
    DecaySearch const search{std::move(input)};
    auto const& theirs = table.column("n_" + generator);
    Comparison comparison;
    for (std::size_t i = 0; i < masses.size(); ++i) {
      // Our tables begin at 10 GeV, and photons with a part of that; above a decay length in front of the volume at
      // the beam momentum, the last momentum bin of FORESEE decides.
      auto const lengths_before = [&](double k_GeV) { return 336.0 * masses[i] / (k_GeV * ctau[i]); };
      if (theirs[i] <= 1e-3 || lengths_before(100.0) < 2.0 || lengths_before(6800.0) > 1.0) continue;
      auto const model = with_lifetime("alp-photon", ctau[i] * couplings[i] * couplings[i], [](auto&, double) {});
      comparison.add(masses[i], couplings[i], expected(search, model, masses[i], couplings[i]), theirs[i]);
    }
    CAPTURE(generator, comparison.worst, comparison.rows);
    CHECK(comparison.rows > 8);
    CHECK(std::abs(comparison.sum) / static_cast<double>(comparison.rows) < tolerance);
    // Runs of FORESEE spread by 2 % there.
    CHECK(comparison.worst < tolerance + 0.02);
  }
}

TEST_CASE("axion-like particles of B mesons at FASER2 agree with FORESEE", "[analysis][foresee][independent]") {
  auto const table = test::read_reference(folder / "faser2-alp-w.csv");
  auto const& masses = table.column("m_GeV");
  auto const& couplings = table.column("g_aWW");
  auto const& ctau = table.column("ctau_m");
  // FORESEE's tables NLO-P8 at 13.6 TeV, mb.
  struct Yield {
    std::string parent;
    double mass_GeV;
    test::ForeseeYield theirs;
  };
  for (auto const& yield :
       {Yield{"B0", sm::m_B0_GeV, {4.63420e-4, 2.42229e-4}}, Yield{"B+", sm::m_B_GeV, {4.69686e-4, 2.46738e-4}}}) {
    auto input = set_up("faser2-alp-w");
    auto beam = std::make_shared<Beam>(*input.beam);
    // FORESEE's spectrum of B0 at 14 TeV with its numbers above 1 TeV at 13.6 TeV.
    auto const spectrum = test::read_reference(test::nlo_beauty);
    Parent parent;
    parent.particle = yield.parent;
    parent.spectra = {{"nlo-p8", std::make_shared<ParentSpectrum const>(test::with_yield_of(yield.theirs, spectrum))}};
    beam->parents = {parent};
    beam->sigma_inelastic_pb->value = spectrum.number("sigma_inel_mb") * 1e9;
    input.beam = beam;
    auto const production = "meson-decay:" + yield.parent;
    input.productions = {production};
    DecaySearch const search{std::move(input)};
    auto const& theirs = table.column("n_" + yield.parent);
    Comparison comparison;
    for (std::size_t i = 0; i < masses.size(); ++i) {
      double peak = 0.0;
      for (std::size_t j = 0; j < masses.size(); ++j)
        if (masses[j] == masses[i]) peak = std::max(peak, theirs[j]);
      if (theirs[i] <= std::max(1e-3, 1e-2 * peak)) continue;
      auto const model = with_lifetime("alp-w", ctau[i] * couplings[i] * couplings[i], [&](auto& channels, double m) {
        std::erase_if(channels, [&](auto const& channel) { return channel.name != production; });
        // FORESEE: 2.3e4 g^2 (1 - m^2/m_B^2)^2, all recoiling against a kaon.
        for (auto& channel : channels) {
          auto& decay = std::get<MesonDecay>(channel.mechanism);
          decay.branching_ratio = 2.3e4 * std::pow(1.0 - std::pow(m / yield.mass_GeV, 2), 2);
        }
      });
      comparison.add(masses[i], couplings[i], expected(search, model, masses[i], couplings[i]), theirs[i]);
    }
    CAPTURE(yield.parent, comparison.sum, comparison.worst, comparison.within, comparison.rows);
    CHECK(comparison.rows > 20);
    CHECK(std::abs(comparison.sum) / static_cast<double>(comparison.rows) < 0.03);
    // FORESEE samples 200 decays per bin of the mother, the same for all couplings of a mass: 6 % from mass to mass.
    CHECK(static_cast<double>(comparison.within) > 0.75 * static_cast<double>(comparison.rows));
    CHECK(comparison.worst < 0.25);
  }
}
