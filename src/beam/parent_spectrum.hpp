#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/table_reader.hpp"

namespace penumbra {

/// Spectrum of one parent hadron: d2N/(d ln p d t^2) per inelastic collision, t = 2 p sin(theta/2), all polar angles
/// that its table covers.
///
/// dt^2 = p^2 dOmega / pi at every angle: t is p theta at small angles and 2 p backward, and a density that is smooth
/// in cos(theta) is smooth in t^2.
/// The table gives a smooth density at nodes; it is interpolated with Steffen's monotone cubic in ln p and t of the
/// logarithm where positive, and refined once, when first looked at, so that a look-up is bilinear and cheap
/// (refinement error below 0.1 % for spectra as steep as p^-5 and exp(-t / 0.15 GeV)). May be used concurrently.
class ParentSpectrum {
 public:
  /// Columns p_GeV, t_GeV, density (GeV^-2) on a rectangular grid, p outer; the header says `t: 2 p sin(theta/2)`.
  /// Entries at t > 2 p belong to no angle: they continue the row and only serve the interpolation. Throws InputError
  /// with file:line otherwise.
  explicit ParentSpectrum(TextTable const& table);

  double p_min_GeV() const { return p_min_; }
  double p_max_GeV() const { return p_max_; }
  double t_max_GeV() const { return t_max_; }

  /// Interpolation between two refined momentum rows: find the row once, then many t.
  struct Row {
    double const* lower;
    double const* upper;
    double fraction;
    double cells;  ///< of the refined grid in t
    /// d2N/(d ln p d t^2), GeV^-2; 0 beyond t_max.
    double operator()(double t_GeV) const { return at_place(place(t_GeV)); }
    /// The same at a place of `place` or `to_places`.
    double at_place(double place) const {
      if (!(place < cells)) return 0.0;
      auto const i = static_cast<std::ptrdiff_t>(place);
      double const f = place - static_cast<double>(i);
      double const low = lower[i] + f * (lower[i + 1] - lower[i]);
      double const high = upper[i] + f * (upper[i + 1] - upper[i]);
      return low + fraction * (high - low);
    }
    /// Where t lies on the refined grid: its nodes are closest at small t, so that of three lines the lowest counts.
    static double place(double t_GeV) {
      double const fine = t_GeV * (1.0 / fine_step_GeV);
      double const middle = fine_cells + (t_GeV - fine_end_GeV) * (1.0 / middle_step_GeV);
      double const coarse = coarse_from + (t_GeV - middle_end_GeV) * (1.0 / coarse_step_GeV);
      double const near = fine < middle ? fine : middle;
      return near < coarse ? near : coarse;
    }
    /// Turns many t (GeV) into their places.
    static void to_places(std::span<double> t);
  };
  /// Momentum outside the table gives a row of zeros.
  Row row(double ln_p) const;
  double density(double p_GeV, double t_GeV) const;

  /// The same shape with the density times a positive factor.
  ParentSpectrum scaled(double factor) const;

  /// Yield per inelastic collision in the table, by summing the refined grid.
  double total() const { return fine().total; }

 private:
  // The refined t grid: fine where spectra bend, coarser where they fall steeply, coarse in the tail, up to the end of
  // the table (or to largest_t_GeV).
  static constexpr double fine_step_GeV = 0.0125;
  static constexpr std::size_t fine_cells = 64;
  static constexpr double fine_end_GeV = fine_step_GeV * fine_cells;
  static constexpr double middle_step_GeV = 0.025;
  static constexpr std::size_t middle_cells = 128;
  static constexpr double middle_end_GeV = fine_end_GeV + middle_step_GeV * middle_cells;
  static constexpr std::size_t coarse_from = fine_cells + middle_cells;
  static constexpr double coarse_step_GeV = 0.1;
  static constexpr double largest_t_GeV = 100.0;
  static double t_node(std::size_t i);

  /// The table as it was read.
  struct Table {
    std::vector<double> t_GeV;
    std::vector<double> ln_p;
    double step;                  ///< in ln p
    std::vector<double> density;  ///< p outer
  };
  struct Fine {
    std::once_flag once;
    std::vector<double> values;
    double total = 0.0;
  };
  Fine const& fine() const;
  std::vector<double> refine() const;
  double sum(std::vector<double> const& values) const;

  std::shared_ptr<Table const> table_;
  double factor_ = 1.0;
  std::shared_ptr<Fine> fine_ = std::make_shared<Fine>();  ///< copies share it
  double p_min_, p_max_, t_max_;
  double ln_p_first_, inverse_step_;
  std::size_t rows_;
  std::size_t t_nodes_;
  std::vector<double> zeros_;
};

}  // namespace penumbra
