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

/// Maximum of the summed ln L over the shared nuisances. `log_likelihood(row, signals)` re-evaluates an analysis.
double profiled_log_likelihood(
    std::span<ProfiledAnalysis const> analyses, std::size_t group_count,
    std::function<double(std::size_t row, std::span<double const> component_signal)> const& log_likelihood);

}  // namespace penumbra
