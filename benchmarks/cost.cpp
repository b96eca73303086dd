// CPU time per (mass, coupling, analysis), spectra included, in columns of 200 couplings: for each experiment alone and
// for everything shipped together. Ratios to a fixed loop timed in the same run make different machines comparable.
//
//   penumbra_benchmarks [masses]       default 5, from 2 MeV to 1 GeV
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

#include "analysis/decay_search.hpp"
#include "analysis/registry.hpp"
#include "analysis/scattering_search.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

constexpr int couplings_per_column = 200;
// One mass and coupling of the dark photon in FORESEE (arXiv:2105.07077, commit 2d6431f); quoted, not measured by this
// program.
constexpr double foresee_ms_per_point = 29.0;
// One point of dark-matter scattering to 1 % in BdNMC (commit 6cba825): from the CPU seconds and errors of its runs in
// tests/data/bdnmc/README.md; quoted too.
constexpr double bdnmc_least_s = 4.0;
constexpr double bdnmc_most_s = 686.0;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Seconds of the yardstick: ten million exponentials, each needing the one before.
double yardstick_seconds() {
  double const start = cpu_seconds();
  double x = 0.5;
  for (int i = 0; i < 10'000'000; ++i) x = std::exp(-x);
  [[maybe_unused]] double volatile const kept = x;
  return cpu_seconds() - start;
}

/// One mass point of the model in front of some analyses: fluxes shared, as in a scan.
void run_column(std::vector<Analysis const*> const& analyses, Model const& model, Masses masses,
                std::vector<Couplings> const& points) {
  FluxStore fluxes{model, masses};
  std::vector<Outcome> outcomes(points.size());
  for (auto const* analysis : analyses) {
    std::vector<ComponentSignal> components(points.size() * analysis->component_groups().size());
    analysis->respond(model, masses, fluxes)->evaluate(points, outcomes, components);
  }
}

/// Dark matter: columns of one (m_chi, m_mediator = 3 m_chi) with all pairs of couplings.
void report_dark_matter(std::vector<std::unique_ptr<Analysis const>> const& loaded, int masses) {
  auto const model = make_model("vector-dm");
  std::vector<std::vector<double>> couplings;
  for (int i = 0; i < couplings_per_column; ++i)
    couplings.push_back({0.5, std::pow(10.0, -6.0 + 4.0 * i / (couplings_per_column - 1))});
  std::vector<Couplings> const points{couplings.begin(), couplings.end()};
  fmt::print("\n{} columns of vector-dm, m_chi from 1 to 300 MeV, m_mediator = 3 m_chi\n", masses);
  for (auto const& analysis : loaded) {
    if (!dynamic_cast<ScatteringSearch const*>(analysis.get())) continue;
    double const start = cpu_seconds();
    for (int i = 0; i < masses; ++i) {
      double const m_chi = 1e-3 * std::pow(300.0, static_cast<double>(i) / (masses - 1));
      run_column({analysis.get()}, *model, std::vector{m_chi, 3.0 * m_chi}, points);
    }
    fmt::print("{:<36}{:>14.2f} ms per column\n", analysis->info().name, 1e3 * (cpu_seconds() - start) / masses);
  }
  fmt::print("BdNMC (arXiv:1609.01770): {:.0f} to {:.0f} s of CPU for 1 % at one point (quoted)\n", bdnmc_least_s,
             bdnmc_most_s);
}

}  // namespace

int main(int argc, char** argv) {
  int const masses = argc > 1 ? std::max(2, std::atoi(argv[1])) : 5;
  auto const model = make_model("dark-photon");
  auto const loaded = load_analyses({PENUMBRA_SOURCE_DIR, {}, {}});
  std::vector<double> couplings;
  for (int i = 0; i < couplings_per_column; ++i)
    couplings.push_back(std::pow(10.0, -9.0 + 8.0 * i / (couplings_per_column - 1)));
  std::vector<Couplings> points;
  for (auto const& coupling : couplings) points.emplace_back(&coupling, 1);

  double const yardstick = yardstick_seconds();
  fmt::print("yardstick: 1e7 dependent exponentials in {:.3f} s\n", yardstick);
  fmt::print("{} masses x {} couplings, CPU time with spectra\n\n", masses, couplings_per_column);
  fmt::print("{:<36}{:>14}{:>16}{:>18}\n", "analyses", "ms per column", "us per point", "points/yardstick");
  auto const report = [&](std::string const& name, std::vector<Analysis const*> const& analyses) {
    double const start = cpu_seconds();
    for (int i = 0; i < masses; ++i)
      run_column(analyses, *model, std::vector{2e-3 * std::pow(500.0, static_cast<double>(i) / (masses - 1))}, points);
    double const per_column = (cpu_seconds() - start) / masses;
    double const per_point = per_column / couplings_per_column / static_cast<double>(analyses.size());
    fmt::print("{:<36}{:>14.2f}{:>16.2f}{:>18.0f}\n", name, 1e3 * per_column, 1e6 * per_point, yardstick / per_point);
  };
  std::vector<Analysis const*> all;
  for (auto const& analysis : loaded) {
    if (!analysis->applies_to(*model).applies) continue;
    all.push_back(analysis.get());
    if (analysis->info().kind == Kind::experiment) report(analysis->info().name, {analysis.get()});
  }
  report(fmt::format("all {} together", all.size()), all);
  fmt::print("\nFORESEE (arXiv:2105.07077): {:.0f} ms per grid point (quoted)\n", foresee_ms_per_point);
  report_dark_matter(loaded, masses);
}
