// The error of the shipped quadratures on the signal of every experiment, against ten times the nodes in each direction
// (one direction at a time, the changes added: all at once would take hours).
//
// Compared where the contour is decided: couplings at which the signal lies between a tenth of its upper limit (CLs =
// 0.1) and its peak. Far below, in the tail of a short lifetime, the relative error grows but the experiment says
// nothing.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <iostream>

#include "analysis/decay_search.hpp"
#include "analysis/registry.hpp"
#include "model/registry.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

constexpr double tolerance = 0.005;  // as production/numerics.hpp says

/// Signal at which the most sensitive channel alone reaches CLs = 0.1.
double signal_limit(DecaySearch const& search) {
  double limit = 1e9;
  for (auto const& channel : search.input().channels) {
    double low = 0.0;
    double high = 1e6;
    for (int i = 0; i < 60; ++i) {
      double const middle = 0.5 * (low + high);
      (channel.likelihood.cls(middle) > 0.1 ? low : high) = middle;
    }
    limit = std::min(limit, high);
  }
  return limit;
}

std::vector<double> expected(DecaySearch const& search, Model const& model, double mass,
                             std::vector<double> const& couplings, Numerics const& numerics) {
  FluxStore fluxes{model, {&mass, 1}, numerics};
  auto const response = search.respond(model, {&mass, 1}, fluxes);
  std::vector<Couplings> points;
  for (auto const& coupling : couplings) points.emplace_back(&coupling, 1);
  std::vector<Outcome> outcomes(points.size());
  std::vector<ComponentSignal> components(points.size() * search.component_groups().size());
  response->evaluate(points, outcomes, components);
  std::vector<double> result;
  for (auto const& outcome : outcomes) result.push_back(outcome.expected);
  return result;
}

/// `factor` times the nodes in one direction, for each direction.
std::vector<Numerics> refined_one_by_one(double factor) {
  Numerics const all = Numerics{}.refined(factor);
  std::vector<Numerics> result;
  for (auto const count :
       {&Numerics::momenta_per_decade, &Numerics::parent_energies, &Numerics::parent_azimuths,
        &Numerics::electron_energies, &Numerics::tilt_angles, &Numerics::detector_momenta, &Numerics::detector_angles,
        &Numerics::daughter_angles, &Numerics::daughter_azimuths, &Numerics::share_momenta_per_decade,
        &Numerics::depths, &Numerics::detector_azimuths, &Numerics::lengths_per_decade}) {
    result.emplace_back();
    result.back().*count = all.*count;
  }
  result.emplace_back();
  result.back().angle_step = all.angle_step;
  return result;
}

void check_convergence() {
  auto const model = make_model("dark-photon");
  std::vector<double> couplings;
  for (int i = 0; i <= 160; ++i) couplings.push_back(std::pow(10.0, -9.0 + i / 20.0));
  char const* const asked = std::getenv("PENUMBRA_REFINE");
  double const factor = asked ? std::atof(asked) : 10.0;
  char const* const only = std::getenv("PENUMBRA_ONLY");  // part of a name
  bool const verbose = std::getenv("PENUMBRA_VERBOSE") != nullptr;
  int searches = 0;
  for (auto const& analysis : load_analyses({PENUMBRA_SOURCE_DIR, {}, {}})) {
    auto const* search = dynamic_cast<DecaySearch const*>(analysis.get());
    if (!search || (only && analysis->info().name.find(only) == std::string::npos)) continue;
    ++searches;
    double const limit = signal_limit(*search);
    int compared = 0;
    bool const follows = std::any_of(search->input().channels.begin(), search->input().channels.end(),
                                     [](auto const& channel) { return channel.selection.daughters.has_value(); });
    auto masses = follows ? std::vector<double>{0.003, 0.02, 0.08} : std::vector<double>{0.003, 0.02, 0.08, 0.25, 0.5};
    if (follows && std::holds_alternative<Solid>(search->input().volume)) masses = {0.02, 0.25};  // muons too
    for (double const mass : masses) {
      auto const coarse = expected(*search, *model, mass, couplings, {});
      if (*std::max_element(coarse.begin(), coarse.end()) < 0.1 * limit) continue;
      std::vector<double> fine = coarse;
      for (auto const& numerics : refined_one_by_one(factor)) {
        auto const changed = expected(*search, *model, mass, couplings, numerics);
        for (std::size_t i = 0; i < fine.size(); ++i) fine[i] += changed[i] - coarse[i];
      }
      double worst = 0.0;
      double where = 0.0;
      for (std::size_t i = 0; i < couplings.size(); ++i) {
        if (fine[i] < 0.1 * limit) continue;
        ++compared;
        double const error = coarse[i] / fine[i] - 1.0;
        if (std::abs(error) > std::abs(worst)) {
          worst = error;
          where = couplings[i];
        }
      }
      if (verbose)
        std::cout << analysis->info().name << ' ' << mass << " GeV: worst " << worst << " at coupling " << where
                  << std::endl;
      CAPTURE(analysis->info().name, mass, where);
      CHECK(std::abs(worst) < tolerance);
    }
    CAPTURE(analysis->info().name);
    CHECK(compared > 0);
  }
  CHECK(searches > 0);
}

}  // namespace

TEST_CASE("ten times the nodes move no signal by half a per cent", "[analysis][numerics]") { check_convergence(); }
