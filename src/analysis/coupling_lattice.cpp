#include "analysis/coupling_lattice.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

constexpr std::size_t neighbours = 6;

/// Lagrange weights of nodes at -2 ... 3 for a place f between 0 and 1.
std::array<double, neighbours> quintic_weights(double f) {
  std::array<double, neighbours> weights;
  for (std::size_t i = 0; i < neighbours; ++i) {
    double const at = static_cast<double>(i) - 2.0;
    double weight = 1.0;
    for (std::size_t j = 0; j < neighbours; ++j) {
      double const other = static_cast<double>(j) - 2.0;
      if (j != i) weight *= (f - other) / (at - other);
    }
    weights[i] = weight;
  }
  return weights;
}

}  // namespace

CouplingLattice::CouplingLattice(Function function, double spacing)
    : function_{std::move(function)}, spacing_{spacing} {
  PENUMBRA_EXPECT(spacing > 0.0);
}

CouplingLattice::Values CouplingLattice::call(Couplings couplings) {
  ++evaluations_;
  return function_(couplings);
}

CouplingLattice::Values const& CouplingLattice::node(std::array<std::int32_t, 2> place, std::size_t couplings) {
  auto const key =
      (static_cast<std::uint64_t>(static_cast<std::uint32_t>(place[0])) << 32U) | static_cast<std::uint32_t>(place[1]);
  if (auto const found = nodes_.find(key); found != nodes_.end()) return found->second;
  std::array const values{std::exp(place[0] * spacing_), std::exp(place[1] * spacing_)};
  return nodes_.emplace(key, call(Couplings{values}.first(couplings))).first->second;
}

CouplingLattice::Values CouplingLattice::operator()(Couplings couplings) {
  bool const positive = std::all_of(couplings.begin(), couplings.end(), [](double c) { return c > 0.0; });
  if (couplings.empty() || couplings.size() > 2 || !positive) return call(couplings);
  std::array<std::int32_t, 2> left{};
  std::array<std::array<double, neighbours>, 2> weights{{{1.0}, {1.0}}};
  for (std::size_t axis = 0; axis < couplings.size(); ++axis) {
    double const place = std::log(couplings[axis]) / spacing_;
    left[axis] = static_cast<std::int32_t>(std::floor(place)) - 2;
    weights[axis] = quintic_weights(place - std::floor(place));
  }
  std::size_t const second = couplings.size() == 2 ? neighbours : 1;
  Values sum{};
  for (std::size_t i = 0; i < neighbours; ++i)
    for (std::size_t j = 0; j < second; ++j) {
      auto const& values =
          node({left[0] + static_cast<std::int32_t>(i), left[1] + static_cast<std::int32_t>(j)}, couplings.size());
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weights[0][i] * weights[1][j] * values[k];
    }
  return sum;
}

}  // namespace penumbra
