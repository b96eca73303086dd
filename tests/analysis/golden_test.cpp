// Stored values of every module: a value that moves while its version stays would let a map mix two calculations.
//
// Rows of tests/data/golden.csv: quantity, constants that stand for it (value each), number. For analyses the constant
// is their content key, which holds versions, definition, data files and quadratures. To store new values after raising
// a version:
//
//   PENUMBRA_UPDATE_GOLDEN=1 test_analysis "stored values have not moved"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "analysis/decay_search.hpp"
#include "analysis/registry.hpp"
#include "core/csv_reader.hpp"
#include "cosmology/relic_density.hpp"
#include "detection/decay_in_volume.hpp"
#include "detection/missing_energy.hpp"
#include "model/registry.hpp"
#include "particle/proton_form_factor.hpp"
#include "production/flux_store.hpp"
#include "statistics/counting.hpp"
#include "statistics/gaussian.hpp"
#include "statistics/published_curve.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const root = PENUMBRA_SOURCE_DIR;
std::filesystem::path const file = root / "tests" / "data" / "golden.csv";
constexpr double tolerance = 1e-9;  // other compilers and libraries differ by far less, other physics by far more

struct Row {
  std::string quantity;
  std::string versions;  ///< "name=value name=value"
  std::string to_raise;  ///< which constant to raise when the value moves
  double value;
};

void add_models(std::vector<Row>& rows) {
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    auto const version = fmt::format("model={}", model->physics_version());
    auto const constant = fmt::format("physics_version() of the model {}", name);
    for (double const part : {0.1, 0.35, 0.5, 0.6}) {
      std::vector<double> masses;
      for (auto const& p : model->parameters())
        if (p.kind == ParameterKind::mass) masses.push_back(p.min * std::pow(p.max / p.min, part));
      for (auto const& mode : model->decays(masses))
        rows.push_back(
            {fmt::format("width {} {} {}", name, part, mode.final_state), version, constant, mode.width_GeV});
      for (auto const& production : model->productions(masses)) {
        double strength = 0.0;
        if (auto const* decay = std::get_if<MesonDecay>(&production.mechanism)) strength = decay->branching_ratio;
        if (auto const* decay = std::get_if<ThreeBodyDecay>(&production.mechanism)) strength = decay->branching_ratio;
        if (auto const* mixing = std::get_if<VectorMixing>(&production.mechanism)) strength = mixing->rate_per_parent;
        if (auto const* brems = std::get_if<ProtonBremsstrahlung>(&production.mechanism))
          for (auto const& [which, value] : brems->form_factor_squared)
            if (is_usual_form_factor(which)) strength += value;
        if (auto const* brems = std::get_if<ScalarProtonBremsstrahlung>(&production.mechanism))
          for (auto const& [which, value] : brems->form_factor_squared)
            strength += brems->nucleon_coupling * brems->nucleon_coupling * value;
        if (auto const* brems = std::get_if<ElectronBremsstrahlung>(&production.mechanism))
          strength = brems->coupling_squared;
        if (auto const* brems = std::get_if<MuonBremsstrahlung>(&production.mechanism))
          strength = brems->coupling_squared;
        if (auto const* positrons = std::get_if<PositronAnnihilation>(&production.mechanism))
          strength = positrons->coupling_squared;
        rows.push_back({fmt::format("strength {} {} {}", name, part, production.name), version, constant, strength});
      }
    }
  }
}

void add_productions(std::vector<Row>& rows) {
  auto const model = make_model("dark-photon");
  auto const versions = fmt::format("production={} model={}", production_physics_version, model->physics_version());
  for (std::string const name : {"lhc-13.6TeV", "p120-c", "e20-al"}) {
    Problems problems;
    auto const beam = load_beam(root / "experiments", name, problems);
    REQUIRE(beam);
    auto const with_files = versions + " files=" + beam->definition.digest().short_hex();
    for (double const mass : {0.02, 0.3}) {
      FluxStore fluxes{*model, {&mass, 1}};
      for (auto const& production : fluxes.productions())
        for (auto const& variant : FluxStore::variants(*beam, production, mass)) {
          Flux::Reader reader{fluxes.of(*beam, production, variant), 0.1 * beam->energy_GeV, 2};
          std::vector<double> density(reader.k_GeV().size());
          reader.at(0.05 / beam->energy_GeV, density);
          rows.push_back({fmt::format("flux {} {} GeV {} {}", name, mass, production.name, variant), with_files,
                          "production_physics_version (src/production/flux_store.hpp)", density[density.size() / 4]});
        }
    }
  }
}

void add_detection(std::vector<Row>& rows) {
  Numerics const numerics;
  auto const falling = [](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
    for (std::size_t i = 0; i < theta.size(); ++i)
      for (std::size_t j = 0; j < k.size(); ++j) out[i * k.size() + j] = std::exp(-k[j] / 20.0 - k[j] * theta[i] / 0.3);
  };
  Flux flux{1.0, 100.0, 1.0, 0.001, numerics, falling};
  double const mass = 0.05;
  DecaySelection followed;
  followed.daughters = DaughterCuts{};
  followed.daughters->opening = {Aperture::disc(0.5), {0.0, 0.0, 40.0}, {}};
  followed.daughters->energy_min_GeV = 1.0;
  followed.daughters->at_least = 1;
  struct Case {
    char const* name;
    DecayVolume volume;
    DecaySelection selection;
  };
  std::optional<FollowedInSolid> in_solid;
  auto const to_electrons = DecayKinematics::two_body(mass, 0.000511);
  auto const followed_in = [&](Case const& one) -> FollowedInSolid const* {
    auto const* solid = std::get_if<Solid>(&one.volume);
    if (!solid || !one.selection.daughters) return nullptr;
    return &in_solid.emplace(*solid, *one.selection.daughters, std::span{&to_electrons, 1},
                             FluxRange{1.0, 100.0, 0.001, {}}, numerics);
  };
  for (auto const& one :
       {Case{"disc", Solid{Cylinder{1.0, 10.0, 2}, {0.0, 0.0, 25.0}}, {}},
        Case{"box", Solid{Cuboid{{1.0, 2.0, 10.0}}, {0.0, 0.0, 25.0}}, {}},
        Case{"disc off axis", Solid{Cylinder{0.5, 10.0, 2}, {1.0, 0.2, 25.0}}, {}},
        Case{"followed", OpenSpace{20.0, 30.0}, followed},
        Case{"followed in a frustum", Solid{Frustum{{0.5, 1.0}, {1.0, 2.0}, 10.0}, {0.0, 0.0, 25.0}}, followed}}) {
    auto const grid = lengths_in(distances(one.volume), mass, 1.0, 100.0, numerics);
    auto const seen =
        decays_seen(flux, {&to_electrons, 1}, one.volume, one.selection, numerics, grid, followed_in(one)).front();
    std::vector<double> exponentials(grid.size());
    auto versions =
        fmt::format("decays-seen={} production={}", decays_seen_physics_version, production_physics_version);
    if (std::holds_alternative<Solid>(one.volume) && one.selection.daughters)
      versions += fmt::format(" followed-in-solid={}", followed_in_solid_physics_version);
    for (double const ctau : {1e-3, 0.1, 10.0}) {
      grid.exponentials(ctau, exponentials);
      rows.push_back(
          {fmt::format("decays seen {} ctau {} m", one.name, ctau), versions,
           "decays_seen_physics_version (src/detection/decay_in_volume.hpp), followed_in_solid_physics_version "
           "(src/detection/followed_decays.hpp)",
           seen.decays(ctau, exponentials)});
    }
  }
}

void add_missing_energy(std::vector<Row>& rows) {
  Problems problems;
  auto const beam = load_beam(root / "experiments", "e100-pb", problems);
  REQUIRE(beam);
  auto const versions =
      fmt::format("missing-energy={} production={}", missing_energy_physics_version, production_physics_version);
  auto const constant = "missing_energy_physics_version (src/detection/missing_energy.hpp)";
  MissingEnergy const wanted{50.0, 100.0};
  for (double const mass : {0.002, 0.15, 0.24}) {
    DarkMatter dm;
    dm.spin = DarkMatter::Spin::dirac;
    dm.mass_GeV = dm.heavier_mass_GeV = mass / 3.0;
    auto const add = [&](char const* part, double value) {
      rows.push_back({fmt::format("missing energy {} {} GeV", part, mass), versions, constant, value});
    };
    add("radiated", radiated_per_electron(*beam->electrons, 100.0, mass, wanted, {}));
    add("associated", associated_per_electron(*beam->electrons, 100.0, mass, wanted, {}));
    add("resonant", ResonantPerElectron{*beam->electrons, 100.0, {dm, mass}, wanted, {}}(0.1));
  }
}

void add_statistics(std::vector<Row>& rows) {
  auto const versions = fmt::format("decay-search={}", decay_search_physics_version);
  std::string const constant =
      "decay_search_physics_version, and those of limit.cpp and measurement.cpp (src/analysis)";
  for (Count const& count :
       {Count{0.0, {0.0, 0.0}}, Count{1.0, {0.3, 0.0}}, Count{3.0, {2.5, 0.7}}, Count{12.5, {9.0, 2.0}}})
    for (double const signal : {0.5, 3.0, 11.0}) {
      auto const name =
          fmt::format("n={} b={}+-{} s={}", count.observed, count.background.mean, count.background.error, signal);
      rows.push_back({"log likelihood " + name, versions, constant, log_likelihood_ratio(signal, count)});
      rows.push_back({"asimov " + name, versions, constant, asimov_log_likelihood_ratio(signal, count.background)});
      rows.push_back({"cls " + name, versions, constant, counting_cls(signal, count)});
    }
  Measurement const measurement{1.5, 1.0};
  for (double const signal : {0.5, 3.0}) {
    rows.push_back({fmt::format("gaussian log likelihood s={}", signal), versions, constant,
                    log_likelihood_ratio(signal, measurement)});
    rows.push_back({fmt::format("gaussian cls s={}", signal), versions, constant, gaussian_cls(signal, measurement)});
  }
}

/// Where a physics version stands that speaks for an analysis.
std::string version_constant(Analysis const& analysis) {
  if (analysis.info().kind == Kind::limit) return "limit_physics_version (src/analysis/limit.cpp)";
  if (analysis.info().kind == Kind::constraint)
    return "the physics version in src/analysis/measurement.cpp, relic_prediction.hpp, cmb_annihilation.cpp or "
           "effective_neutrinos.cpp";
  return "the physics version of its search (src/analysis), or that of the layer whose rows moved";
}

/// A few points of a model at one mass point, where many analyses expect something.
struct Points {
  std::string model;
  std::vector<double> masses;
  std::vector<std::vector<double>> couplings;
  std::map<std::string, std::string> options = {};
};
std::vector<Points> const points{
    {"dark-photon", {0.02}, {{3e-7}, {3e-6}, {3e-5}, {1e-3}}},
    {"b-minus-l", {0.02}, {{1e-7}, {1e-6}, {1e-4}}},
    {"baryon", {0.3}, {{1e-6}, {1e-4}, {1e-2}}},
    {"l-mu-minus-l-tau", {0.3}, {{1e-6}, {1e-4}, {1e-2}}},
    {"l-e-minus-l-mu", {0.02}, {{1e-7}, {1e-4}}},
    {"l-e-minus-l-tau", {0.02}, {{1e-7}, {1e-4}}},
    {"protophobic", {0.02}, {{1e-6}, {1e-4}}},
    {"vector", {0.02}, {{1e-6}, {1e-4}}, {{"x_e", "-1"}, {"x_u", "1/3"}, {"x_nu_mu", "1"}}},
    {"leptophobic-dm", {0.02, 0.06}, {{0.5, 1e-4}, {0.5, 1e-2}}},
    {"vector-dm", {0.02, 0.06}, {{0.5, 1e-5}, {0.5, 1e-4}}},
    {"dark-scalar", {0.25}, {{1e-5}, {1e-3}}},
    {"hnl", {0.3}, {{1e-9, 1e-8, 1e-7}, {1e-6, 1e-6, 1e-6}}},
    {"hnl", {1.5}, {{1e-8, 1e-8, 1e-8}}},
    {"alp-photon", {0.05}, {{1e-5}, {1e-4}}},
    {"alp-fermion", {0.25}, {{1e-5}, {1e-3}}},
    {"alp-gluon", {0.3}, {{1e-7}, {1e-5}}},
    {"alp-w", {0.2}, {{1e-7}, {1e-5}}},
    {"alp-hypercharge", {0.05}, {{1e-5}, {1e-4}}},
    {"alp", {0.3}, {{1e-7}, {1e-5}}, {{"c_W", "1"}, {"c_G", "-1/2"}, {"c_mu", "2"}, {"c_q", "1"}, {"c_t", "1"}}},
    {"scalar", {0.25}, {{1e-5}, {1e-3}}, {{"kappa_mu", "1"}, {"kappa_s", "2"}, {"kappa_t", "1/2"}, {"kappa_V", "1"}}}};

/// What every analysis says about them.
void add_analyses(std::vector<Row>& rows, std::vector<std::unique_ptr<Analysis const>> const& analyses,
                  Model const& model, std::vector<double> const& masses,
                  std::vector<std::vector<double>> const& couplings) {
  FluxStore fluxes{model, masses};
  for (auto const& analysis : analyses) {
    if (!analysis->applies_to(model).applies) continue;
    CanonicalWriter writer;
    analysis->write_key(writer, model);
    auto const versions = "key=" + writer.digest().short_hex();
    auto const constant = version_constant(*analysis);
    auto const response = analysis->respond(model, masses, fluxes);
    for (auto const& point_couplings : couplings) {
      Couplings const point{point_couplings};
      Outcome outcome;
      std::vector<ComponentSignal> components(analysis->component_groups().size());
      response->evaluate({&point, 1}, {&outcome, 1}, components);
      if (outcome.expected < 1e-200) continue;
      auto const name = fmt::format("{} {} {:g} GeV {:g}", analysis->info().name, model.name(), fmt::join(masses, " "),
                                    fmt::join(point_couplings, " "));
      rows.push_back({"expected " + name, versions, constant, outcome.expected});
      if (outcome.cls > 1e-200) rows.push_back({"cls " + name, versions, constant, outcome.cls});
    }
  }
}

void add_analyses(std::vector<Row>& rows) {
  auto const analyses = load_analyses({root, {}, {}});
  for (auto const& [model, masses, couplings, options] : points)
    add_analyses(rows, analyses, *make_model(model, options), masses, couplings);
}

void add_cosmology(std::vector<Row>& rows) {
  auto const model = make_model("vector-dm");
  for (double const m_chi : {0.01, 0.1}) {
    std::vector<double> const masses{m_chi, 3.0 * m_chi};
    std::vector<double> const couplings{0.5, 1e-4};
    RelicDensity const relic{*model->annihilation(masses)};
    auto const add = [&](char const* what, double value) {
      rows.push_back({fmt::format("{} vector-dm {} GeV", what, m_chi),
                      fmt::format("thermal={} model={}", thermal_physics_version, model->physics_version()),
                      "thermal_physics_version (src/cosmology/relic_density.hpp) and relic_density_physics_version "
                      "(src/analysis/relic_prediction.hpp)",
                      value});
    };
    add("relic density", relic(couplings).omega_h2);
    add("thermal epsilon", *thermal_coupling(relic, couplings, {1, 1e-9, 1.0}, 0.12));
  }
}

std::vector<Row> compute() {
  std::vector<Row> rows;
  add_models(rows);
  add_productions(rows);
  add_detection(rows);
  add_missing_energy(rows);
  add_statistics(rows);
  add_cosmology(rows);
  add_analyses(rows);
  return rows;
}

struct Stored {
  std::string versions;
  double value;
};

/// What is wrong with a value, given what is stored of it; empty when nothing is.
std::string complaint(Row const& row, std::optional<Stored> const& stored) {
  if (!stored) return "not stored: run with PENUMBRA_UPDATE_GOLDEN=1";
  if (std::abs(row.value - stored->value) <= tolerance * std::abs(stored->value)) return {};
  if (row.versions == stored->versions)
    return fmt::format("moved from {} to {} while {} stayed: raise {}, then run with PENUMBRA_UPDATE_GOLDEN=1",
                       stored->value, row.value, row.versions, row.to_raise);
  return "version raised, value not stored yet: run with PENUMBRA_UPDATE_GOLDEN=1";
}

}  // namespace

TEST_CASE("a value that moves while its version stays names the constant to raise", "[golden]") {
  Row const row{"width", "model=1", "physics_version() of the model dark-photon", 2.0};
  CHECK(complaint(row, Stored{"model=1", 2.0}).empty());
  CHECK(complaint(row, Stored{"model=1", 2.0 * (1.0 + 1e-12)}).empty());  // another compiler
  CHECK(
      complaint(row, Stored{"model=1", 2.0 * (1.0 + 1e-7)}).find("raise physics_version() of the model dark-photon") !=
      std::string::npos);
  CHECK(complaint(row, Stored{"model=0", 1.0}).find("version raised") != std::string::npos);
  CHECK_FALSE(complaint(row, std::nullopt).empty());
}

TEST_CASE("values are stored of what analyses say about every model", "[golden][registry]") {
  for (auto const& name : model_names()) {
    CAPTURE(name);
    CHECK(std::any_of(points.begin(), points.end(), [&](Points const& of) { return of.model == name; }));
  }
}

TEST_CASE("stored values have not moved", "[golden]") {
  auto const rows = compute();
  if (std::getenv("PENUMBRA_UPDATE_GOLDEN")) {
    std::ofstream out{file};
    out << "quantity,versions,value\n";
    for (auto const& row : rows) out << fmt::format("{},{},{:.17g}\n", row.quantity, row.versions, row.value);
    WARN("wrote " << rows.size() << " values to tests/data/golden.csv");
    return;
  }
  std::ifstream in{file};
  auto const stored = CsvTable::parse(std::string{std::istreambuf_iterator<char>{in}, {}}, "golden.csv");
  std::map<std::string, Stored> known;
  for (std::size_t i = 0; i < stored.rows(); ++i)
    known[stored.field(i, "quantity")] = {stored.field(i, "versions"),
                                          std::strtod(stored.field(i, "value").c_str(), nullptr)};
  CHECK(known.size() == rows.size());
  for (auto const& row : rows) {
    auto const found = known.find(row.quantity);
    auto const wrong = complaint(row, found == known.end() ? std::nullopt : std::optional{found->second});
    if (!wrong.empty()) FAIL_CHECK(row.quantity << ": " << wrong);
  }
}
