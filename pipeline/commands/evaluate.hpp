#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/overlap.hpp"
#include "pipeline/parameters.hpp"

namespace penumbra {

/// What one analysis says about one point.
struct Evaluated {
  Analysis const* analysis = nullptr;
  Outcome outcome;
  std::vector<ComponentSignal> components;
  std::vector<Contribution> contributions;
  std::string why_silent;  ///< see Response
};

struct Skipped {
  std::string name;
  std::string why;
};

/// All analyses of one status at one point.
struct CombinedAtPoint {
  double nominal = 0.0;              ///< summed ln L
  double profiled = 0.0;             ///< its maximum over the shared nuisances
  std::vector<std::string> members;  ///< what was summed
  bool excluded_90 = false;          ///< by the bound CLs <= L(s+b)/L(b)
  bool excluded_95 = false;
  bool union_90 = false;  ///< some member excludes by itself: no statement of a confidence level
  bool union_95 = false;
};

struct PointResult {
  std::vector<Evaluated> analyses;
  std::vector<Skipped> skipped;
  std::map<Status, CombinedAtPoint> combined;  ///< observed and projected
};

/// Evaluates every analysis that applies; those that cannot speak about this very point are skipped with the reason. Of
/// overlapping analyses the one that is most sensitive at this very point is combined (a map chooses once for all of
/// its points). Throws InternalError naming the analysis when a result is not finite.
PointResult evaluate(Point const& point, std::vector<Analysis const*> const& analyses,
                     std::vector<Overlap> const& overlaps);

}  // namespace penumbra
