#include "detection/pair_shares.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/contracts.hpp"
#include "core/interpolate.hpp"

namespace penumbra {

double PairShares::Axis::k_GeV(std::size_t n) const {
  return mass_GeV * std::sinh(first + step * static_cast<double>(n));
}

auto PairShares::Axis::at(double k_GeV) const -> Between {
  double const place = std::max(0.0, (std::asinh(k_GeV / mass_GeV) - first) / step);
  // Four neighbouring points; at the ends the last four.
  auto const n = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, points - 3);
  return {n - 1, cubic_weights(std::min(place - static_cast<double>(n), 2.0))};
}

auto PairShares::axis(PairRange const& range, double points_per_decade) -> Axis {
  double const first = std::asinh(range.k_min_GeV / range.mass_GeV);
  double const span = std::asinh(range.k_max_GeV / range.mass_GeV) - first;
  auto const intervals = static_cast<std::size_t>(std::ceil(span / std::numbers::ln10 * points_per_decade)) + 3;
  return {range.mass_GeV, first, span / static_cast<double>(intervals), intervals + 1};
}

PairShares::PairShares(DecayKinematics const& decay, double k_min_GeV, double k_max_GeV, double energy_min_GeV,
                       Numerics const& numerics)
    : own_{axis({decay.particle_GeV(), k_min_GeV, k_max_GeV},
                (decay.all_seen() ? 1.0 : closer) * numerics.share_momenta_per_decade)} {
  std::vector<Axis> axes;
  std::vector<std::size_t> first_of;
  for (auto const& range : decay.pair_ranges(k_min_GeV, k_max_GeV, energy_min_GeV)) {
    first_of.push_back(pairs_.size());
    axes.push_back(decay.all_seen() ? own_ : axis(range, numerics.share_momenta_per_decade));
    for (std::size_t n = 0; n < axes.back().points; ++n)
      pairs_.push_back({range.mass_GeV, decay.daughters_GeV(), axes.back().k_GeV(n)});
  }
  if (decay.all_seen()) return;
  mixture_.assign(own_.points * pairs_.size(), 0.0);
  for (std::size_t n = 0; n < own_.points; ++n)
    for (auto const& pair : decay.pairs(own_.k_GeV(n), numerics)) {
      auto const of_mass = std::find_if(axes.begin(), axes.end(), [&](auto& a) { return a.mass_GeV == pair.mass_GeV; });
      if (of_mass == axes.end() || std::asinh(pair.k_GeV / pair.mass_GeV) < of_mass->first) continue;
      auto const [first, weights] = of_mass->at(pair.k_GeV);
      auto const base = n * pairs_.size() + first_of[static_cast<std::size_t>(of_mass - axes.begin())] + first;
      for (std::size_t i = 0; i < weights.size(); ++i) mixture_[base + i] += pair.share * weights[i];
    }
}

std::vector<double> PairShares::of_particle(std::span<double const> of_pairs, std::size_t cells) const {
  PENUMBRA_EXPECT(of_pairs.size() == pairs_.size() * cells);
  if (mixture_.empty()) return {of_pairs.begin(), of_pairs.end()};
  std::vector<double> result(own_.points * cells);
  for (std::size_t n = 0; n < own_.points; ++n)
    for (std::size_t p = 0; p < pairs_.size(); ++p) {
      double const weight = mixture_[n * pairs_.size() + p];
      if (weight == 0.0) continue;
      for (std::size_t cell = 0; cell < cells; ++cell) result[n * cells + cell] += weight * of_pairs[p * cells + cell];
    }
  return result;
}

PairShares::Reading::Reading(PairShares const& shares, std::vector<double> const& k_GeV) {
  for (double const k : k_GeV) between_.push_back(shares.own_.at(k));
}

void PairShares::Reading::add(std::size_t j, std::span<double const> shares, double most, double factor,
                              std::span<double> out) const {
  std::size_t const cells = out.size();
  auto const& w = between_[j].weights;
  double const* const near = &shares[between_[j].first * cells];
  for (std::size_t cell = 0; cell < cells; ++cell) {
    double const* const at = near + cell;
    out[cell] +=
        factor * std::clamp(w[0] * at[0] + w[1] * at[cells] + w[2] * at[2 * cells] + w[3] * at[3 * cells], 0.0, most);
  }
}

}  // namespace penumbra
