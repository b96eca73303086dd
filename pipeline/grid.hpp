#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "model/model.hpp"
#include "pipeline/expression.hpp"

namespace penumbra {

/// One axis of a scan: the values exactly as they are used, ascending.
struct Axis {
  std::string name;
  ParameterKind kind = ParameterKind::mass;
  std::string unit;
  std::vector<double> values;
};

/// `points` values from `from` to `to` at equal distances. Values between the ends are rounded to 12 digits: the
/// libraries of two machines differ in the last bits, and the bits of the axes decide whether a map can be continued.
std::vector<double> lin_values(double from, double to, int points);
/// The same at equal ratios; `from` > 0.
std::vector<double> log_values(double from, double to, int points);

/// How one parameter of the model gets its values.
struct GridParameter {
  Parameter given;             ///< what has the values: the parameter itself, or the quantity given in its place
  std::vector<double> values;  ///< of `given`: several on an axis, one when fixed, none when all is in the expression
  bool is_axis = false;
  std::optional<Expression> expression;  ///< how the parameter follows from `given` and from other parameters
};

/// What keeps the parameters of a model from being computed, and at which one it shows.
struct GridFault {
  std::size_t parameter = 0;
  std::string message;
};

/// Looks for unknown names, circles, and masses that depend on couplings. One entry per parameter of the model.
std::optional<GridFault> find_fault(Model const& model, std::vector<GridParameter> const& parameters);

/// A stretch of one column: the masses, and each coupling point in the model's order. A coupling point that is empty
/// does not exist: an expression has no value there or leaves the range of its parameter, or thermal() has no solution.
struct GridPoints {
  std::vector<double> masses;
  std::vector<std::vector<double>> couplings;
};

/// The product of all axes in the model's order of parameters: mass axes first, couplings last, the last axis fastest;
/// a quantity given in place of a parameter stands at that parameter's place. A column is one mass point with all its
/// couplings.
class Grid {
 public:
  /// `parameters` (one per parameter of the model, in its order) have no fault; `model` must outlive the grid.
  Grid(Model const& model, std::map<std::string, std::string> options, std::vector<GridParameter> parameters);

  std::vector<Axis> const& axes() const { return axes_; }
  /// What has the same value everywhere.
  std::map<std::string, double> const& fixed() const { return fixed_; }
  /// Parameters that are computed, in the model's order: name and expression.
  std::vector<std::pair<std::string, std::string>> const& computed() const { return computed_; }
  std::map<std::string, std::string> const& options() const { return options_; }
  /// Couplings that are zero everywhere, by their place in the model.
  std::vector<std::size_t> absent_couplings() const;
  /// Some parameter is fixed by the relic density.
  bool needs_thermal() const;

  std::size_t columns() const { return columns_; }
  std::size_t points_per_column() const { return points_per_column_; }
  std::size_t points() const { return columns_ * points_per_column_; }

  /// `count` coupling points of a column from `first` on. May be called concurrently.
  GridPoints points(std::size_t column, std::size_t first, std::size_t count) const;

  /// Digest of the axes (bits), the model, the fixed parameters, the expressions (text) and the options.
  Digest key() const { return key_; }

 private:
  friend class PointComputer;
  Model const* model_;
  std::vector<GridParameter> parameters_;
  std::vector<std::size_t> order_;  ///< in which computed parameters are evaluated
  std::vector<Axis> axes_;
  std::map<std::string, double> fixed_;
  std::vector<std::pair<std::string, std::string>> computed_;
  std::map<std::string, std::string> options_;
  std::size_t columns_ = 1;
  std::size_t points_per_column_ = 1;
  Digest key_;
};

}  // namespace penumbra
