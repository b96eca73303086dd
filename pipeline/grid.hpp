#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "model/model.hpp"

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

/// The product of all axes in the model's order of parameters: mass axes first, couplings last, the last axis fastest.
/// A column is one mass point with all its couplings.
class Grid {
 public:
  /// `values` holds the values of each parameter in the model's order; a parameter that is not in `is_axis` has one.
  Grid(Model const& model, std::map<std::string, std::string> options, std::vector<std::vector<double>> values,
       std::vector<bool> is_axis);

  std::vector<Axis> const& axes() const { return axes_; }
  /// Parameters that are the same everywhere.
  std::map<std::string, double> const& fixed() const { return fixed_; }
  std::map<std::string, std::string> const& options() const { return options_; }

  std::size_t columns() const { return columns_; }
  std::size_t points_per_column() const { return couplings_.size(); }
  std::size_t points() const { return columns_ * couplings_.size(); }

  /// Every mass parameter of a column (fixed ones too), in the model's order.
  std::vector<double> masses(std::size_t column) const;
  /// Every coupling point of a column (the same for all columns), each in the model's order.
  std::vector<std::vector<double>> const& couplings() const { return couplings_; }

  /// Digest of the axes (bits), the model, the fixed parameters and the options.
  Digest key() const { return key_; }

 private:
  std::vector<Axis> axes_;
  std::map<std::string, double> fixed_;
  std::map<std::string, std::string> options_;
  std::vector<std::vector<double>> mass_values_;
  std::vector<std::vector<double>> couplings_;
  std::size_t columns_ = 1;
  Digest key_;
};

}  // namespace penumbra
