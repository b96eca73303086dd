#include "detection/cross_section_table.hpp"

#include <algorithm>
#include <cmath>

#include "core/interpolate.hpp"

namespace penumbra {

CrossSectionTable::CrossSectionTable(double threshold_GeV, double E_max_GeV, int steps,
                                     std::function<double(double)> const& m2_at)
    : threshold_{std::min(threshold_GeV, E_max_GeV)} {
  if (threshold_GeV >= E_max_GeV) return;
  step_ = std::log(E_max_GeV / threshold_) / steps;
  for (int i = 0; i <= steps; ++i) values_.push_back(m2_at(threshold_ * std::exp(step_ * i)));
}

auto CrossSectionTable::place(double E_GeV) const -> std::optional<Place> {
  if (values_.empty() || E_GeV <= threshold_) return std::nullopt;
  double const place = std::log(E_GeV / threshold_) / step_;
  auto const last = values_.size() - 1;
  auto const i = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, last - 2);
  return Place{i - 1, cubic_weights(place - static_cast<double>(i))};
}

double CrossSectionTable::m2(double E_GeV) const {
  auto const at = place(E_GeV);
  if (!at) return 0.0;
  auto const& [i, w] = *at;
  return std::max(0.0, w[0] * values_[i] + w[1] * values_[i + 1] + w[2] * values_[i + 2] + w[3] * values_[i + 3]);
}

void CrossSectionTable::spread(double E_GeV, double weight, std::span<double> on_values) const {
  auto const at = place(E_GeV);
  if (!at) return;
  for (std::size_t k = 0; k < 4; ++k) on_values[at->first + k] += weight * at->weights[k];
}

}  // namespace penumbra
