#include "beam/track_length.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "core/interpolate.hpp"

namespace penumbra {
namespace {

/// ln C against ln y of the rows above y = 0; null where no positron has any track.
std::shared_ptr<gsl_spline const> spline_of_logarithms(std::vector<double> const& y, std::vector<double> const& c) {
  std::vector<double> ln_y;
  std::vector<double> ln_c;
  for (std::size_t i = 1; i < y.size(); ++i) {
    if (!(c[i] > c[i - 1])) return nullptr;
    ln_y.push_back(std::log(y[i]));
    ln_c.push_back(std::log(c[i]));
  }
  std::shared_ptr<gsl_spline> spline{gsl_spline_alloc(gsl_interp_steffen, ln_y.size()), &gsl_spline_free};
  gsl_spline_init(spline.get(), ln_y.data(), ln_c.data(), ln_y.size());
  return spline;
}

}  // namespace

TrackLength::TrackLength(TextTable const& table, TextTable const* angles) : y_{table.finite_column("y")} {
  auto const& primary = table.finite_column("primary_X0");
  auto const& secondary = table.finite_column("secondary_electron_X0");
  auto const& positron = table.finite_column("positron_X0");
  for (std::size_t i = 0; i < y_.size(); ++i) {
    if (primary[i] < 0.0 || secondary[i] < 0.0 || positron[i] < 0.0)
      throw InputError(fmt::format("{}: a track length is negative", table.where_row(i)));
    c_.push_back(primary[i] + secondary[i] + positron[i]);
    bool const ascends = i == 0 ? y_[0] == 0.0 && c_[0] == 0.0 : y_[i] > y_[i - 1] && c_[i] > c_[i - 1];
    if (!ascends) throw InputError(fmt::format("{}: y and the track length must rise from 0", table.where_row(i)));
    if (i > 0) {
      ln_y_.push_back(std::log(y_[i]));
      ln_c_.push_back(std::log(c_[i]));
    }
  }
  if (y_.size() < 4) throw InputError(table.name() + ":1:1: needs at least four rows");
  positrons_ = spline_of_logarithms(y_, positron);
  if (!angles) return;
  angle_y_ = angles->finite_column("y");
  auto const& primary_rad2 = angles->finite_column("primary_rad2");
  auto const& secondary_rad2 = angles->finite_column("secondary_rad2");
  if (angle_y_.size() < 2) throw InputError(angles->name() + ":1:1: needs at least two rows");
  for (std::size_t i = 0; i < angle_y_.size(); ++i) {
    // Shares of the track length in a bin of +-0.05 about this y.
    auto const in_bin = [&](std::vector<double> const& c) {
      return interpolate(y_, c, angle_y_[i] + 0.05) - interpolate(y_, c, angle_y_[i] - 0.05);
    };
    double const first = in_bin(primary);
    double const later = in_bin(secondary) + in_bin(positron);
    double const mean = (first * primary_rad2[i] + later * secondary_rad2[i]) / (first + later);
    if (!(mean > 0.0) || !std::isfinite(mean) || (i > 0 && angle_y_[i] <= angle_y_[i - 1]))
      throw InputError(fmt::format("{}: y must rise and angles must be positive", angles->where_row(i)));
    angle_ln_rad2_.push_back(std::log(mean));
  }
}

double TrackLength::mean_square_angle_rad2(double y) const {
  if (angle_y_.empty()) return 0.0;
  if (y < angle_y_.front()) return std::exp(angle_ln_rad2_.front()) * y / angle_y_.front();
  return std::exp(interpolate(angle_y_, angle_ln_rad2_, y));
}

// C is smooth in ln y over many decades, so it is interpolated in ln C against ln y; below the first node (y about
// 1e-6, where C ~ 1 / ln(1/y)) it is continued along the first segment.
double TrackLength::cumulative(double y) const {
  if (y <= 0.0) return 0.0;
  double const ln_y = std::log(y);
  if (ln_y < ln_y_.front()) {
    double const slope = (ln_c_[1] - ln_c_[0]) / (ln_y_[1] - ln_y_[0]);
    return std::exp(ln_c_[0] + slope * (ln_y - ln_y_[0]));
  }
  return std::exp(interpolate(ln_y_, ln_c_, ln_y));
}

double TrackLength::y_at(double cumulative_X0) const {
  PENUMBRA_EXPECT(cumulative_X0 > 0.0);
  double const ln_c = std::log(cumulative_X0);
  if (ln_c < ln_c_.front()) {
    double const slope = (ln_y_[1] - ln_y_[0]) / (ln_c_[1] - ln_c_[0]);
    return std::exp(ln_y_[0] + slope * (ln_c - ln_c_[0]));
  }
  return std::exp(interpolate(ln_c_, ln_y_, ln_c));
}

double TrackLength::density(double y) const {
  auto const [i, f] = place_in(ln_y_, std::log(y));
  return (ln_c_[i + 1] - ln_c_[i]) / (ln_y_[i + 1] - ln_y_[i]) * cumulative(y) / y;
}

// Below the first node the spline is continued as y^2 C(y) of the primary does nearly: along its slope there.
double TrackLength::positron_cumulative(double y) const {
  PENUMBRA_EXPECT(has_positrons());
  if (y <= 0.0) return 0.0;
  double const first = ln_y_.front();
  double const ln_y = std::log(y);
  if (ln_y >= first) return std::exp(gsl_spline_eval(positrons_.get(), std::min(ln_y, ln_y_.back()), nullptr));
  double const slope = gsl_spline_eval_deriv(positrons_.get(), first, nullptr);
  return std::exp(gsl_spline_eval(positrons_.get(), first, nullptr) + slope * (ln_y - first));
}

double TrackLength::positron_density(double y) const {
  PENUMBRA_EXPECT(has_positrons() && y > 0.0);
  double const place = std::clamp(std::log(y), ln_y_.front(), ln_y_.back());
  return gsl_spline_eval_deriv(positrons_.get(), place, nullptr) * positron_cumulative(y) / y;
}

}  // namespace penumbra
