#include "pipeline/combination.hpp"

#include <algorithm>
#include <deque>

#include "statistics/profile.hpp"

namespace penumbra {
namespace {

/// Signals below this many events move ln L by less than that: such an analysis keeps its nominal ln L.
constexpr double negligible_signal = 1e-6;

bool negligible(ProfiledAnalysis const& analysis) {
  double sum = 0.0;
  for (auto const& signal : analysis.components) sum += std::max(signal.nominal, signal.high);
  return sum < negligible_signal;
}

}  // namespace

std::vector<std::size_t> members_of_combination(std::span<Analysis const* const> analyses, Status status,
                                                std::span<std::uint64_t const> sensitivity,
                                                CombinationRules const& rules) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < analyses.size(); ++i) candidates.push_back({&analyses[i]->info(), sensitivity[i]});
  return choose_for_combination(candidates, rules.preference, rules.overlaps).members(status);
}

double profiled_log_likelihood(
    std::span<ProfiledAnalysis const> analyses, std::size_t group_count,
    std::function<double(std::size_t row, std::span<double const> component_signal)> const& log_likelihood) {
  double unmoved = 0.0;
  std::deque<std::vector<Envelope>> envelopes;  // a deque: the members keep spans
  std::vector<ProfileMember> members;
  for (auto const& analysis : analyses) {
    std::vector<Envelope> signals;
    for (auto const& signal : analysis.components) signals.push_back({signal.nominal, signal.low, signal.high});
    if (negligible(analysis)) {
      std::vector<double> nominal;
      for (auto const& signal : signals) nominal.push_back(signal.nominal);
      unmoved += log_likelihood(analysis.row, nominal);
      continue;
    }
    envelopes.push_back(std::move(signals));
    members.push_back(
        {envelopes.back(), analysis.groups, [&log_likelihood, row = analysis.row](std::span<double const> signal) {
           return log_likelihood(row, signal);
         }});
  }
  return members.empty() ? unmoved : unmoved + profile(members, group_count).log_likelihood;
}

}  // namespace penumbra
