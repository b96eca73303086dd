#pragma once

#include <gsl/gsl_spline.h>

#include <memory>
#include <vector>

#include "core/table_reader.hpp"

namespace penumbra {

/// Track length of electrons and positrons in a thick target, in radiation lengths per primary, cumulative from the
/// primary's energy downwards: C(y) with y = ln(E0 / E). The spectrum dC/dy diverges integrably at y = 0, so integrals
/// over it are done in C. Optionally with the angle that multiple scattering has given the tracks by then.
class TrackLength {
 public:
  /// Columns y, primary_X0, secondary_electron_X0, positron_X0. Throws InputError unless y ascends from 0 and C never
  /// falls. `angles`: columns y, primary_rad2, secondary_rad2, the mean square space angle with the beam, or null.
  explicit TrackLength(TextTable const& table, TextTable const* angles = nullptr);

  double y_max() const { return y_.back(); }
  /// Electrons and positrons together: C(y).
  double cumulative(double y) const;
  /// The y at which C has a value: inverse of `cumulative`.
  double y_at(double cumulative_X0) const;
  /// dC/dy at y > 0.
  double density(double y) const;
  /// The positrons among them have a track length.
  bool has_positrons() const { return positrons_ != nullptr; }
  /// Positrons alone: C(y), smooth in y (Steffen's monotone cubic in ln C against ln y); only with positrons.
  double positron_cumulative(double y) const;
  /// dC/dy of the positrons at y > 0: continuous, since a narrow resonance reads it at one energy.
  double positron_density(double y) const;
  /// Mean square angle between the tracks at this y and the beam, rad^2, weighted by their length; 0 without angles.
  /// Proportional to y below the first entry of the table.
  double mean_square_angle_rad2(double y) const;

 private:
  std::vector<double> y_;
  std::vector<double> c_;
  std::vector<double> ln_y_;
  std::vector<double> ln_c_;
  std::shared_ptr<gsl_spline const> positrons_;  ///< ln C against ln y
  std::vector<double> angle_y_;
  std::vector<double> angle_ln_rad2_;
};

}  // namespace penumbra
