#include "pipeline/map_contours.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/map_values.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

constexpr std::array combined_statuses_shown{Status::observed, Status::projected};

/// A coupling that is profiled although at its lowest value there is no signal would allow every point of the plane.
void refuse_to_profile_to_no_signal(MapValues const& values, ContourQuestion const& question,
                                    ExclusionField const& field, std::string const& name) {
  auto const& grid = values.grid();
  for (std::size_t axis = grid.mass_axes; axis < grid.names.size(); ++axis) {
    if (axis == question.plane.x || axis == question.plane.y || question.plane.held.contains(axis)) continue;
    auto lowest = question.plane;
    lowest.held[axis] = 0;
    auto const at_lowest = on_plane(grid.values, lowest, field.values, values.existing());
    bool const hides =
        std::none_of(at_lowest.begin(), at_lowest.end(), [&](double v) { return v <= field.level; }) &&
        std::any_of(field.values.begin(), field.values.end(), [&](double v) { return v <= field.level; });
    if (hides)
      throw UsageError(
          fmt::format("{}: at the lowest {} of the map nothing is excluded, so profiling over it would allow "
                      "everything: hold it with "
                      "--hold {}=VALUE, or give --profile-anyway",
                      name, grid.names[axis], grid.names[axis]));
  }
}

/// On the plane, a point is excluded where it is for every hidden value, and favoured where it is for some.
std::vector<double> shown_on_plane(MapValues const& values, Plane const& plane, std::span<double const> field,
                                   Status status) {
  if (status != Status::favoured) return on_plane(values.grid().values, plane, field, values.existing());
  auto const opposite = [](std::span<double const> numbers) {
    std::vector<double> result;
    for (double const number : numbers) result.push_back(-number);
    return result;
  };
  return opposite(on_plane(values.grid().values, plane, opposite(field), values.existing()));
}

PlaneField on_the_plane(MapValues const& values, ContourQuestion const& question, std::string name, Status status,
                        std::string rule, ExclusionField const& field) {
  if (!question.allow_no_signal && status != Status::favoured)
    refuse_to_profile_to_no_signal(values, question, field, name);
  ExclusionField shown{shown_on_plane(values, question.plane, field.values, status), field.level, field.silent};
  return {std::move(name), status, std::move(rule), {}, for_interpolation(std::move(shown))};
}

ExclusionField field_of(MapValues const& values, ContourQuestion const& question, std::string const& name,
                        Status status, ExclusionRule rule) {
  auto const cl = question.confidence_level;
  if (status == Status::favoured) return field_of_band(values.of(name, Values::expected));
  switch (rule) {
    case ExclusionRule::bound:
      return field_by_bound(values.of(name, Values::log_likelihood), cl);
    case ExclusionRule::asymptotic:
      return field_by_asymptotic(values.of(name, Values::log_likelihood), values.of(name, Values::asimov), cl);
    case ExclusionRule::delta:
      return field_by_delta(values.of(name, Values::log_likelihood), cl, values.existing());
    case ExclusionRule::own:
    case ExclusionRule::united:
      return field_by_cls(values.of(name, Values::cls), cl);
    case ExclusionRule::toys:
      throw UsageError(
          fmt::format("--rule toys calibrates combinations: '{}' is one analysis (own is its own CLs)", name));
  }
  throw InternalError("unknown exclusion rule");
}

/// Smallest CLs of the members of a combination: below 1 - CL some member excludes by itself.
ExclusionField united_field(MapValues const& values, Status status, double confidence_level) {
  std::vector<double> smallest(values.map().layout().points, 1.0);
  for (auto const& name : values.members(status)) {
    auto const cls = values.of(name, Values::cls);
    for (std::size_t i = 0; i < smallest.size(); ++i) smallest[i] = std::min(smallest[i], cls[i]);
  }
  return field_by_cls(smallest, confidence_level);
}

/// Fewer expected events than this are far from normal (the combination's own criterion).
constexpr double low_count_events = 10.0;

/// Throws UsageError when the asymptotic formula does not hold along the contour of a combination: low-count members
/// dominate at most points between 68 % and 99.7 % expected exclusion.
void refuse_low_counts(MapValues const& values, Status status) {
  struct Member {
    bool counts;
    std::vector<double> asimov;
    std::vector<double> expected;
  };
  std::vector<Member> members;
  for (auto const& name : values.members(status))
    members.push_back({values.map().entry(name).kind == Kind::experiment, values.of(name, Values::asimov),
                       values.of(name, Values::expected)});
  auto const total = values.combined(status, Values::combined_asimov);
  std::size_t near_contour = 0;
  std::size_t refused = 0;
  std::string reason;
  for (std::size_t i = 0; i < total.size(); ++i) {
    if (total[i] > std::log(0.32) || total[i] < std::log(0.003)) continue;
    ++near_contour;
    std::vector<AsymptoticMember> at_point;
    for (auto const& member : members)
      at_point.push_back({member.asimov[i], member.counts && member.expected[i] < low_count_events});
    if (auto const why = reason_to_refuse_asymptotic(at_point); !why.empty()) {
      ++refused;
      reason = why;
    }
  }
  if (2 * refused > near_contour)
    throw UsageError(
        fmt::format("--rule asymptotic does not hold for the {} combination: at {} of {} points near its contour {}",
                    to_string(status), refused, near_contour, reason));
}

PlaneField combined_field(MapValues const& values, ContourQuestion const& question, Status status) {
  auto const cl = question.confidence_level;
  auto const asked = question.rule.value_or(ExclusionRule::bound);
  auto const rule = asked == ExclusionRule::own ? ExclusionRule::bound : asked;
  auto const log_likelihood = values.combined(status, Values::combined_profiled);
  ExclusionField field;
  if (rule == ExclusionRule::bound) field = field_by_bound(log_likelihood, cl);
  if (rule == ExclusionRule::delta) field = field_by_delta(log_likelihood, cl, values.existing());
  if (rule == ExclusionRule::united) field = united_field(values, status, cl);
  if (rule == ExclusionRule::toys)
    field = field_by_toys(values.map(), status, question.analyses, question.plane, cl, question.toys, log_line);
  if (rule == ExclusionRule::asymptotic) {
    refuse_low_counts(values, status);
    field = field_by_asymptotic(log_likelihood, values.combined(status, Values::combined_asimov), cl);
  }
  return on_the_plane(values, question, "combined", status, to_string(rule), field);
}

/// What is asked for, with the nuisances where `values` has them; `nuisances` of analyses and of combinations.
void add_fields(MapValues const& values, ContourQuestion const& question, std::string const& nuisances,
                std::string const& nuisances_of_combinations, std::vector<PlaneField>& result) {
  auto const& map = values.map();
  bool const at_an_end = nuisances == nuisances_of_combinations;
  auto const rule = question.rule.value_or(ExclusionRule::own);
  // A union is of several, and toys are for them.
  bool const of_combinations = rule == ExclusionRule::united || rule == ExclusionRule::toys;
  for (auto const& name : map.names()) {
    auto const& entry = map.entry(name);
    auto const status = entry.status;
    if (!wanted(question, name, status) || (of_combinations && question.names.empty())) continue;
    if (at_an_end && entry.components == 0) continue;  // nothing moves it
    auto const field = field_of(values, question, name, status, rule);
    result.push_back(
        on_the_plane(values, question, name, status, status == Status::favoured ? "band" : to_string(rule), field));
    result.back().nuisances = nuisances;
  }
  for (auto const status : combined_statuses_shown)
    if (wanted(question, "combined", status)) {
      result.push_back(combined_field(values, question, status));
      result.back().nuisances = rule == ExclusionRule::united ? nuisances : nuisances_of_combinations;
    }
}

}  // namespace

bool wanted(ContourQuestion const& question, std::string const& name, Status status) {
  if (question.status && status != *question.status) return false;
  return question.names.empty() || std::any_of(question.names.begin(), question.names.end(), [&](auto const& pattern) {
           return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
         });
}

void refuse_unknown_names(MapReader const& map, ContourQuestion const& question) {
  for (auto const& pattern : question.names) {
    ContourQuestion one;
    one.status = question.status;
    one.names = {pattern};
    auto const names = map.names();
    bool const known = std::any_of(names.begin(), names.end(),
                                   [&](auto const& name) { return wanted(one, name, map.entry(name).status); }) ||
                       std::any_of(combined_statuses_shown.begin(), combined_statuses_shown.end(),
                                   [&](auto status) { return wanted(one, "combined", status); });
    if (!known)
      throw UsageError(fmt::format(
          "--analysis: the map holds no '{}' of that status ('penumbra info' names what it holds)", pattern));
  }
}

void refuse_no_plane(MapGrid const& grid, Plane const& plane) {
  if (plane.y >= grid.names.size() || plane.x == plane.y) throw UsageError("--plane: a plane needs two different axes");
  for (auto const axis : {plane.x, plane.y})
    if (grid.values[axis].size() < 2)
      throw UsageError(fmt::format("--plane: '{}' has a single value in this map", grid.names[axis]));
}

std::vector<PlaneField> all_plane_fields(MapReader const& map, ContourQuestion const& question) {
  refuse_no_plane(map.grid(), question.plane);
  refuse_unknown_names(map, question);
  if (question.envelope && question.rule == ExclusionRule::toys)
    throw UsageError("--envelope: toys draw the nuisances between their ends already");
  std::vector<PlaneField> result;
  add_fields(MapValues{map}, question, "nominal", "profiled", result);
  if (question.envelope) {
    add_fields({map, question.analyses, NuisanceEnd::low}, question, "low", "low", result);
    add_fields({map, question.analyses, NuisanceEnd::high}, question, "high", "high", result);
  }
  return result;
}

std::vector<Contour> all_contours(MapReader const& map, ContourQuestion const& question) {
  auto fields = all_plane_fields(map, question);
  auto const x = contour_axis(map.grid().values[question.plane.x]);
  auto const y = contour_axis(map.grid().values[question.plane.y]);
  std::vector<Contour> result;
  for (auto& one : fields)
    result.push_back({std::move(one.analysis), one.status, std::move(one.rule), std::move(one.nuisances),
                      contours(x, y, one.field.values, one.field.level)});
  return result;
}

}  // namespace penumbra
