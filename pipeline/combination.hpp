#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/overlap.hpp"
#include "pipeline/run.hpp"

namespace penumbra {

/// What decides which analyses enter a combination.
struct CombinationRules {
  Preference preference = Preference::simulated;
  std::vector<Overlap> overlaps;
};

/// Which analyses enter the combination of a status: one of each data set, and of each group in which data sets
/// overlap. `sensitivity` says for each how much it would exclude if the data were the background; observations play no
/// part.
std::vector<std::size_t> members_of_combination(std::span<Analysis const* const> analyses, Status status,
                                                std::span<std::uint64_t const> sensitivity,
                                                CombinationRules const& rules);

/// Re-evaluates an analysis: ln L of a row when its components have these values, and the derivative by each.
struct ReEvaluation {
  std::function<double(std::size_t row, std::span<double const> components)> log_likelihood;
  std::function<void(std::size_t row, std::span<double const> components, std::span<double> by_component)> slopes;
};

/// Maximum of the summed ln L over the shared nuisances.
double profiled_log_likelihood(std::span<ProfiledAnalysis const> analyses, std::size_t group_count,
                               ReEvaluation const& analysis);

}  // namespace penumbra
