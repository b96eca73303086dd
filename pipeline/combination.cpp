#include "pipeline/combination.hpp"

#include <algorithm>

#include "statistics/profile.hpp"

namespace penumbra {

namespace {

/// A member whose signal stays below this many events moves ln L by less than that; it keeps its nominal ln L.
constexpr double negligible_signal = 1e-6;

bool negligible(ProfileMember const& member) {
  return std::all_of(member.components.begin(), member.components.end(),
                     [](ComponentSignal const& signal) { return std::max(signal.nominal, signal.high) < negligible_signal; });
}

}  // namespace

double profiled_log_likelihood(
    std::span<ProfileMember const> members,
    std::function<double(std::size_t row, std::span<double const> component_signal)> const& log_likelihood) {
  double unmoved = 0.0;
  std::vector<ProfileMember const*> moved;
  std::vector<std::string_view> groups;
  for (auto const& member : members) {
    if (negligible(member)) {
      unmoved += member.log_likelihood;
      continue;
    }
    moved.push_back(&member);
    groups.insert(groups.end(), member.groups.begin(), member.groups.end());
  }
  if (moved.empty()) return unmoved;
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());

  std::vector<std::vector<Envelope>> envelopes;
  std::vector<std::vector<std::size_t>> indices;
  std::vector<ProfiledAnalysis> profiled;
  for (auto const* member : moved) {
    envelopes.emplace_back();
    for (auto const& signal : member->components) envelopes.back().push_back({signal.nominal, signal.low, signal.high});
    indices.emplace_back();
    for (auto const& group : member->groups)
      indices.back().push_back(
          static_cast<std::size_t>(std::lower_bound(groups.begin(), groups.end(), group) - groups.begin()));
  }
  for (std::size_t i = 0; i < moved.size(); ++i)
    profiled.push_back({envelopes[i], indices[i], [&log_likelihood, row = moved[i]->row](std::span<double const> signal) {
                          return log_likelihood(row, signal);
                        }});
  return unmoved + profile(profiled, groups.size()).log_likelihood;
}

}  // namespace penumbra
