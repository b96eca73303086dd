// Limits on scalars of kaons at rest against what the abstracts of MicroBooNE say.
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/decay_search.hpp"
#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

/// sin theta at the lower edge of the exclusion.
double limit(std::string const& name, double m_GeV, double confidence_level) {
  std::filesystem::path const root = PENUMBRA_SOURCE_DIR;
  Problems problems;
  auto const search =
      load_experiment(root / "experiments" / (name + ".toml"), {root, root / "experiments", {}}, problems);
  INFO(problems.text());
  REQUIRE(problems.empty());
  auto const model = make_model("dark-scalar");
  FluxStore fluxes{*model, {&m_GeV, 1}};
  auto const response = search->respond(*model, {&m_GeV, 1}, fluxes);
  double low = 1e-6;
  double high = 1e-3;
  std::vector<ComponentSignal> components(search->component_groups().size());
  for (int i = 0; i < 40; ++i) {
    double const middle = std::sqrt(low * high);
    Couplings const point{&middle, 1};
    Outcome outcome;
    response->evaluate({&point, 1}, {&outcome, 1}, components);
    (outcome.cls < 1.0 - confidence_level ? high : low) = middle;
  }
  return high;
}

}  // namespace

TEST_CASE("limits of MicroBooNE on scalars of kaons at rest are those of its abstracts", "[analysis][published]") {
  // arXiv:2106.00568: sin theta below 4.6e-4 at 100 MeV and 3.3e-4 at 200 MeV, 95 % (recalled). Tolerance: the
  // efficiency is known to a factor of two, the fourth root of which is 0.08 dex.
  CHECK(std::abs(std::log10(limit("microboone-2021-scalar-ee", 0.1, 0.95) / 4.6e-4)) < 0.1);
  CHECK(std::abs(std::log10(limit("microboone-2021-scalar-ee", 0.2, 0.95) / 3.3e-4)) < 0.1);
  // arXiv:2207.03840: sin^2 theta below 1.09e-9 at 275 MeV, 90 %. Tolerance: background and efficiency were not read,
  // a factor of eight in the signal.
  CHECK(std::abs(std::log10(limit("microboone-2022-scalar-mumu", 0.275, 0.90) / std::sqrt(1.09e-9))) < 0.23);
}
