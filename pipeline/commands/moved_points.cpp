#include "pipeline/commands/moved_points.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/overlap.hpp"
#include "pipeline/exclusion.hpp"

namespace penumbra {
namespace {

constexpr double confidence_level = 0.90;
constexpr std::array statuses{Status::observed, Status::projected};

/// Points of a field below its level, as contours take them: those that do not exist are not excluded.
std::vector<bool> below_level(ExclusionField const& field, std::vector<bool> const& existing) {
  std::vector<bool> excluded(field.values.size());
  for (std::size_t i = 0; i < excluded.size(); ++i)
    excluded[i] = field.values[i] <= field.level && (existing.empty() || existing[i]);
  return excluded;
}

std::size_t count(std::vector<bool> const& points) {
  return static_cast<std::size_t>(std::count(points.begin(), points.end(), true));
}

bool all(std::vector<bool> const& done) { return std::find(done.begin(), done.end(), false) == done.end(); }

}  // namespace

CombinedExclusion CombinedExclusion::of(MapReader const& map) {
  CombinedExclusion result;
  for (std::size_t i = 0; i < statuses.size(); ++i)
    if (all(map.combined_done(statuses[i])))
      result.excluded[i] = below_level(
          field_by_bound(map.combined(statuses[i], Values::combined_profiled), confidence_level), map.existing());
  return result;
}

MovedPoints MovedPoints::of(MapReader const& map, CombinedExclusion const& before,
                            std::span<std::string const> computed, std::span<Analysis const* const> analyses) {
  MovedPoints moved;
  auto const existing = map.existing();
  moved.points = existing.empty() ? map.layout().points : count(existing);
  for (auto const* analysis : analyses) {
    auto const& info = analysis->info();
    if (std::find(computed.begin(), computed.end(), info.name) == computed.end()) continue;
    auto const field = info.status == Status::favoured
                           ? field_of_band(map.values(info.name, Values::expected))
                           : field_by_cls(map.values(info.name, Values::cls), confidence_level);
    moved.rows.push_back({info.name, count(below_level(field, existing)), why_never_combined(info)});
  }
  auto const now = CombinedExclusion::of(map);
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    if (!before.excluded[i] || !now.excluded[i]) continue;
    Combination combination{statuses[i], count(*before.excluded[i]), count(*now.excluded[i]), 0, 0};
    for (std::size_t point = 0; point < now.excluded[i]->size(); ++point) {
      combination.gained += (*now.excluded[i])[point] && !(*before.excluded[i])[point];
      combination.lost += !(*now.excluded[i])[point] && (*before.excluded[i])[point];
    }
    moved.combinations.push_back(combination);
  }
  return moved;
}

std::string MovedPoints::text() const {
  std::string text;
  for (auto const& row : rows)
    text += fmt::format("{} excludes {} of {} points at 90 %{}\n", row.name, row.excluded, points,
                        row.not_combined.empty() ? "" : "; in no combination: " + row.not_combined);
  for (auto const& [status, before, after, gained, lost] : combinations)
    if (gained + lost > 0)
      text += fmt::format("combination, {}: {} -> {} points excluded at 90 % ({} gained, {} lost)\n", to_string(status),
                          before, after, gained, lost);
    else
      text += fmt::format("combination, {}: {} points excluded at 90 %, as before\n", to_string(status), after);
  return text;
}

Json MovedPoints::json() const {
  auto listed = Json::array();
  for (auto const& row : rows)
    listed.push_back({{"name", row.name}, {"excluded_90", row.excluded}, {"in_no_combination", row.not_combined}});
  auto combined = Json::object();
  for (auto const& [status, before, after, gained, lost] : combinations)
    combined[to_string(status)] = {{"before", before}, {"after", after}, {"gained", gained}, {"lost", lost}};
  return {{"points", points}, {"rows", listed}, {"combined", combined}};
}

}  // namespace penumbra
