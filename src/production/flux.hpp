#pragma once

#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "production/numerics.hpp"

namespace penumbra {

/// Mediators per primary collision and unit monomial: dN / (d ln k dOmega), k the momentum, azimuthally symmetric.
///
/// Kept on rows of constant polar angle, 2 tan(theta/2) = theta_0 x with asinh(x sqrt(1 + (x/30)^2)) = i step, each a
/// grid in ln k. Rows are computed when first asked for, some neighbours at a time and from the lowest momentum asked
/// for, and do not depend on who asks: a detector only pays for the angles and momenta it sees. Used by one thread at a
/// time.
class Flux {
 public:
  /// Fills `out[i * k.size() + j]` with the density at polar angle theta[i] and momentum k[j], which must not depend on
  /// the other angles and momenta asked for.
  using RowFunction =
      std::function<void(std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out)>;

  /// k from k_min to k_max (GeV), theta_0 the angle below which the density hardly changes. Grid points crowd towards
  /// k_max: 2 sinh(ln(k_max / k) / 2) = end_scale sinh(v), v uniform, so that cells grow in proportion to ln(k_max /
  /// k), but not beyond two: what flies far off the axis is slow. `end_scale` is 1 where the spectrum falls off before
  /// its end, and small where it does not (bremsstrahlung of electrons).
  Flux(double k_min_GeV, double k_max_GeV, double end_scale, double theta_0_rad, Numerics const& numerics,
       RowFunction row_function);

  std::vector<double> const& k_GeV() const { return k_; }
  double theta_0_rad() const { return theta_0_; }
  /// Nothing is made above this transverse momentum: a sharp edge that the interpolation need not resolve.
  void cut_transverse_momentum(double pT_max_GeV) { pT_max_ = pT_max_GeV; }
  double pT_max_GeV() const { return pT_max_; }
  /// The grid of momenta is so many times closer than a smooth spectrum needs: detectors take that many cells as one.
  void take_cells_together(std::size_t cells) { cells_together_ = cells; }
  std::size_t cells_together() const { return cells_together_; }
  /// Mediators begin this far from the origin, on the line from there; 0: at the origin.
  void begin_at(double distance_m) { begin_ = distance_m; }
  double begin_m() const { return begin_; }
  bool has_edge() const { return pT_max_ < std::numeric_limits<double>::infinity(); }
  /// The angle from which on the edge cuts into the momenta; 0 without one.
  double edge_rad() const { return has_edge() ? pT_max_ / k_max_ : 0.0; }

  /// Momenta and weights (in ln k) at which a detector integrates this flux from k_cut up to k_end: Gauss-Legendre in
  /// every panel of one cell or more, the panels of the two cut short.
  class Reader {
   public:
    Reader(Flux& flux, double k_cut_GeV, int nodes_per_panel,
           double k_end_GeV = std::numeric_limits<double>::infinity(), std::size_t cells_per_panel = 1);
    std::vector<double> const& k_GeV() const { return k_; }
    std::vector<double> const& weights() const { return w_; }
    double begin_m() const { return flux_.begin_m(); }
    /// Density at a polar angle for each of these momenta: cubic between rows (of the logarithm where the density falls
    /// by more than a quarter from row to row) and between momenta.
    void at(double theta_rad, std::span<double> out);
    /// The same continued beyond the edge, so that the reader can put it where it belongs.
    void below_edge_at(double theta_rad, std::span<double> out);

   private:
    /// A row at the momenta of the reader.
    struct FineRow {
      std::vector<double> density;
      std::vector<double> ln;  ///< its logarithm; only where positive
    };
    FineRow const& fine_row(std::size_t index);
    Flux& flux_;
    std::vector<double> k_;
    std::vector<double> w_;
    std::vector<std::pair<std::size_t, double>> places_;  // cell and fraction
    std::size_t first_ = 0;                               // grid point from which on momenta are needed
    std::vector<FineRow> rows_;
  };

 private:
  /// Densities at all grid momenta; only those from `first` on are valid.
  std::vector<double> const& row(std::size_t index, std::size_t first);

  double momentum_at(double place) const;  ///< place in cells from the lowest momentum

  std::vector<double> k_;
  double k_max_;
  double end_scale_;
  double v_first_;  ///< v at the lowest momentum
  double v_step_;
  double theta_0_;
  double step_;
  double pT_max_ = std::numeric_limits<double>::infinity();
  double begin_ = 0.0;
  std::size_t cells_together_ = 1;
  RowFunction row_function_;
  static constexpr std::size_t block_ = 4;  ///< rows computed together: neighbouring angles use the same parents
  struct Block {
    std::size_t valid_from = std::numeric_limits<std::size_t>::max();  ///< grid point
    std::array<std::vector<double>, block_> rows;
  };
  std::vector<Block> blocks_;
};

}  // namespace penumbra
