#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/limit_curve.hpp"
#include "pipeline/commands/curve_slice.hpp"

namespace penumbra {

/// Couplings that an analysis excludes at one mass. An end without an edge lies outside of what was scanned.
struct OurInterval {
  std::optional<double> lower;
  std::optional<double> upper;
  double from = 0.0;  ///< lower edge, or the lowest coupling scanned
  double to = 0.0;
};

/// The couplings of a model at one value of the coupling that is scanned.
using CouplingsAt = std::function<std::vector<double>(double)>;

/// Excluded values of a coupling at one mass and confidence level, by the analysis' own CLs: a fine scan in ln coupling
/// between `from` and `to`, edges refined by root finding.
std::vector<OurInterval> excluded_couplings(Analysis const& analysis, Response const& response, double confidence_level,
                                            double from, double to, CouplingsAt const& couplings_at);

/// How far an exclusion lies from a published curve: abs(log10 g_ours/g_curve) at each mass of the curve, edge by edge;
/// frames and vertical walls of a drawing are no edges.
struct CurveDistance {
  std::optional<double> median_dex;  ///< none when nothing could be compared
  std::optional<double> p90_dex;
  std::optional<double> max_dex;
  double mass_fraction = 0.0;  ///< edges compared over edges that the curve has
  /// The lower and the upper edge apart.
  struct Edge {
    std::string name;
    std::size_t published = 0;  ///< masses at which the curve has this edge
    std::size_t compared = 0;   ///< of these, masses at which we have it too
    std::optional<double> median_dex;
    struct Point {
      double mass_GeV = 0.0;
      double published = 0.0;      ///< coupling, or y
      std::optional<double> ours;  ///< none where we have no such edge
    };
    std::vector<Point> points;  ///< by rising mass
  };
  std::vector<Edge> edges;
};

struct CurveQuestion {
  Analysis const* analysis = nullptr;
  CurveSlice const* slice = nullptr;
  LimitCurve const* curve = nullptr;
  double confidence_level = 0.90;  ///< of the curve
};

CurveDistance distance(CurveQuestion const& question);

}  // namespace penumbra
