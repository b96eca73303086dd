// The error of the shipped quadratures on the signal of every experiment, against several times the nodes in each
// direction (one direction at a time, the changes added: all at once would take hours). PENUMBRA_REFINE=10 asks for ten
// times as many everywhere, in half an hour; the shipped numbers of nodes were chosen with it.
//
// Compared where the contour is decided: couplings at which the signal lies between a tenth of its upper limit (CLs =
// 0.1) and its peak. Far below, in the tail of a short lifetime, the relative error grows but the experiment says
// nothing.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>

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

/// All couplings of a model at the value of one of them.
using PointAt = std::function<std::vector<double>(double)>;

std::vector<double> expected(DecaySearch const& search, Model const& model, std::vector<double> const& masses,
                             PointAt const& point_at, std::vector<double> const& couplings, Numerics const& numerics) {
  FluxStore fluxes{model, masses, numerics};
  fluxes.leave_out(absent_among(point_at(couplings.front())));
  auto const response = search.respond(model, masses, fluxes);
  std::vector<std::vector<double>> at;
  for (double const coupling : couplings) at.push_back(point_at(coupling));
  std::vector<Couplings> const points{at.begin(), at.end()};
  std::vector<Outcome> outcomes(points.size());
  std::vector<ComponentSignal> components(points.size() * search.component_groups().size());
  response->evaluate(points, outcomes, components);
  std::vector<double> result;
  for (auto const& outcome : outcomes) result.push_back(outcome.expected);
  return result;
}

using Counts = std::vector<int Numerics::*>;

/// `factor` times the nodes in one direction, for each of these, and for the angle step.
std::vector<Numerics> refined_one_by_one(double factor, Counts const& counts) {
  Numerics const all = Numerics{}.refined(factor);
  std::vector<Numerics> result;
  for (auto const count : counts) {
    result.emplace_back();
    result.back().*count = all.*count;
  }
  result.emplace_back();
  result.back().angle_step = all.angle_step;
  return result;
}

/// Two muons are followed too.
std::vector<double> mediators_of(DecaySearch const& search) {
  bool const follows = std::any_of(search.input().channels.begin(), search.input().channels.end(),
                                   [](auto const& channel) { return channel.selection.daughters.has_value(); });
  if (follows && std::holds_alternative<Solid>(search.input().volume)) return {0.02, 0.25};
  if (follows) return {0.003, 0.02, 0.08};
  return {0.003, 0.02, 0.08, 0.25, 0.5};
}

/// Does the search count a decay of the model at these masses?
bool counts_decays_of(Model const& model, Masses masses, DecaySearch const& search) {
  auto const decays = model.decays(masses);
  auto const& channels = search.input().channels;
  return std::any_of(channels.begin(), channels.end(), [&](DecayChannel const& channel) {
    auto const& wanted = channel.final_states;
    return std::any_of(wanted.begin(), wanted.end(), [&](std::string const& name) {
      return std::any_of(decays.begin(), decays.end(), [&](DecayMode const& mode) {
        return mode.final_state == name || (mode.visible && (name == "visible" || name == "charged"));
      });
    });
  });
}

/// `at(search)`: the masses to look at.
void check_convergence(Model const& model, PointAt const& point_at, double largest, double usual_factor,
                       Counts const& counts,
                       std::function<std::vector<std::vector<double>>(DecaySearch const&)> const& at) {
  std::vector<double> couplings;
  for (int i = 0; std::pow(10.0, -9.0 + i / 20.0) <= largest; ++i) couplings.push_back(std::pow(10.0, -9.0 + i / 20.0));
  char const* const asked = std::getenv("PENUMBRA_REFINE");
  double const factor = asked ? std::atof(asked) : usual_factor;
  char const* const only = std::getenv("PENUMBRA_ONLY");  // part of a name
  bool const verbose = std::getenv("PENUMBRA_VERBOSE") != nullptr;
  int searches = 0;
  for (auto const& analysis : load_analyses({PENUMBRA_SOURCE_DIR, {}, {}})) {
    auto const* search = dynamic_cast<DecaySearch const*>(analysis.get());
    if (!search || (only && analysis->info().name.find(only) == std::string::npos)) continue;
    if (!analysis->applies_to(model).applies || !counts_decays_of(model, typical_masses(model), *search)) continue;
    ++searches;
    double const limit = signal_limit(*search);
    int compared = 0;
    auto const points = at(*search);
    for (auto const& masses : points) {
      auto const coarse = expected(*search, model, masses, point_at, couplings, {});
      if (*std::max_element(coarse.begin(), coarse.end()) < 0.1 * limit) continue;
      std::vector<double> fine = coarse;
      for (auto const& numerics : refined_one_by_one(factor, counts)) {
        auto const changed = expected(*search, model, masses, point_at, couplings, numerics);
        double most = 0.0;
        for (std::size_t i = 0; i < fine.size(); ++i) {
          fine[i] += changed[i] - coarse[i];
          if (coarse[i] > 0.1 * limit) most = std::max(most, std::abs(changed[i] / coarse[i] - 1.0));
        }
        if (verbose) std::cout << "  " << most;
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
        std::cout << analysis->info().name << ' ' << masses.front() << " GeV: worst " << worst << " at coupling "
                  << where << std::endl;
      CAPTURE(analysis->info().name, masses, where);
      CHECK(std::abs(worst) < tolerance);
    }
    CAPTURE(analysis->info().name);
    CHECK((points.empty() || compared > 0));
  }
  CHECK(searches > 0);
}

std::vector<double> alone(double coupling) { return {coupling}; }

/// The masses of those searches that have some.
std::function<std::vector<std::vector<double>>(DecaySearch const&)> at_masses(
    std::map<std::string, std::vector<double>> masses) {
  return [masses = std::move(masses)](DecaySearch const& search) {
    std::vector<std::vector<double>> points;
    if (auto const found = masses.find(search.info().name); found != masses.end())
      for (double const mass : found->second) points.push_back({mass});
    return points;
  };
}

/// What matters where parents decay in flight, and where a part of what they make is unseen.
Counts const counts_of_decaying_parents{&Numerics::momenta_per_decade,
                                        &Numerics::parent_energies,
                                        &Numerics::parent_azimuths,
                                        &Numerics::decay_energies,
                                        &Numerics::decay_places,
                                        &Numerics::detector_momenta,
                                        &Numerics::detector_angles,
                                        &Numerics::detector_azimuths,
                                        &Numerics::pair_angles,
                                        &Numerics::daughter_azimuths,
                                        &Numerics::depths,
                                        &Numerics::share_momenta_per_decade};

}  // namespace

// Four times the nodes.
TEST_CASE("more nodes move no signal by half a per cent", "[analysis][numerics]") {
  Counts const counts{&Numerics::momenta_per_decade,
                      &Numerics::parent_energies,
                      &Numerics::parent_azimuths,
                      &Numerics::electron_energies,
                      &Numerics::tilt_angles,
                      &Numerics::detector_momenta,
                      &Numerics::detector_angles,
                      &Numerics::daughter_angles,
                      &Numerics::daughter_azimuths,
                      &Numerics::depths,
                      &Numerics::share_momenta_per_decade,
                      &Numerics::detector_azimuths,
                      &Numerics::lengths_per_decade};
  check_convergence(*make_model("dark-photon"), alone, 0.1, 4.0, counts, [](DecaySearch const& search) {
    std::vector<std::vector<double>> points;
    for (double const mass : mediators_of(search)) points.push_back({mass});
    return points;
  });
}

// Some searches, and the directions that differ from those of the dark photon. Twice the nodes; ten times,
// and searches that follow daughters through a solid, gave the same.
TEST_CASE("more nodes move no signal of a heavier dark state by half a per cent", "[analysis][numerics]") {
  std::map<std::string, double> const lighter{
      {"charm-1985-aprime", 0.08}, {"e137-1988-aprime", 0.03}, {"faser2-3000fb-aprime", 0.1}};
  Counts const counts{&Numerics::momenta_per_decade, &Numerics::parent_energies, &Numerics::parent_azimuths,
                      &Numerics::detector_momenta,   &Numerics::pair_angles,     &Numerics::share_momenta_per_decade};
  // Masses and widths of the Z leave no room above 0.03 (arXiv:1006.0973).
  check_convergence(
      *make_model("vector-dm", {{"dm", "pseudo-dirac"}}),
      [](double epsilon) {
        return std::vector{0.1, epsilon};
      },
      0.03, 2.0, counts,
      [&](DecaySearch const& search) {
        std::vector<std::vector<double>> points;
        if (auto const found = lighter.find(search.info().name); found != lighter.end())
          points.push_back({found->second, 3.0 * found->second, 0.1});
        return points;
      });
}

// Searches that are not those of the dark photon, and one for each way to make ALPs of photons (a shower, a dump, an
// absorber of the LHC). Three times the nodes; ten times gave the same.
TEST_CASE("more nodes move no signal of an axion-like particle by half a per cent", "[analysis][numerics]") {
  Counts const counts{&Numerics::momenta_per_decade, &Numerics::parent_energies,  &Numerics::parent_azimuths,
                      &Numerics::electron_energies,  &Numerics::tilt_angles,      &Numerics::primakoff_transfers,
                      &Numerics::primakoff_azimuths, &Numerics::detector_momenta, &Numerics::detector_angles};
  check_convergence(*make_model("alp-photon"), alone, 0.1, 3.0, counts,
                    at_masses({{"faser-2024-alp", {0.02, 0.05}},
                               {"na64e-2020-alp", {0.01, 0.04}},
                               {"e137-1988-aprime", {0.02}},
                               {"nucal-1990-aprime", {0.01, 0.1}},
                               {"charm-1985-aprime", {0.05}}}));
}

// Kaons in a beam pipe, stopped kaons, B mesons of a dump and of the LHC. Twice the nodes.
TEST_CASE("more nodes move no signal of a dark scalar by half a per cent", "[analysis][numerics]") {
  check_convergence(*make_model("dark-scalar"), alone, 0.1, 2.0, counts_of_decaying_parents,
                    at_masses({{"microboone-2021-scalar-ee", {0.15}},
                               {"microboone-2025-scalar-ee", {0.15}},
                               {"icarus-2024-scalar", {0.25}},
                               {"charm-1985-aprime", {0.25}},
                               {"ship-6e20pot-aprime", {1.5}},
                               {"faser2-3000fb-aprime", {0.5}}}));
}

// Pions and kaons in flight, charm, beauty, W and Z; daughters beside a neutrino that are followed and that are not.
// Twice the nodes. Unitarity leaves no room for mixings above 0.01 (arXiv:1605.08774).
TEST_CASE("more nodes move no signal of a heavy neutral lepton by half a per cent", "[analysis][numerics]") {
  check_convergence(
      *make_model("hnl"),
      [](double mixing) {
        return std::vector{0.0, mixing, 0.0};
      },
      0.01, 2.0, counts_of_decaying_parents,
      at_masses({{"t2k-nd280-2019-hnl", {0.3}},
                 {"charm-1986-hnl", {1.0}},
                 {"dune-nd-lar-1.1e22pot-aprime", {0.3, 1.0}},
                 {"ship-6e20pot-aprime", {1.2}},
                 {"faser2-3000fb-aprime", {2.0}},
                 {"mathusla40-3000fb-aprime", {3.0, 8.0}}}));
}
