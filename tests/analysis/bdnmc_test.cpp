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
#include "model/dark_matter/widths.hpp"
#include "model/registry.hpp"
#include "particle/constants.hpp"
#include "particle/proton_form_factor.hpp"
#include "particle/vector_mesons.hpp"
#include "production/flux_store.hpp"
#include "production/proton_bremsstrahlung.hpp"

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
  FluxStore fluxes{*model, masses};
  Couplings const point{couplings};
  Outcome outcome;
  std::vector<ComponentSignal> components(search.component_groups().size());
  search.respond(*model, masses, fluxes)->evaluate({&point, 1}, {&outcome, 1}, components);
  return outcome.expected;
}

/// Where the mediator is narrow and decays to dark matter only, events go as alpha_D epsilon^4.
double expected_narrow(ScatteringSearch const& search, double m_chi, double m_mediator, double alpha_D,
                       double epsilon) {
  constexpr double small_alpha_D = 1e-5;
  constexpr double small_epsilon = 1e-7;
  return expected(search, m_chi, m_mediator, small_alpha_D, small_epsilon) * alpha_D / small_alpha_D *
         std::pow(epsilon / small_epsilon, 4);
}

/// One line of a grid.
struct Row {
  double m_chi, m, alpha_D, epsilon;
  double share;  ///< branching ratio of the meson; for bremsstrahlung, how much of the dark matter there BdNMC follows
  double theirs, error;
};
std::vector<Row> rows_of(std::string const& grid, std::string const& channel, std::string const& share) {
  DataFiles files{folder};
  auto const file = grid + "." + channel + ".csv";
  auto const table = files.table(file, "reference");
  std::vector<Row> rows;
  for (std::size_t i = 0; i < table.column("expected").size(); ++i)
    rows.push_back({table.column("m_chi_GeV")[i], table.column("m_mediator_GeV")[i], table.column("alpha_D")[i],
                    table.column("epsilon")[i], table.column(share)[i], table.column("expected")[i],
                    table.column("rel_error")[i]});
  return rows;
}

void check(std::string const& what, Row const& row, double ours) {
  if (std::getenv("PENUMBRA_VERBOSE"))
    std::cout << what << ' ' << row.m << ' ' << row.alpha_D << ": " << ours / row.theirs << " +- " << row.error
              << std::endl;
  CAPTURE(what, row.m, row.alpha_D, ours, row.theirs);
  CHECK(ours == Approx(row.theirs).epsilon(3.0 * row.error + 0.02));
}

struct Meson {
  std::string name;
  double mass_GeV;
  double two_photons;    ///< branching ratio here
  double their_photons;  ///< and in BdNMC
};
// BdNMC leaves out BR(pi0 -> 2 gamma), and has an older one of the eta, over that of the pi0.
Meson const pi0{"pi0", sm::m_pi0_GeV, sm::br_pi0_two_photons, 1.0};
Meson const eta{"eta", sm::m_eta_GeV, sm::br_eta_two_photons, 0.3941 / 0.98823};

void compare(std::string const& set_up, std::string const& grid, Meson const& meson) {
  auto const isotropic = load(set_up, "meson-decay:" + meson.name, DecayAngles::isotropic);
  auto const helicity = load(set_up, "meson-decay:" + meson.name, DecayAngles::helicity);
  for (auto const& row : rows_of(grid, meson.name, "branching")) {
    double ours = 0.0;
    if (row.m < meson.mass_GeV) {
      // Real mediators: BdNMC counts with the branching ratio of a broad mediator and follows a narrow one, isotropic
      // in every step. So do we here.
      double const left = 1.0 - std::pow(row.m / meson.mass_GeV, 2);
      double const narrow = 2.0 * row.epsilon * row.epsilon * left * left * left * meson.two_photons;
      ours = expected_narrow(*isotropic, row.m_chi, row.m, row.alpha_D, row.epsilon) * row.share / narrow;
    } else {
      ours = expected(*helicity, row.m_chi, row.m, row.alpha_D, row.epsilon) * meson.their_photons / meson.two_photons;
    }
    check(grid + " " + meson.name, row, ours);
  }
}

// Vector mesons. BdNMC gives the mediator the momentum of the meson, as here, but takes the branching ratio of a meson
// of no width, at its mass: near m_V that is not the rate of two resonances. Compared: what a decay does, with their
// number of decays, and that number with its formula.
void compare_vector_meson(std::string const& set_up, std::string const& grid, std::string const& name,
                          VectorMeson const& meson) {
  auto const search = load(set_up, "mixing:" + name, DecayAngles::isotropic);
  for (auto const& row : rows_of(grid, name, "branching")) {
    double const rate = row.epsilon * row.epsilon * mixing_rate_per_parent(meson, row.m);
    check(grid + " " + name, row,
          expected_narrow(*search, row.m_chi, row.m, row.alpha_D, row.epsilon) * row.share / rate);
    DarkMatter dm;
    dm.mass_GeV = dm.heavier_mass_GeV = row.m_chi;
    double const M = meson.mass_GeV;
    double const to_dark = row.alpha_D * dark_width_GeV(dm, M);
    double const width = row.alpha_D * dark_width_GeV(dm, row.m);
    double const propagator = std::pow(M * M - row.m * row.m, 2) + std::pow(row.m * width, 2);
    double const no_width = row.epsilon * row.epsilon * photon_mixing_squared(meson) * std::pow(M, 4) / propagator *
                            to_dark / meson.width_GeV;
    if (std::getenv("PENUMBRA_VERBOSE"))
      std::cout << "  branching ratio / theirs " << no_width / row.share << ", all of ours / theirs "
                << expected(*search, row.m_chi, row.m, row.alpha_D, row.epsilon) / row.theirs << std::endl;
    // Their numbers of the mesons are of another year (leptonic branching ratios): 8 %.
    CHECK(no_width == Approx(row.share).epsilon(0.08));
  }
}

// Bremsstrahlung. BdNMC's density in z and pT is a quarter of the splitting function in z and pT^2 with pT (in GeV) put
// where pT^2 belongs; and of two particles of a pair that both reach the detector it follows one. That density is made
// here, that share is in the table (README.md), and all behind compared.
void compare_bremsstrahlung(std::string const& set_up, std::string const& grid) {
  auto const search = load(set_up, "proton-bremsstrahlung", DecayAngles::isotropic);
  auto const& setup = search->input().setup;
  auto const& channel = search->input().channels.front();
  auto const& region = *setup.beam->proton_bremsstrahlung;
  double const E = setup.beam->energy_GeV;
  double const P = std::sqrt(E * E - sm::m_p_GeV * sm::m_p_GeV);
  Numerics numerics;
  numerics.momenta_per_decade *= 5;
  numerics.angle_step = 0.125;
  numerics.target_angles = 48;
  numerics.narrow_emission_angles = 96;
  numerics.narrow_azimuths = 48;
  auto const aim = aim_at(setup.detector, numerics);
  for (auto const& row : rows_of(grid, "brem", "followed")) {
    double const charge2 = std::norm(proton_dirac_faessler(row.m));
    auto const density = [&](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
      for (std::size_t i = 0; i < theta.size(); ++i)
        for (std::size_t j = 0; j < k.size(); ++j) {
          double const sine = std::sin(std::max(theta[i], 1e-7));
          double const z = std::min(k[j] * std::cos(theta[i]) / P, 1.0);
          double const in_place_of_pT2 = k[j] * sine;
          double const E_V = std::sqrt(row.m * row.m + in_place_of_pT2 + z * z * P * P);
          double const less = sigma_pp_mb(2.0 * sm::m_p_GeV * (E - E_V)) / sigma_pp_mb(2.0 * sm::m_p_GeV * E);
          // dz dpT = k^2 / P dlnk dtheta
          out[i * k.size() + j] = 0.25 * charge2 * less * splitting_per_eps2(z, in_place_of_pT2, row.m) * k[j] * k[j] /
                                  (2.0 * std::numbers::pi * P * sine);
        }
    };
    double const z_min = std::max(region.z_min, 3.0 * row.m / E);
    constexpr double finest_rad = 1e-5;
    Flux flux{z_min * P, (1.0 - z_min) * P, 1.0, finest_rad, numerics, density};
    flux.cut_transverse_momentum(region.pT_max_GeV);
    DarkMatter dm;
    dm.mass_GeV = dm.heavier_mass_GeV = row.m_chi;
    OutcomeWindow const window{channel.targets, channel.window};
    TabulatedResponse const response{dm, row.m, {&window, 1}, E, numerics};
    MediatorDensity const parents{flux, 0.2, numerics};
    auto const aimed = AimedMediators::broad(aim, parents, row.m, {}, numerics);
    auto const scattered = happening(dm, row.m, aimed, response).front();
    double const width = row.alpha_D * dark_width_GeV(dm, row.m) / row.m;
    check(grid + " bremsstrahlung", row,
          row.share * setup.exposure * row.alpha_D * row.alpha_D * std::pow(row.epsilon, 4) * scattered(width));
    if (std::getenv("PENUMBRA_VERBOSE"))
      std::cout << "  all of ours / theirs "
                << expected(*search, row.m_chi, row.m, row.alpha_D, row.epsilon) / row.theirs << std::endl;
  }
}

}  // namespace

TEST_CASE("LSND electrons agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-lsnd-electron", "lsnd_electron", pi0);
}
TEST_CASE("COHERENT nuclei agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-coherent-csi", "coherent_csi", pi0);
}
TEST_CASE("MiniBooNE nucleons agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-miniboone", "miniboone_nucleon", pi0);
  compare("bdnmc-miniboone", "miniboone_nucleon", eta);
  compare_vector_meson("bdnmc-miniboone", "miniboone_nucleon", "rho0", meson::rho0);
  compare_vector_meson("bdnmc-miniboone", "miniboone_nucleon", "omega", meson::omega);
  compare_bremsstrahlung("bdnmc-miniboone", "miniboone_nucleon");
}
TEST_CASE("DUNE electrons agree with BdNMC", "[bdnmc][independent]") {
  compare("bdnmc-dune-electron", "dune_electron", pi0);
  compare("bdnmc-dune-electron", "dune_electron", eta);
  compare_vector_meson("bdnmc-dune-electron", "dune_electron", "rho0", meson::rho0);
  compare_vector_meson("bdnmc-dune-electron", "dune_electron", "omega", meson::omega);
  compare_bremsstrahlung("bdnmc-dune-electron", "dune_electron");
}

TEST_CASE("COHERENT nuclei agree with the independent calculation", "[reference][independent]") {
  // Deterministic, with its own node doubling of 0.4 % at worst; its detector is a point, ours 10 cm wide; 2 % is what
  // it asks for. Its pi0 chain is isotropic in every step.
  auto const search = load("yields-coherent-csi", "meson-decay:pi0", DecayAngles::isotropic);
  DataFiles files{folder};
  auto const table = files.table("yields_coherent_csi.csv", "reference");
  for (std::size_t i = 0; i < table.column("events").size(); ++i) {
    double const m = table.column("m_A_GeV")[i];
    double const ours =
        expected_narrow(*search, table.column("m_chi_GeV")[i], m, table.column("alpha_D")[i], table.column("eps")[i]);
    double const theirs = table.column("events")[i];
    if (std::getenv("PENUMBRA_VERBOSE")) std::cout << "yields " << m << ": " << ours / theirs << std::endl;
    CAPTURE(m);
    CHECK(ours == Approx(theirs).epsilon(0.02));
  }
}
