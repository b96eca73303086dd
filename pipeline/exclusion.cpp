#include "pipeline/exclusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "statistics/combination.hpp"

namespace penumbra {
namespace {

constexpr std::array rule_names{std::pair{ExclusionRule::own, "own"},
                                std::pair{ExclusionRule::bound, "bound"},
                                std::pair{ExclusionRule::asymptotic, "asymptotic"},
                                std::pair{ExclusionRule::united, "union"},
                                std::pair{ExclusionRule::delta, "delta"},
                                std::pair{ExclusionRule::toys, "toys"}};

/// A published curve returns its own confidence level on itself up to rounding.
constexpr double rounding = 1e-9;

double log_of_cls(double cls) { return std::log(std::max(cls, std::numeric_limits<double>::min())); }

}  // namespace

ExclusionRule exclusion_rule(std::string const& name) {
  for (auto const& [rule, known] : rule_names)
    if (name == known) return rule;
  throw UsageError(fmt::format("--rule '{}': expected own, bound, asymptotic, union, delta or toys", name));
}

std::string to_string(ExclusionRule rule) {
  for (auto const& [known, name] : rule_names)
    if (rule == known) return name;
  throw InternalError("unknown exclusion rule");
}

ExclusionField field_by_cls(std::span<double const> cls, double confidence_level) {
  ExclusionField field{{}, std::log(1.0 - confidence_level) + rounding, 0.0};
  for (double const value : cls) field.values.push_back(log_of_cls(value));
  return field;
}

ExclusionField field_by_bound(std::span<double const> log_likelihood, double confidence_level) {
  return {{log_likelihood.begin(), log_likelihood.end()}, std::log(1.0 - confidence_level) + rounding, 0.0};
}

ExclusionField field_by_asymptotic(std::span<double const> log_likelihood, std::span<double const> asimov,
                                   double confidence_level) {
  PENUMBRA_EXPECT(log_likelihood.size() == asimov.size());
  ExclusionField field{{}, std::log(1.0 - confidence_level) + rounding, 0.0};
  for (std::size_t i = 0; i < asimov.size(); ++i)
    field.values.push_back(log_of_cls(asymptotic_cls(-2.0 * log_likelihood[i], -2.0 * asimov[i])));
  return field;
}

ExclusionField field_by_delta(std::span<double const> log_likelihood, double confidence_level,
                              std::vector<bool> const& existing) {
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < log_likelihood.size(); ++i)
    if (existing.empty() || existing[i]) best = std::max(best, log_likelihood[i]);
  // The quantile of chi-squared with two degrees of freedom is -2 ln(1 - CL).
  return {{log_likelihood.begin(), log_likelihood.end()}, best + std::log(1.0 - confidence_level), best};
}

ExclusionField field_of_band(std::span<double const> expected) {
  ExclusionField field{{}, -0.5};
  for (double const value : expected) field.values.push_back(-value);
  return field;
}

ExclusionField for_interpolation(ExclusionField field) {
  if (!field.silent) return field;
  constexpr double least = 1e-6;
  double const at_level = *field.silent - field.level;
  for (auto& value : field.values)
    if (!std::isnan(value)) value = -std::log(std::max(*field.silent - value, least * at_level));
  return {std::move(field.values), -std::log(at_level)};
}

std::vector<double> on_plane(std::vector<std::vector<double>> const& axes, Plane const& plane,
                             std::span<double const> field, std::vector<bool> const& existing) {
  constexpr double nothing_yet = -std::numeric_limits<double>::infinity();
  std::size_t const ny = axes[plane.y].size();
  std::vector<double> result(axes[plane.x].size() * ny, nothing_yet);
  std::vector<std::size_t> index(axes.size(), 0);
  for (std::size_t point = 0; point < field.size(); ++point) {
    bool const exists = existing.empty() || existing[point];
    bool const shown = exists && std::all_of(plane.held.begin(), plane.held.end(),
                                             [&](auto const& held) { return index[held.first] == held.second; });
    if (shown) {
      auto& cell = result[index[plane.x] * ny + index[plane.y]];
      cell = std::max(cell, field[point]);
    }
    for (std::size_t axis = axes.size(); axis-- > 0;) {
      if (++index[axis] < axes[axis].size()) break;
      index[axis] = 0;
    }
  }
  std::replace(result.begin(), result.end(), nothing_yet, std::numeric_limits<double>::quiet_NaN());
  return result;
}

ContourAxis contour_axis(std::vector<double> const& values) {
  auto const unevenness = [&](auto const& scale) {  // largest deviation from equal steps, in units of the whole
    double const first = scale(values.front());
    double const length = scale(values.back()) - first;
    double worst = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      double const even = static_cast<double>(i) / static_cast<double>(values.size() - 1);
      worst = std::max(worst, std::abs((scale(values[i]) - first) / length - even));
    }
    return worst;
  };
  bool const positive = values.front() > 0.0;
  bool const logarithmic =
      positive && unevenness([](double x) { return std::log(x); }) < unevenness([](double x) { return x; });
  return {values, logarithmic};
}

}  // namespace penumbra
