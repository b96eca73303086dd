#include "detection/energy_response.hpp"

#include <algorithm>

#include "core/integrate.hpp"

namespace penumbra {

double EnergyResponse::in_window(std::size_t window, std::span<double const> folded) const {
  auto const count = first_[window + 1] - first_[window];
  return dot(std::span{strengths_}.subspan(first_[window], count), folded.subspan(first_[window], count));
}

TabulatedResponse::TabulatedResponse(DarkMatter const& dm, double mediator_GeV, std::span<OutcomeWindow const> windows,
                                     double E_max_GeV, Numerics const& numerics)
    : threshold_{E_max_GeV} {
  for (auto const& window : windows) {
    for (auto const& [target, per_m3] : window.targets) {
      auto const& table =
          tables_.emplace_back(cross_section(dm, mediator_GeV, target, window.outcomes, E_max_GeV, numerics));
      threshold_ = std::min(threshold_, table.threshold_GeV());
      for (double const value : table.values_m2()) strengths_.push_back(per_m3 * value);
    }
    first_.push_back(strengths_.size());
  }
}

std::vector<double> TabulatedResponse::fold(std::span<EnergyNode const> spectrum) const {
  std::vector<double> sums(functions(), 0.0);
  std::size_t first = 0;
  for (auto const& table : tables_) {
    auto const values = std::span{sums}.subspan(first, table.values_m2().size());
    for (auto const& node : spectrum) table.spread(node.E_GeV, node.weight, values);
    first += values.size();
  }
  return sums;
}

}  // namespace penumbra
