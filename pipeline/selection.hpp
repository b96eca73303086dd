#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/overlap.hpp"
#include "core/errors.hpp"

namespace penumbra {

/// One entry of `include` or `exclude`, with its place in the card.
struct Selector {
  std::string pattern;  ///< shell pattern on the name, or kind:PATTERN, status:PATTERN, data_set:PATTERN
  std::string where;
};

/// Which analyses a run takes.
struct Selection {
  std::vector<Selector> include{{"*", ""}};
  std::vector<Selector> exclude;
  Preference prefer = Preference::simulated;
};

/// Does the pattern name this analysis?
bool matches(std::string const& pattern, AnalysisInfo const& info);

/// Analyses that are included and not excluded, in the order given. An `include` entry that matches nothing is an
/// InputError (a misspelt name must not silently shrink a result); an `exclude` entry that matches nothing is returned
/// in `idle` for a warning.
std::vector<Analysis const*> select(std::vector<std::unique_ptr<Analysis const>> const& analyses,
                                    Selection const& selection, std::vector<Selector>& idle);

}  // namespace penumbra
