#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <unordered_map>

#include "model/model.hpp"

namespace penumbra {

/// Costly smooth functions of one or two positive couplings, three together, interpolated in their logarithms:
/// polynomials of degree five through six neighbours per coupling. The nodes are fixed values of the couplings, exp(k
/// spacing), whatever is asked for, and are computed when they are first needed: a point gets the same bits alone, in
/// any batch, in any order. Where a coupling is zero, and for more than two couplings, the functions themselves.
class CouplingLattice {
 public:
  using Values = std::array<double, 3>;
  using Function = std::function<Values(Couplings)>;

  CouplingLattice(Function function, double spacing);

  Values operator()(Couplings couplings);
  /// Times that the function was called.
  std::size_t evaluations() const { return evaluations_; }

 private:
  Values const& node(std::array<std::int32_t, 2> place, std::size_t couplings);
  Values call(Couplings couplings);

  Function function_;
  double spacing_;
  std::unordered_map<std::uint64_t, Values> nodes_;
  std::size_t evaluations_ = 0;
};

}  // namespace penumbra
