#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "production/numerics.hpp"

namespace penumbra {

/// Mediators per primary collision and unit monomial: dN / (d ln k dOmega), k the momentum, azimuthally symmetric.
///
/// Kept on rows of constant polar angle, theta = theta_0 sinh(i step), each a grid in ln k. Rows are computed when first
/// asked for, and do not depend on who asks: a detector only pays for the angles it sees. Used by one thread at a time.
class Flux {
 public:
  /// Fills `out[j]` with the density at polar angle theta and momentum k[j].
  using RowFunction = std::function<void(double theta_rad, std::span<double const> k_GeV, std::span<double> out)>;

  /// k from k_min to k_max (GeV), theta_0 the angle below which the density hardly changes.
  Flux(double k_min_GeV, double k_max_GeV, double theta_0_rad, Numerics const& numerics, RowFunction row_function);

  std::vector<double> const& k_GeV() const { return k_; }
  double theta_0_rad() const { return theta_0_; }
  /// Density at a polar angle for every momentum of the grid: cubic between rows.
  void at(double theta_rad, std::span<double> out);

  /// Interpolates a row (on the grid) to a momentum between grid points `cell` and `cell + 1`, at a fraction of the cell in
  /// ln k: cubic of the logarithm inside, linear beside zeros and at the ends.
  static double between(std::span<double const> row, std::size_t cell, double fraction);

 private:
  std::vector<double> const& row(std::size_t index);

  std::vector<double> k_;
  double theta_0_;
  double step_;
  RowFunction row_function_;
  std::vector<std::vector<double>> rows_;
};

}  // namespace penumbra
