#include "detection/pair_shares.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/contracts.hpp"
#include "core/interpolate.hpp"
#include "core/wide_loops.hpp"
#include "production/meson_decay.hpp"

namespace penumbra {
namespace {

/// Rapidity of a pair from which on enough of its daughters can be above the threshold.
double slowest_rapidity(double mass_GeV, DaughterMasses const& daughters_GeV, DaughterThreshold const& threshold) {
  double const E = threshold.energy_min_GeV;
  double const p = two_body_momentum_GeV(mass_GeV, daughters_GeV[0], daughters_GeV[1]);
  // Emitted ahead: E* cosh(y) + p* sinh(y).
  auto const needed = [&](double daughter_GeV) {
    double const own = std::hypot(p, daughter_GeV);
    return E > own ? std::log((E + std::sqrt((E - daughter_GeV) * (E + daughter_GeV))) / (own + p)) : 0.0;
  };
  double const first = needed(daughters_GeV[0]);
  double const second = needed(daughters_GeV[1]);
  if (threshold.at_least == 1) return std::min(first, second);
  return std::max({first, second, std::acosh(std::max(1.0, 2.0 * E / mass_GeV))});
}

/// Adds weight * one.
PENUMBRA_WIDE_LOOPS void add_weighted(double const* one, std::size_t cells, double weight, double* __restrict sum) {
  for (std::size_t cell = 0; cell < cells; ++cell) sum[cell] += weight * one[cell];
}

/// Adds factor times the cubic through four rows of cells, at least 0 and at most `most`.
PENUMBRA_WIDE_LOOPS void add_cubic(double const* rows, std::size_t cells, std::array<double, 4> const& weights,
                                   double most, double factor, double* __restrict out) {
  auto const [w0, w1, w2, w3] = weights;
  double const* const second = rows + cells;
  double const* const third = second + cells;
  double const* const fourth = third + cells;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    double const value = w0 * rows[cell] + w1 * second[cell] + w2 * third[cell] + w3 * fourth[cell];
    double const positive = value > 0.0 ? value : 0.0;
    out[cell] += factor * (positive < most ? positive : most);
  }
}

}  // namespace

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

auto PairShares::with_mass(PairRange range, DaughterMasses const& daughters_GeV, DaughterThreshold const& threshold,
                           double momenta_per_decade) -> Pairs const& {
  auto const known = std::find_if(by_mass_.begin(), by_mass_.end(), [&](Pairs const& pairs) {
    return pairs.momenta.mass_GeV == range.mass_GeV && pairs.daughters_GeV == daughters_GeV;
  });
  if (known != by_mass_.end()) return *known;
  double const k_GeV = range.mass_GeV * std::sinh(slowest_rapidity(range.mass_GeV, daughters_GeV, threshold));
  range.k_min_GeV = std::min(std::max(range.k_min_GeV, k_GeV), 0.5 * range.k_max_GeV);
  auto const& pairs = by_mass_.emplace_back(Pairs{axis(range, momenta_per_decade), daughters_GeV, pairs_.size()});
  for (std::size_t n = 0; n < pairs.momenta.points; ++n)
    pairs_.push_back({range.mass_GeV, daughters_GeV, pairs.momenta.k_GeV(n)});
  return pairs;
}

PairShares::PairShares(std::span<DecayKinematics const> kinds, double k_min_GeV, double k_max_GeV,
                       DaughterThreshold const& threshold, double momenta_per_decade, Numerics const& numerics) {
  // Where a part is unseen, energy thresholds bend the share of the particle: its momenta are closer there.
  constexpr double closer = 2.0;
  struct Member {
    std::size_t kind;
    double mass_GeV;
    std::size_t pairs;
  };
  std::vector<Member> members;
  for (auto const& decay : kinds) {
    PairRange const own{decay.particle_GeV(), k_min_GeV, k_max_GeV};
    auto daughters = decay.daughters_GeV();
    std::sort(daughters.begin(), daughters.end());
    if (decay.all_seen()) {
      auto const& pairs = with_mass(own, daughters, threshold, momenta_per_decade);
      kinds_.push_back({pairs.momenta, pairs.first});
      continue;
    }
    for (auto const& range : decay.pair_ranges(k_min_GeV, k_max_GeV)) {
      auto const& pairs = with_mass(range, daughters, threshold, momenta_per_decade);
      members.push_back({kinds_.size(), range.mass_GeV, static_cast<std::size_t>(&pairs - by_mass_.data())});
    }
    kinds_.push_back({axis(own, closer * momenta_per_decade)});
  }
  for (std::size_t d = 0; d < kinds.size(); ++d) {
    if (kinds[d].all_seen()) continue;
    auto& [momenta, unused, mixture] = kinds_[d];
    mixture.assign(momenta.points * pairs_.size(), 0.0);
    for (std::size_t n = 0; n < momenta.points; ++n)
      for (auto const& pair : kinds[d].pairs(momenta.k_GeV(n), numerics)) {
        auto const member = std::find_if(members.begin(), members.end(), [&](Member const& one) {
          return one.kind == d && one.mass_GeV == pair.mass_GeV;
        });
        if (member == members.end()) continue;
        auto const& of_mass = by_mass_[member->pairs];
        if (std::asinh(pair.k_GeV / pair.mass_GeV) < of_mass.momenta.first) continue;
        auto const [first, weights] = of_mass.momenta.at(pair.k_GeV);
        auto const base = n * pairs_.size() + of_mass.first + first;
        for (std::size_t i = 0; i < weights.size(); ++i) mixture[base + i] += pair.share * weights[i];
      }
  }
}

std::vector<double> PairShares::of_kind(std::size_t kind, std::span<double const> of_pairs, std::size_t cells) const {
  PENUMBRA_EXPECT(of_pairs.size() == pairs_.size() * cells);
  auto const& [momenta, first, mixture] = kinds_[kind];
  if (mixture.empty()) {
    auto const own = of_pairs.subspan(first * cells, momenta.points * cells);
    return {own.begin(), own.end()};
  }
  std::vector<double> result(momenta.points * cells);
  for (std::size_t n = 0; n < momenta.points; ++n)
    for (std::size_t p = 0; p < pairs_.size(); ++p) {
      double const weight = mixture[n * pairs_.size() + p];
      if (weight == 0.0) continue;
      add_weighted(&of_pairs[p * cells], cells, weight, &result[n * cells]);
    }
  return result;
}

PairShares::Reading::Reading(PairShares const& shares, std::size_t kind, std::vector<double> const& k_GeV) {
  for (double const k : k_GeV) between_.push_back(shares.kinds_[kind].momenta.at(k));
}

void PairShares::Reading::add(std::size_t j, std::span<double const> shares, double most, double factor,
                              std::span<double> out) const {
  add_cubic(&shares[between_[j].first * out.size()], out.size(), between_[j].weights, most, factor, out.data());
}

}  // namespace penumbra
