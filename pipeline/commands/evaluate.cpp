#include "pipeline/commands/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "core/errors.hpp"
#include "pipeline/combination.hpp"
#include "production/flux_store.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

Evaluated evaluate(Analysis const& analysis, Point const& point, FluxStore& fluxes) {
  Evaluated result{&analysis, {}, std::vector<ComponentSignal>(analysis.component_groups().size()), {}, {}};
  auto const response = analysis.respond(*point.model, point.masses, fluxes);
  Couplings const couplings{point.couplings};
  response->evaluate({&couplings, 1}, {&result.outcome, 1}, result.components);
  auto const& outcome = result.outcome;
  if (!std::isfinite(outcome.expected) || !std::isfinite(outcome.log_likelihood) || !std::isfinite(outcome.asimov) ||
      !std::isfinite(outcome.cls))
    throw InternalError(fmt::format("{}: a result at this point is not finite", analysis.info().name));
  result.contributions = response->contributions(couplings);
  result.why_silent = response->why_silent(couplings);
  return result;
}

/// Sensitivity in steps of a millionth of ln L: the choice between overlapping analyses wants whole numbers. Far beyond
/// every exclusion it does not matter which is more sensitive.
std::uint64_t sensitivity_of(Outcome const& outcome) {
  constexpr double beyond_doubt = 1e12;
  return static_cast<std::uint64_t>(std::llround(std::clamp(-outcome.asimov, 0.0, beyond_doubt) * 1e6));
}

CombinedAtPoint combine(std::vector<Evaluated> const& evaluated, Status status, std::vector<Overlap> const& overlaps) {
  std::vector<Analysis const*> analyses;
  std::vector<std::uint64_t> sensitivity;
  std::vector<double> cls;
  for (auto const& one : evaluated) {
    analyses.push_back(one.analysis);
    sensitivity.push_back(sensitivity_of(one.outcome));
  }
  CombinedAtPoint combined;
  std::map<std::string, std::size_t> group_index;
  std::deque<std::vector<std::size_t>> groups;  // deques: what is profiled keeps spans
  std::deque<std::vector<char>> factors;
  std::vector<ProfiledAnalysis> profiled;
  for (auto const row : members_of_combination(analyses, status, sensitivity, {Preference::simulated, overlaps})) {
    auto const& one = evaluated[row];
    combined.nominal += one.outcome.log_likelihood;
    cls.push_back(one.outcome.cls);
    combined.members.push_back(one.analysis->info().name);
    if (one.components.empty()) {
      combined.profiled += one.outcome.log_likelihood;
      continue;
    }
    groups.emplace_back();
    factors.emplace_back();
    for (auto const& group : one.analysis->component_groups()) {
      groups.back().push_back(group_index.emplace(nuisance_of(group), group_index.size()).first->second);
      factors.back().push_back(is_factor(group));
    }
    profiled.push_back({row, groups.back(), factors.back(), one.components});
  }
  combined.profiled += profiled_log_likelihood(
      profiled, group_index.size(),
      {[&](std::size_t row, std::span<double const> values) { return evaluated[row].analysis->log_likelihood(values); },
       [&](std::size_t row, std::span<double const> values, std::span<double> by_component) {
         evaluated[row].analysis->slopes(values, by_component);
       }});
  combined.excluded_90 = excluded_by_bound(combined.profiled, 0.90);
  combined.excluded_95 = excluded_by_bound(combined.profiled, 0.95);
  combined.union_90 = excluded_by_union(cls, 0.90);
  combined.union_95 = excluded_by_union(cls, 0.95);
  return combined;
}

}  // namespace

PointResult evaluate(Point const& point, std::vector<Analysis const*> const& analyses,
                     std::vector<Overlap> const& overlaps) {
  PointResult result;
  FluxStore fluxes{*point.model, point.masses};
  fluxes.leave_out(absent_among(point.couplings));
  for (auto const* analysis : analyses) {
    auto const applicability = analysis->applies_to(*point.model);
    if (!applicability.applies) {
      result.skipped.push_back({analysis->info().name, applicability.why_not});
      continue;
    }
    auto one = evaluate(*analysis, point, fluxes);
    if (one.why_silent.empty())
      result.analyses.push_back(std::move(one));
    else
      result.skipped.push_back({analysis->info().name, one.why_silent});
  }
  for (auto const status : {Status::observed, Status::projected})
    result.combined[status] = combine(result.analyses, status, overlaps);
  return result;
}

}  // namespace penumbra
