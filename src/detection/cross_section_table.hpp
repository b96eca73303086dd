#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace penumbra {

/// A cross section of dark matter as a function of its energy: tabulated at equal steps of ln E from the threshold on,
/// cubic between, zero below.
class CrossSectionTable {
 public:
  /// Nothing happens up to `E_max_GeV`.
  explicit CrossSectionTable(double E_max_GeV) : threshold_{E_max_GeV} {}
  /// `m2_at(E_GeV)` in m^2 at `steps` + 1 energies from the threshold to E_max; nothing where E_max is not above it.
  CrossSectionTable(double threshold_GeV, double E_max_GeV, int steps, std::function<double(double)> const& m2_at);

  /// Nothing happens below it; E_max when nothing does at all.
  double threshold_GeV() const { return threshold_; }
  double m2(double E_GeV) const;
  std::span<double const> values_m2() const { return values_; }
  /// Adds `weight` at an energy to what the values are multiplied by: their sum is then weight x m2(E), but for tables
  /// that dip below zero between values next to a threshold.
  void spread(double E_GeV, double weight, std::span<double> on_values) const;

 private:
  struct Place {
    std::size_t first;  ///< of four values
    std::array<double, 4> weights;
  };
  std::optional<Place> place(double E_GeV) const;

  double threshold_;
  double step_ = 0.0;
  std::vector<double> values_;
};

}  // namespace penumbra
