// Expected events of dark matter against BdNMC (arXiv:1609.01770, commit 6cba825), with its own simplified inputs
// (tests/data/bdnmc/README.md). Agreement is asked within three of its statistical errors and 2 %, after the documented
// differences of its branching ratios.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "analysis/registry.hpp"
#include "analysis/scattering_search.hpp"
#include "core/data_files.hpp"
#include "core/table_reader.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const folder = PENUMBRA_SOURCE_DIR "/tests/data/bdnmc";

std::unique_ptr<ScatteringSearch> load(std::string const& name, std::string const& production, DecayAngles angles) {
  Problems problems;
  auto const analysis = load_experiment(folder / (name + ".toml"), {PENUMBRA_SOURCE_DIR, folder, {}}, problems);
  INFO(problems.text());
  REQUIRE(problems.empty());
  auto input = dynamic_cast<ScatteringSearch const&>(*analysis).input();
  input.setup.productions = {production};
  input.setup.angles = angles;
  return std::make_unique<ScatteringSearch>(std::move(input));
}

double expected(ScatteringSearch const& search, double m_chi, double m_mediator, double alpha_D, double epsilon) {
  auto const model = make_model("vector-dm");
  std::vector<double> const masses{m_chi, m_mediator};
  std::vector<double> const couplings{alpha_D, epsilon};
  char const* const factor = std::getenv("PENUMBRA_REFINE");
  FluxStore fluxes{*model, masses, Numerics{}.refined(factor ? std::atof(factor) : 1.0)};
  Couplings const point{couplings};
  Outcome outcome;
  std::vector<ComponentSignal> components(search.component_groups().size());
  search.respond(*model, masses, fluxes)->evaluate({&point, 1}, {&outcome, 1}, components);
  return outcome.expected;
}

/// `correction`: what our number is multiplied with before it is compared.
void compare(std::string const& set_up, std::string const& production, std::string const& file, double correction,
             double parent_GeV) {
  // Real mediators decay isotropically in BdNMC, virtual ones as their helicity says.
  auto const real = load(set_up, production, DecayAngles::isotropic);
  auto const all_virtual = load(set_up, production, DecayAngles::helicity);
  DataFiles files{folder};
  auto const table = TextTable::parse(files.read(file, "reference"), file);
  for (std::size_t i = 0; i < table.column("expected").size(); ++i) {
    double const m_chi = table.column("m_chi_GeV")[i];
    double const m_mediator = table.column("m_mediator_GeV")[i];
    double const alpha_D = table.column("alpha_D")[i];
    double const ours = correction * expected(m_mediator < parent_GeV ? *real : *all_virtual, m_chi, m_mediator,
                                              alpha_D, table.column("epsilon")[i]);
    double const theirs = table.column("expected")[i];
    double const error = table.column("rel_error")[i];
    if (std::getenv("PENUMBRA_VERBOSE"))
      std::cout << file << ' ' << m_mediator << ' ' << alpha_D << ": " << ours / theirs << " +- " << error << std::endl;
    CAPTURE(file, m_mediator, alpha_D, ours, theirs);
    CHECK(ours == Approx(theirs).epsilon(3.0 * error + 0.02));
  }
}

constexpr double pi0 = 1.0 / 0.98823;              // BdNMC leaves out BR(pi0 -> 2 gamma)
constexpr double eta = 0.3941 / 0.98823 / 0.3936;  // and has an older one of the eta, over that

}  // namespace

TEST_CASE("LSND electrons agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-lsnd-electron", "meson-decay:pi0", "lsnd_electron.pi0.csv", pi0, sm::m_pi0_GeV);
}
TEST_CASE("COHERENT nuclei agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-coherent-csi", "meson-decay:pi0", "coherent_csi.pi0.csv", pi0, sm::m_pi0_GeV);
}
TEST_CASE("MiniBooNE nucleons agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-miniboone", "meson-decay:pi0", "miniboone_nucleon.pi0.csv", pi0, sm::m_pi0_GeV);
  compare("bdnmc-miniboone", "meson-decay:eta", "miniboone_nucleon.eta.csv", eta, sm::m_eta_GeV);
}
TEST_CASE("DUNE electrons agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-dune-electron", "meson-decay:pi0", "dune_electron.pi0.csv", pi0, sm::m_pi0_GeV);
  compare("bdnmc-dune-electron", "meson-decay:eta", "dune_electron.eta.csv", eta, sm::m_eta_GeV);
}

TEST_CASE("COHERENT nuclei agree with the independent calculation", "[reference][independent]") {
  // Deterministic, with its own node doubling of 0.4 % at worst; its detector is a point, ours 10 cm wide; 2 % is what
  // it asks for. Its pi0 chain is isotropic in every step.
  auto const search = load("yields-coherent-csi", "meson-decay:pi0", DecayAngles::isotropic);
  DataFiles files{folder};
  auto const table = TextTable::parse(files.read("yields_coherent_csi.csv", "reference"), "yields_coherent_csi.csv");
  for (std::size_t i = 0; i < table.column("events").size(); ++i) {
    double const m = table.column("m_A_GeV")[i];
    double const ours =
        expected(*search, table.column("m_chi_GeV")[i], m, table.column("alpha_D")[i], table.column("eps")[i]);
    double const theirs = table.column("events")[i];
    if (std::getenv("PENUMBRA_VERBOSE")) std::cout << "yields " << m << ": " << ours / theirs << std::endl;
    CAPTURE(m);
    CHECK(ours == Approx(theirs).epsilon(0.02));
  }
}
