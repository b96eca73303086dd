#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "statistics/contours.hpp"

namespace penumbra {

/// How a point is judged. The design's "Honest statistics" says what each one means.
enum class ExclusionRule {
  own,         ///< CLs of the analysis by its own construction; a combination falls back to the bound
  bound,       ///< ln L <= ln(1 - CL), from CLs <= L(s+b)/L(b)
  asymptotic,  ///< asymptotic CLs from q and the Asimov q
  united,      ///< any member excludes by itself: no statement of a confidence level
  delta,       ///< -2 (ln L - best of the map) >= the chi-squared quantile of two parameters
  toys         ///< the same against the quantile of pseudo-experiments at each point (see toy_region.hpp)
};

/// Throws UsageError for an unknown name ("own", "bound", "asymptotic", "union", "delta", "toys").
ExclusionRule exclusion_rule(std::string const& name);
std::string to_string(ExclusionRule rule);

/// A quantity that falls below a level where a point is excluded.
struct ExclusionField {
  std::vector<double> values;
  double level = 0.0;
  /// The value where nothing speaks against a point, for ln CLs and ln L. Their distance from it grows as a power of
  /// the couplings, so that its logarithm is what lies on a straight line between points of a map. None: the value
  /// itself.
  std::optional<double> silent = {};
};

/// The same region as a field that is to be interpolated linearly: -ln (silent - value). Distances below 1e-6 of that
/// at the level are all the same: beside a point without any signal the edge lies near the point that is excluded.
ExclusionField for_interpolation(ExclusionField field);

ExclusionField field_by_cls(std::span<double const> cls, double confidence_level);
ExclusionField field_by_bound(std::span<double const> log_likelihood, double confidence_level);
ExclusionField field_by_asymptotic(std::span<double const> log_likelihood, std::span<double const> asimov,
                                   double confidence_level);
/// Against the best of the points that exist (`existing` empty: all do).
ExclusionField field_by_delta(std::span<double const> log_likelihood, double confidence_level,
                              std::vector<bool> const& existing = {});
/// A favoured band: where its `expected` is 1.
ExclusionField field_of_band(std::span<double const> expected);

/// Which two axes are shown, and the index of those that are held at one value; the others are profiled.
struct Plane {
  std::size_t x = 0;
  std::size_t y = 1;
  std::map<std::size_t, std::size_t> held;  ///< axis -> index of its value
};

/// The field on the plane: a point is excluded only if it is excluded for every value of the axes not shown, so the
/// largest value counts. Points that do not exist (`existing` false; empty: all exist) do not count; where no point
/// exists, there is no value: NaN. Result at ix * ny + iy.
std::vector<double> on_plane(std::vector<std::vector<double>> const& axes, Plane const& plane,
                             std::span<double const> field, std::vector<bool> const& existing = {});

/// An axis is drawn and interpolated in the logarithm when its values lie closer to equal ratios than to equal steps.
ContourAxis contour_axis(std::vector<double> const& values);

}  // namespace penumbra
