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
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

constexpr int couplings_per_column = 200;
// One mass and coupling of the dark photon in FORESEE (arXiv:2105.07077, commit 2d6431f); quoted, not measured by this
// program.
constexpr double foresee_ms_per_point = 29.0;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Seconds of the yardstick: ten million exponentials, each needing the one before.
double yardstick_seconds() {
  double const start = cpu_seconds();
  double x = 0.5;
  for (int i = 0; i < 10'000'000; ++i) x = std::exp(-x);
  [[maybe_unused]] double volatile const kept = x;
  return cpu_seconds() - start;
}

/// One mass of the model in front of some analyses: fluxes shared, as in a scan.
void run_column(std::vector<Analysis const*> const& analyses, Model const& model, double mass,
                std::vector<Couplings> const& points) {
  FluxStore fluxes{model, {&mass, 1}};
  std::vector<Outcome> outcomes(points.size());
  for (auto const* analysis : analyses) {
    std::vector<ComponentSignal> components(points.size() * analysis->component_groups().size());
    analysis->respond(model, {&mass, 1}, fluxes)->evaluate(points, outcomes, components);
  }
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
      run_column(analyses, *model, 2e-3 * std::pow(500.0, static_cast<double>(i) / (masses - 1)), points);
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
}
