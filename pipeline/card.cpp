#include "pipeline/card.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/toml_reader.hpp"
#include "pipeline/map_layout.hpp"
#include "pipeline/parameters.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

/// More points than this on one axis is a typing error.
constexpr double most_axis_points = 1e7;

/// Lays `key=value` texts over the card. A value that is not TOML is taken as text, so that quotes can be left out.
void apply(std::vector<std::string> const& overrides, TomlTable& card, Problems& problems) {
  for (auto const& assignment : overrides) {
    auto const equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(fmt::format("--set '{}': expected key=value", assignment));
    auto const key = assignment.substr(0, equals);
    auto const value = assignment.substr(equals + 1);
    auto const name = fmt::format("--set {}", key);
    Problems not_toml;
    auto parsed = TomlTable::parse(fmt::format("{} = {}", key, value), name, not_toml);
    if (!not_toml.empty() && value.find_first_of("\"'[]{}") == std::string::npos) {
      not_toml = {};
      parsed = TomlTable::parse(fmt::format("{} = \"{}\"", key, value), name, not_toml);
    }
    if (!not_toml.empty())
      for (auto const& problem : not_toml.list()) problems.add(problem.where, problem.message);
    else
      card.overlay(parsed);
  }
}

std::vector<double> read_axis_range(TomlTable axis, std::string const& name, Dimension dimension) {
  double const from = axis.number("from", dimension);
  double const to = axis.number("to", dimension);
  double const points = axis.number("points");
  auto const scale = axis.text("scale");
  bool const complete = axis.has("from") && axis.has("to") && axis.has("points") && axis.has("scale");
  axis.finish();
  if (!complete) return {};
  if (points < 1 || points > most_axis_points || points != std::floor(points)) {
    axis.problem("points", fmt::format("'{}' has {} points, expected a whole number from 1 to {:g}", name, points,
                                       most_axis_points));
    return {};
  }
  if (scale != "lin" && scale != "log") {
    axis.problem("scale", fmt::format("'{}' has the scale \"{}\", expected \"lin\" or \"log\"", name, scale));
    return {};
  }
  if (from > to) {
    axis.problem("from", fmt::format("'{}' runs from {} down to {} (are from and to swapped?)", name, from, to));
    return {};
  }
  if (scale == "log" && from <= 0) {
    axis.problem("from", fmt::format("'{}' starts at {}, but a log axis starts above 0", name, from));
    return {};
  }
  if ((points == 1) != (from == to)) {
    axis.problem("points",
                 fmt::format("'{}' has {} points from {} to {}: one point needs from = to, more need from < to", name,
                             points, from, to));
    return {};
  }
  auto const count = static_cast<int>(points);
  return scale == "log" ? log_values(from, to, count) : lin_values(from, to, count);
}

std::vector<double> read_axis(TomlTable& axes, Parameter const& parameter) {
  auto const dimension = dimension_of(parameter);
  std::vector<double> values;
  if (axes.is_table(parameter.name)) {
    auto axis = axes.table(parameter.name);
    values = read_axis_range(axis, parameter.name, dimension);
  } else if (axes.is_array(parameter.name)) {
    values = axes.numbers(parameter.name, dimension);
    for (std::size_t i = 1; i < values.size(); ++i)
      if (!(values[i - 1] < values[i])) {
        axes.problem(parameter.name, fmt::format("'{}' goes from {} to {}: the values must ascend", parameter.name,
                                                 values[i - 1], values[i]));
        return {};
      }
    if (values.empty()) axes.problem(parameter.name, fmt::format("'{}' has no values", parameter.name));
  } else {
    static_cast<void>(axes.as_typed(parameter.name));
    axes.problem(
        parameter.name,
        fmt::format("'{}': expected {{ from = ..., to = ..., points = ..., scale = \"lin\" or \"log\" }} or a list "
                    "of values (a fixed value belongs under [parameters])",
                    parameter.name));
  }
  for (double const end : {values.empty() ? 0.0 : values.front(), values.empty() ? 0.0 : values.back()})
    if (auto const why = values.empty() ? "" : out_of_range(parameter, end); !why.empty()) {
      axes.problem(parameter.name, why);
      return {};
    }
  return values;
}

std::vector<double> read_fixed(TomlTable& parameters, Parameter const& parameter) {
  auto const name = parameter.name;
  auto const known_before = parameters.is_table(name) || parameters.is_array(name);
  if (known_before) {
    static_cast<void>(parameters.table(name));
    parameters.problem(name, fmt::format("'{}' has several values; it belongs under [axes]", name));
    return {};
  }
  double const value = parameters.number(name, dimension_of(parameter));
  if (auto const why = out_of_range(parameter, value); !why.empty()) {
    parameters.problem(name, why);
    return {};
  }
  return {value};
}

/// The tables of a card that give parameters their values.
struct Values {
  TomlTable axes;
  std::optional<TomlTable> fixed;

  bool on_axis(std::string const& name) const { return axes.has(name); }
  bool is_fixed(std::string const& name) const { return fixed && fixed->has(name); }
  /// Records a problem where the name has its value.
  void problem(std::string const& name, std::string const& message) {
    (is_fixed(name) ? *fixed : axes).problem(name, message);
  }
};

/// One parameter, or the quantity in its place. After a problem it has no values.
GridParameter read_parameter(Values& values, Model const& model, Parameter const& parameter, Problems& problems) {
  std::optional<GridParameter> found;
  for (auto const& way : ways_to_give(model, parameter)) {
    auto const& name = way.parameter.name;
    bool const on_axis = values.on_axis(name);
    if (!on_axis && !values.is_fixed(name)) continue;
    if (on_axis && values.is_fixed(name))
      values.problem(name, fmt::format("'{}' is an axis and a fixed value; keep one of them", name));
    if (found)
      values.problem(name, fmt::format("'{}' and '{}' say the same; keep one of them", found->given.name, name));
    if (on_axis) {
      found = {way.parameter, read_axis(values.axes, way.parameter), true, way.expression};
    } else if (!way.expression && values.fixed->is_text(name) &&
               looks_like_expression(model, values.fixed->as_typed(name))) {
      found = {way.parameter, {}, false, std::nullopt};
      try {
        found->expression = Expression{values.fixed->text(name)};
      } catch (std::invalid_argument const& error) {
        values.problem(name, error.what());
      }
    } else {
      found = {way.parameter, read_fixed(*values.fixed, way.parameter), false, way.expression};
    }
  }
  if (!found) {
    problems.add(values.axes.where(),
                 fmt::format("'{}' ({}) has no value: make it an axis or put it under [parameters]", parameter.name,
                             parameter.meaning));
    return {parameter, {}, false, std::nullopt};
  }
  return *found;
}

/// Points of all axes together; nothing when there are more than a map can have.
std::optional<std::uint64_t> points_of(std::vector<GridParameter> const& parameters) {
  std::uint64_t points = 1;
  for (auto const& parameter : parameters)
    if (parameter.is_axis && !parameter.values.empty()) {
      if (parameter.values.size() > most_points / points) return std::nullopt;
      points *= parameter.values.size();
    }
  return points;
}

std::vector<Selector> read_selectors(TomlTable& analyses, std::string const& key) {
  std::vector<Selector> selectors;
  for (auto& pattern : analyses.texts(key)) {
    auto const colon = pattern.find(':');
    auto const prefix = colon == std::string::npos ? std::string{} : pattern.substr(0, colon);
    if (!prefix.empty() && prefix != "kind" && prefix != "status" && prefix != "data_set")
      analyses.problem(
          key, fmt::format("'{}': expected a name, a shell pattern, kind:..., status:... or data_set:...", pattern));
    selectors.push_back({std::move(pattern), analyses.where(key)});
  }
  return selectors;
}

Selection read_selection(TomlTable& card) {
  Selection selection;
  auto analyses = card.optional_table("analyses");
  if (!analyses) return selection;
  if (analyses->has("include")) selection.include = read_selectors(*analyses, "include");
  if (analyses->has("exclude")) selection.exclude = read_selectors(*analyses, "exclude");
  if (auto const prefer = analyses->optional_text("prefer")) {
    if (*prefer == "published")
      selection.prefer = Preference::published;
    else if (*prefer != "simulated")
      analyses->problem("prefer", fmt::format("'{}', expected \"simulated\" or \"published\"", *prefer));
  }
  analyses->finish();
  return selection;
}

/// The model with its options: what stands under [parameters] and is no parameter.
std::unique_ptr<Model const> read_model(TomlTable& card, std::optional<TomlTable>& parameters,
                                        std::map<std::string, std::string>& options) {
  auto const name = card.text("model");
  if (name.empty()) {
    if (card.is_text("model")) card.problem("model", "'model' is empty ('penumbra list models' names them)");
    return nullptr;
  }
  std::map<std::string, std::string> texts;
  if (parameters)
    for (auto const& key : parameters->keys())
      if (!parameters->is_table(key) && !parameters->is_array(key)) texts[key] = parameters->as_typed(key);
  try {
    return make_model_from(name, texts, options);
  } catch (InputError const& error) {
    card.problem("model", error.what());
    return nullptr;
  }
}

}  // namespace

std::optional<Card> read_card(std::string const& text, std::string const& name,
                              std::vector<std::string> const& overrides, Problems& problems) {
  Problems found;
  auto card = TomlTable::parse(text, name, found);
  if (found.empty()) apply(overrides, card, found);
  auto const hand_over = [&] {
    for (auto const& problem : found.list()) problems.add(problem.where, problem.message);
  };
  if (!found.empty()) {
    hand_over();
    return std::nullopt;
  }

  auto parameters = card.optional_table("parameters");
  std::map<std::string, std::string> options;
  auto model = read_model(card, parameters, options);
  auto axes = card.table("axes");
  auto selection = read_selection(card);
  card.finish();
  if (!model) {
    hand_over();
    return std::nullopt;
  }

  Values values{std::move(axes), std::move(parameters)};
  std::vector<GridParameter> grid_parameters;
  for (auto const& parameter : model->parameters())
    grid_parameters.push_back(read_parameter(values, *model, parameter, found));
  for (auto const& key : values.axes.keys())
    if (!can_be_given(*model, key))
      values.axes.problem(key, fmt::format("'{}' is no parameter of {} (its parameters: {})", key, model->name(),
                                           parameter_names(*model)));
  if (values.fixed)
    for (auto const& key : values.fixed->keys())
      if (!options.contains(key) && !can_be_given(*model, key))
        values.fixed->problem(key, fmt::format("'{}' is neither a parameter nor an option of {} (its parameters: {})",
                                               key, model->name(), parameter_names(*model)));
  if (!points_of(grid_parameters))
    found.add(values.axes.where(), fmt::format("the axes have more than {} points together", most_points));
  if (found.empty())
    if (auto const fault = find_fault(*model, grid_parameters))
      values.problem(grid_parameters[fault->parameter].given.name, fault->message);
  if (!found.empty()) {
    hand_over();
    return std::nullopt;
  }
  Grid grid{*model, options, std::move(grid_parameters)};
  if (grid.axes().empty()) {
    problems.add(values.axes.where(), "[axes] is empty: a scan needs an axis ('penumbra point' evaluates one point)");
    return std::nullopt;
  }
  return Card{name, text, overrides, std::move(model), std::move(grid), std::move(selection)};
}

Card load_card(std::filesystem::path const& file, std::vector<std::string> const& overrides) {
  Problems problems;
  auto card = read_card(read_whole_file(file), file.string(), overrides, problems);
  problems.throw_if_any();
  return std::move(*card);
}

}  // namespace penumbra
