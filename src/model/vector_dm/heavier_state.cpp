#include "model/vector_dm/heavier_state.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>

#include "core/integrate.hpp"
#include "model/vector/vector_mediator.hpp"
#include "model/vector_dm/rates.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr int nodes_per_panel = 10;
constexpr std::size_t groups = 8;

/// Neighbours put together until every group has about the same share, at their mean mass; `rates` becomes shares.
std::vector<PairMass> grouped(std::vector<PairMass> const& rates, double total) {
  std::vector<PairMass> result;
  std::size_t current = groups;
  double before = 0.0;
  for (auto const& [mass_GeV, rate] : rates) {
    double const share = rate / total;
    auto const group = std::min(groups - 1, static_cast<std::size_t>((before + 0.5 * share) * groups));
    before += share;
    if (group != current) result.push_back({0.0, 0.0});
    current = group;
    result.back().mass_GeV += share * mass_GeV;
    result.back().share += share;
  }
  for (auto& [mass_GeV, share] : result) mass_GeV /= share;
  return result;
}

}  // namespace

std::vector<PairDecay> heavier_state_decays(DarkMatter const& dm, double mediator_GeV, Monomial const& coupling) {
  double const difference = dm.heavier_mass_GeV - dm.mass_GeV;
  double const threshold = 2.0 * sm::m_e_GeV;
  if (difference <= threshold || difference >= mediator_GeV) return {};
  std::vector<double> breaks{threshold};
  constexpr double near_threshold = 3.0;  // the phase space of electrons is flat beyond
  if (near_threshold * threshold < difference) breaks.push_back(near_threshold * threshold);
  for (double const at : vector_width_thresholds_GeV())
    if (at > breaks.back() && at < difference) breaks.push_back(at);
  breaks.push_back(difference);
  struct Sum {
    DecayMode mode;
    std::vector<PairMass> rates;
  };
  auto const matter = kinetic_mixing(coupling);
  std::map<std::string, Sum> by_state;
  for (std::size_t panel = 0; panel + 1 < breaks.size(); ++panel) {
    auto const nodes =
        gauss_legendre(nodes_per_panel, breaks[panel] * breaks[panel], breaks[panel + 1] * breaks[panel + 1]);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      double const q2 = nodes.x[i];
      double const q = std::sqrt(q2);
      double const off_shell = mediator_GeV * mediator_GeV - q2;
      double const factor =
          nodes.w[i] * heavier_state_emission_GeV(dm, q2) * q / (std::numbers::pi * off_shell * off_shell);
      for (auto& mode : vector_decays(q, matter)) {
        double const rate = factor * mode.width_GeV;
        auto& sum = by_state[mode.final_state];
        if (sum.rates.empty()) {
          sum.mode = std::move(mode);
          sum.mode.width_GeV = 0.0;
        }
        sum.mode.width_GeV += rate;
        sum.rates.push_back({q, rate});
      }
    }
  }
  std::vector<PairDecay> result;
  for (auto& [name, sum] : by_state)
    if (sum.mode.width_GeV > 0.0) result.push_back({sum.mode, grouped(sum.rates, sum.mode.width_GeV)});
  return result;
}

}  // namespace penumbra
