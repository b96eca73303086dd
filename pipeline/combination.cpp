#include "pipeline/combination.hpp"

#include <algorithm>

#include "statistics/profile.hpp"

namespace penumbra {
namespace {

/// Signals below this many events move ln L by less than that: such an analysis keeps its nominal ln L.
constexpr double negligible_signal = 1e-6;

bool negligible(ProfiledAnalysis const& analysis) {
  double sum = 0.0;
  double factor = 1.0;
  for (std::size_t i = 0; i < analysis.components.size(); ++i) {
    double const largest = std::max(analysis.components[i].nominal, analysis.components[i].high);
    if (!analysis.factors[i])
      sum += largest;
    else if (largest > 1.0)
      factor *= largest;
  }
  return sum * factor < negligible_signal;
}

}  // namespace

std::vector<std::size_t> members_of_combination(std::span<Analysis const* const> analyses, Status status,
                                                std::span<std::uint64_t const> sensitivity,
                                                CombinationRules const& rules) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < analyses.size(); ++i) candidates.push_back({&analyses[i]->info(), sensitivity[i]});
  return choose_for_combination(candidates, rules.preference, rules.overlaps).members(status);
}

double profiled_log_likelihood(std::span<ProfiledAnalysis const> analyses, std::size_t group_count,
                               ReEvaluation const& analysis) {
  double unmoved = 0.0;
  std::size_t components = 0;
  for (auto const& one : analyses) components += one.components.size();
  std::vector<Envelope> envelopes;
  envelopes.reserve(components);  // the members keep spans
  std::vector<ProfileMember> members;
  members.reserve(analyses.size());
  std::vector<double> nominal;
  for (auto const& one : analyses) {
    if (negligible(one)) {
      nominal.clear();
      for (auto const& component : one.components) nominal.push_back(component.nominal);
      unmoved += analysis.log_likelihood(one.row, nominal);
      continue;
    }
    auto const first = envelopes.size();
    for (auto const& component : one.components)
      envelopes.push_back({component.nominal, component.low, component.high});
    members.push_back(
        {std::span{envelopes}.subspan(first), one.groups,
         [&analysis, row = one.row](std::span<double const> values) { return analysis.log_likelihood(row, values); },
         [&analysis, row = one.row](std::span<double const> values, std::span<double> by_component) {
           analysis.slopes(row, values, by_component);
         }});
  }
  return members.empty() ? unmoved : unmoved + profile(members, group_count).log_likelihood;
}

}  // namespace penumbra
