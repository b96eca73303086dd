#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"

namespace penumbra {

/// Couplings that a curve excludes at one mass, from `lower` to `upper` (infinite for an upper limit).
struct ExcludedInterval {
  double lower;
  double upper;
  /// The upper edge is the frame of the drawing, not physics.
  bool open_top = false;
};

/// The geometry of a published curve: which couplings it excludes at a mass. Between its rows it is straight in
/// (ln mass, ln coupling); outside its mass range and in gaps it says nothing.
class LimitCurve {
 public:
  enum class Shape {
    upper,     ///< excluded at and above the curve; rows of equal mass are a step, where the smallest coupling counts
    interval,  ///< excluded from `lower` to `upper`; at rows of equal mass, all that any of them excludes
    closed,    ///< polygon, the inside is excluded; at a step, what is excluded on its right (left at the largest mass)
    surface    ///< a grid of ratios r, upper limit over expected signal: excluded where r <= 1
  };

  /// Reads the columns of a table; every fault of the rows is recorded: a mass or a coupling that is not positive,
  /// masses that decrease, lower above upper, half a gap, a polygon of fewer than three vertices, with `inf`, or that
  /// crosses itself; a surface that is no grid, every mass with the same ascending couplings. `coupling` is the title
  /// of the coupling column of the shapes upper, closed and surface.
  static LimitCurve read(TextTable const& table, Shape shape, bool open_top, std::string const& coupling,
                         Problems& problems);

  /// The excluded intervals at a mass, in ascending order; none where the curve says nothing.
  std::vector<ExcludedInterval> at(double mass_GeV) const;

  /// Of a surface: the couplings of its grid, and the ratios there at a mass, straight in (ln mass, ln r) between the
  /// rows; none outside of its masses.
  std::vector<double> grid_couplings() const;
  std::vector<double> ratios(double mass_GeV) const;

  /// A vertical edge that ends the drawing of an upper limit with an open top: its first or last row where the coupling
  /// is more than five times that of the next row inwards, within 4 % in mass (as tools/import_limits.py has it).
  bool is_wall(double mass_GeV) const;

  /// Everything that decides the intervals.
  void write_key(CanonicalWriter& writer) const;

  Shape shape() const { return shape_; }
  /// Rows without `inf`.
  std::size_t points() const;
  /// Smallest and largest mass of these.
  std::pair<double, double> finite_range_GeV() const;
  std::vector<double> const& masses_GeV() const { return mass_GeV_; }
  std::vector<double> const& lower() const { return lower_; }
  /// Empty unless the shape is `interval`.
  std::vector<double> const& upper() const { return upper_; }

 private:
  std::vector<ExcludedInterval> between_rows(double mass_GeV) const;
  std::vector<ExcludedInterval> inside_polygon(double mass_GeV) const;
  std::vector<ExcludedInterval> below_one(double mass_GeV) const;
  Shape shape_ = Shape::upper;
  bool open_top_ = false;
  std::vector<double> mass_GeV_;
  std::vector<double> lower_;
  std::vector<double> upper_;
  std::vector<double> ratio_;       ///< of a surface
  std::size_t grid_couplings_ = 0;  ///< couplings at each mass of a surface
};

}  // namespace penumbra
