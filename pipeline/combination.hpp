#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "pipeline/run.hpp"
#include "pipeline/selection.hpp"

namespace penumbra {

/// Which analyses enter the combination of a status: one of each data set, and of each group in which data sets share
/// events. `sensitivity` says for each how much it would exclude if the data were the background; observations play no
/// part in the choice.
std::vector<std::size_t> members_of_combination(std::span<Analysis const* const> analyses, Status status,
                                                std::span<std::uint64_t const> sensitivity, Prefer prefer);

/// Maximum of the summed ln L over the shared nuisances. `log_likelihood(row, signals)` re-evaluates a member.
double profiled_log_likelihood(
    std::span<ProfileMember const> members,
    std::function<double(std::size_t row, std::span<double const> component_signal)> const& log_likelihood);

}  // namespace penumbra
