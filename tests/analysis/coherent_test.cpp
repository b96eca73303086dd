// The COHERENT CsI[Na] release: neutrinos of the Standard Model and the published fit of them.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "analysis/recoil_spectrum_search.hpp"
#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::unique_ptr<Analysis const> load() {
  Problems problems;
  std::filesystem::path const root = PENUMBRA_SOURCE_DIR;
  auto analysis = load_experiment(root / "experiments" / "coherent-csi-2021-dm-nucleus.toml", {root, {}, {}}, problems);
  INFO(problems.text());
  REQUIRE(problems.empty());
  return analysis;
}

RecoilSpectrumSearch const& search() {
  static auto const analysis = load();
  return dynamic_cast<RecoilSpectrumSearch const&>(*analysis);
}

double below_60_PE(std::vector<double> const& events) {
  auto const& binning = search().input().binning;
  double sum = 0.0;
  for (std::size_t i = 0; i < events.size(); ++i)
    if (binning.edges_PE[binning.bins[i].PE + 1] <= 60.0) sum += events[i];
  return sum;
}

}  // namespace

TEST_CASE("COHERENT expects its published number of neutrinos", "[published]") {
  // arXiv:2110.07730: 341 +- 11 (theory) +- 42 (experiment). Ours: Helm form factor, tree level, stopped pions only:
  // the theory error is 3 %.
  CHECK(below_60_PE(search().neutrinos().nominal) == Approx(341.0).epsilon(0.03));
}

TEST_CASE("COHERENT's counts give its published fit of the neutrinos", "[published]") {
  // arXiv:2110.07730: 306 +- 20 events (a fit to the unbinned data, with the same components).
  auto const fit = search().likelihood().fit_background(true);
  // Response nuisances move the shape: the fitted number is that of the nominal response.
  double const nominal = below_60_PE(search().neutrinos().nominal);
  CHECK(fit.neutrino_scale * nominal == Approx(306.0).margin(20.0));
}

TEST_CASE("the bins hold the released counts", "[published]") {
  // 1578 events below 60 PE, 5142 in all; 1295 and 4890 out of coincidence.
  CHECK(below_60_PE(search().input().observed) == 1578);
  auto const& observed = search().input().observed;
  CHECK(std::accumulate(observed.begin(), observed.end(), 0.0) == 5142);
  auto const& control = search().input().steady.control;
  CHECK(std::accumulate(control.begin(), control.end(), 0.0) == 4890);
}

TEST_CASE("recoils are seen as the light yield says", "[property]") {
  auto light = search().input().binning.light;
  // The mean of the fluctuation is the light yield times the electron-equivalent energy, whatever its width.
  light.efficiency = {0.0, 0.0, 0.0, 1.0};
  std::vector<double> edges;
  for (int pe = 0; pe <= 400; ++pe) edges.push_back(pe);
  for (double const T_GeV : {10e-6, 30e-6, 60e-6}) {
    auto const bins = light.per_bin(T_GeV, edges);
    double sum = 0.0;
    double mean = 0.0;
    for (std::size_t i = 0; i < bins.size(); ++i) {
      sum += bins[i];
      mean += bins[i] * (edges[i] + 0.5);
    }
    CHECK(sum == Approx(1.0).epsilon(1e-6));
    // Half a bin of 1 PE at the steep low end is the error of the mean.
    CHECK(mean == Approx(light.electron_equivalent_keV(T_GeV) / light.fluctuation_a_keVee_per_PE).epsilon(0.002));
  }
}

TEST_CASE("the signal of COHERENT scales and excludes", "[property]") {
  auto const model = make_model("vector-dm", {{"dm", "complex-scalar"}});
  std::vector<double> const masses{0.01, 0.03};
  FluxStore fluxes{*model, masses};
  auto const response = search().respond(*model, masses, fluxes);
  std::vector<std::vector<double>> const couplings{{0.5, 1e-5}, {0.5, 1e-4}, {0.5, 3e-4}};
  std::vector<Couplings> const points{couplings.begin(), couplings.end()};
  std::vector<Outcome> outcomes(points.size());
  response->evaluate(points, outcomes, {});
  // epsilon^4 up to the small share of the visible width in the total one.
  CHECK(outcomes[1].expected / outcomes[0].expected == Approx(1e4).epsilon(1e-3));
  CHECK(outcomes[0].cls > 0.9);
  CHECK(outcomes[2].cls < 0.01);
  CHECK(outcomes[2].log_likelihood < outcomes[1].log_likelihood);
}

TEST_CASE("finer nodes and recoil bins move the signal of COHERENT by less than half a per cent",
          "[convergence][numerics]") {
  auto const model = make_model("vector-dm", {{"dm", "complex-scalar"}});
  for (auto const& masses : {std::vector{0.003, 0.009}, std::vector{0.03, 0.09}, std::vector{0.06, 0.18}}) {
    std::vector<double> const couplings{0.5, 1e-4};
    std::vector<Couplings> const points{couplings};
    auto const expected = [&](Numerics const& numerics) {
      FluxStore fluxes{*model, masses, numerics};
      std::vector<Outcome> outcomes(1);
      search().respond(*model, masses, fluxes)->evaluate(points, outcomes, {});
      return outcomes.front().expected;
    };
    INFO("m_chi = " << masses[0]);
    // One direction at a time, the changes added, as in convergence_test.cpp.
    double const coarse = expected({});
    double moved = 0.0;
    for (auto const count : {&Numerics::parent_azimuths, &Numerics::parent_momenta_per_decade, &Numerics::target_angles,
                             &Numerics::emission_angles, &Numerics::product_energies, &Numerics::virtual_masses,
                             &Numerics::recoil_energies, &Numerics::recoil_table}) {
      Numerics numerics;
      numerics.*count *= 10;
      moved += expected(numerics) - coarse;
    }
    CHECK(std::abs(moved) < 0.005 * coarse);
  }
  // The response is averaged in each recoil bin: compared with 20 keV recoils that fall exponentially, integrated
  // finely.
  auto const edges = RecoilSpectrumSearch::recoil_edges_GeV();
  double const slope_GeV = 20e-6;
  std::vector<double> recoils;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    recoils.push_back(std::exp(-edges[i] / slope_GeV) - std::exp(-edges[i + 1] / slope_GeV));
  auto const seen = search().seen(recoils, 0.0).nominal;
  auto const& binning = search().input().binning;
  double fine = 0.0;
  int const steps = 8000;
  double const step = (edges.back() - edges.front()) / steps;
  for (int i = 0; i < steps; ++i) {
    double const T = edges.front() + (i + 0.5) * step;
    for (double const share : binning.light.per_bin(T, binning.edges_PE))
      fine += share * std::exp(-T / slope_GeV) / slope_GeV * step;
  }
  double kept = 0.0;
  for (double const share : binning.pulse.per_bin(0.0, binning.edges_us)) kept += share;
  CHECK(std::accumulate(seen.begin(), seen.end(), 0.0) == Approx(fine * kept).epsilon(0.002));
}
