#include "pipeline/commands/contour_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/parameters.hpp"

namespace penumbra {
namespace {

std::size_t axis_called(MapGrid const& grid, std::string const& name, std::string const& option) {
  auto const found = std::find(grid.names.begin(), grid.names.end(), name);
  if (found == grid.names.end()) {
    std::string known;
    for (auto const& axis : grid.names) known += (known.empty() ? "" : ", ") + axis;
    throw UsageError(fmt::format("{}: '{}' is no axis of this map (its axes: {})", option, name, known));
  }
  return static_cast<std::size_t>(found - grid.names.begin());
}

/// `--plane x,y` and `--hold name=value`; by default the first and the last axis: a mass and the coupling to ordinary
/// matter, or what is given in its place.
Plane read_plane(Options const& options, MapGrid const& grid) {
  Plane plane;
  plane.y = grid.names.size() - 1;
  if (options.has("plane")) {
    auto const text = options.text("plane");
    auto const comma = text.find(',');
    if (comma == std::string::npos) throw UsageError(fmt::format("--plane '{}': expected two axes, x,y", text));
    plane.x = axis_called(grid, text.substr(0, comma), "--plane");
    plane.y = axis_called(grid, text.substr(comma + 1), "--plane");
  }
  if (options.has("plane")) refuse_no_plane(grid, plane);
  for (auto const& text : options.texts("hold")) {
    auto const equals = text.find('=');
    if (equals == std::string::npos) throw UsageError(fmt::format("--hold '{}': expected name=value", text));
    auto const axis = axis_called(grid, text.substr(0, equals), "--hold");
    double const value = parse_quantity(text.substr(equals + 1), Dimension::energy);
    auto const& values = grid.values[axis];
    auto const nearest = std::min_element(
        values.begin(), values.end(), [&](double a, double b) { return std::abs(a - value) < std::abs(b - value); });
    if (std::abs(*nearest - value) > 1e-9 * std::abs(value))  // what printing to ten digits loses
      throw UsageError(fmt::format("--hold '{}': the map has no such value, the nearest is {}", text, *nearest));
    plane.held[axis] = static_cast<std::size_t>(nearest - values.begin());
  }
  return plane;
}

ToySettings read_toys(Options const& options, double confidence_level) {
  constexpr double most_toys = 1e6;
  constexpr double fewest_beyond = 10.0;  // toys above the critical value, for it to mean anything
  constexpr double most_seed = 4294967295.0;
  ToySettings settings;
  auto const whole = [&](std::string const& name, double otherwise, double least, double most) {
    double const value = options.number(name, otherwise, least, most);
    if (value != std::floor(value)) throw UsageError(fmt::format("--{}: expected a whole number", name));
    return value;
  };
  settings.toys = static_cast<int>(whole("toys", settings.toys, 1.0, most_toys));
  settings.seed = static_cast<std::uint64_t>(whole("seed", static_cast<double>(settings.seed), 0.0, most_seed));
  if (options.has("rule") && exclusion_rule(options.text("rule")) == ExclusionRule::toys &&
      settings.toys * (1.0 - confidence_level) < fewest_beyond * (1.0 - 1e-9))
    throw UsageError(fmt::format("--toys {}: at a confidence level of {} at least {:.0f} are needed", settings.toys,
                                 confidence_level, std::ceil(fewest_beyond / (1.0 - confidence_level) - 1e-6)));
  return settings;
}

Status read_status(std::string const& text) {
  for (auto const status : {Status::observed, Status::projected, Status::favoured})
    if (text == to_string(status)) return status;
  throw UsageError(fmt::format("--status '{}': expected observed, projected or favoured", text));
}

}  // namespace

void add_contour_options(Options& options) {
  options.value("cl", "CL", "confidence level (default 0.90)")
      .value("plane", "X,Y", "the two axes (default: the first and the last of the map)")
      .list("hold", "NAME=VALUE", "hold an axis that is not shown at one of its values instead of profiling it")
      .list("analysis", "NAME", "only these (names or shell patterns; 'combined' for the combination)")
      .value("status", "STATUS", "only observed, projected or favoured")
      .value("rule", "RULE", "own, bound, asymptotic, union, delta or toys")
      .flag("envelope", "also with all nuisances at the end of least and of most signal")
      .value("toys", "N", "pseudo-experiments at each point beside the contour (default 1000)")
      .value("seed", "N", "of the pseudo-experiments (default 1)")
      .flag("profile-anyway", "profile over couplings at whose lowest value there is no signal");
}

ContourQuestion read_contour_question(Options const& options, MapReader const& map) {
  constexpr double lowest_cl = 0.5;
  constexpr double highest_cl = 0.999999;
  ContourQuestion question;
  question.confidence_level = options.number("cl", 0.90, lowest_cl, highest_cl);
  if (options.has("rule")) question.rule = exclusion_rule(options.text("rule"));
  if (options.has("status")) question.status = read_status(options.text("status"));
  question.names = options.texts("analysis");
  question.allow_no_signal = options.has("profile-anyway");
  question.envelope = options.has("envelope");
  question.toys = read_toys(options, question.confidence_level);
  question.plane = read_plane(options, map.grid());
  if (question.envelope || question.rule == ExclusionRule::toys)
    question.analyses = load_analyses(data_places(options));
  return question;
}

}  // namespace penumbra
