#include "pipeline/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "core/errors.hpp"
#include "model/registry.hpp"

namespace penumbra {

Dimension dimension_of(Parameter const& parameter) {
  return parameter.unit == "GeV" ? Dimension::energy : Dimension::none;
}

std::string out_of_range(Parameter const& parameter, double value) {
  if (parameter.allows(value)) return {};
  auto const unit = parameter.unit == "1" ? std::string{} : " " + parameter.unit;
  return fmt::format("'{}' = {}{} lies outside its range, {} to {}{}{}", parameter.name, value, unit, parameter.min,
                     parameter.max, unit, parameter.may_be_absent ? ", or 0" : "");
}

std::string parameter_names(Model const& model) {
  std::string names;
  for (auto const& parameter : model.parameters()) {
    names += (names.empty() ? "" : ", ") + parameter.name;
    for (auto const& derived : model.derived_parameters())
      if (derived.replaces == parameter.name) names += fmt::format(" (or {})", derived.parameter.name);
  }
  return names;
}

std::vector<WayToGive> ways_to_give(Model const& model, Parameter const& parameter) {
  std::vector<WayToGive> ways{{parameter, std::nullopt}};
  for (auto const& derived : model.derived_parameters())
    if (derived.replaces == parameter.name) ways.push_back({derived.parameter, Expression{derived.expression}});
  return ways;
}

bool can_be_given(Model const& model, std::string const& name) {
  auto const& parameters = model.parameters();
  auto const& derived = model.derived_parameters();
  return std::any_of(parameters.begin(), parameters.end(), [&](auto const& p) { return p.name == name; }) ||
         std::any_of(derived.begin(), derived.end(), [&](auto const& d) { return d.parameter.name == name; });
}

namespace {

bool is_quantity(std::string const& text) {
  try {
    static_cast<void>(parse_quantity(text, Dimension::energy));
    return true;
  } catch (std::invalid_argument const&) {
    return false;
  }
}

/// No number has one of these, nor has an option, but numbers that may be ratios.
bool has_operator(std::string const& text) { return text.find_first_of("*/()^") != std::string::npos; }

bool is_option(Model const& model, std::string const& name) {
  auto const options = model.options();
  return std::any_of(options.begin(), options.end(), [&](auto const& option) { return option.name == name; });
}

}  // namespace

bool looks_like_expression(Model const& model, std::string const& text) {
  return has_operator(text) || can_be_given(model, text);
}

std::unique_ptr<Model const> make_model_from(std::string const& name, std::map<std::string, std::string> const& texts,
                                             std::map<std::string, std::string>& options) {
  auto model = make_model(name);
  options.clear();
  for (auto const& [key, text] : texts)
    if (is_option(*model, key) || (!can_be_given(*model, key) && !is_quantity(text) && !has_operator(text)))
      options[key] = text;
  if (!options.empty()) model = make_model(name, options);
  bool more = false;
  for (auto const& [key, text] : texts)
    if (!can_be_given(*model, key) && !has_operator(text)) more |= options.insert({key, text}).second;
  if (more) model = make_model(name, options);
  return model;
}

namespace {

/// One parameter from the texts of a command line. Throws std::invalid_argument saying what is wrong.
GridParameter read_parameter(Model const& model, Parameter const& parameter,
                             std::map<std::string, std::string> const& texts) {
  std::optional<GridParameter> found;
  for (auto const& way : ways_to_give(model, parameter)) {
    auto const& given = way.parameter;
    auto const text = texts.find(given.name);
    if (text == texts.end()) continue;
    if (found)
      throw std::invalid_argument(
          fmt::format("'{}' and '{}' say the same: give one of them", found->given.name, given.name));
    if (!way.expression && looks_like_expression(model, text->second)) {
      found = {given, {}, false, Expression{text->second}};
      continue;
    }
    double value = 0.0;
    try {
      value = parse_quantity(text->second, dimension_of(given));
    } catch (std::invalid_argument const& error) {
      throw std::invalid_argument(fmt::format("'{}' = '{}': {}", given.name, text->second, error.what()));
    }
    if (auto const problem = out_of_range(given, value); !problem.empty()) throw std::invalid_argument(problem);
    found = {given, {value}, false, way.expression};
  }
  if (!found)
    throw std::invalid_argument(fmt::format("'{}' is missing: give {}=VALUE ({}; {})", parameter.name, parameter.name,
                                            parameter.meaning,
                                            parameter.unit == "1" ? "a plain number" : parameter.unit));
  return *found;
}

}  // namespace

std::map<std::string, std::string> parse_assignments(std::vector<std::string> const& assignments) {
  std::map<std::string, std::string> texts;
  for (auto const& assignment : assignments) {
    auto const equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(fmt::format("'{}' is not of the form name=value", assignment));
    if (!texts.insert({assignment.substr(0, equals), assignment.substr(equals + 1)}).second)
      throw UsageError(fmt::format("'{}' is given twice", assignment.substr(0, equals)));
  }
  return texts;
}

Point parse_point(std::string const& name, std::vector<std::string> const& assignments) {
  auto const texts = parse_assignments(assignments);
  Point point;
  try {
    point.model = make_model_from(name, texts, point.options);
  } catch (InputError const& error) {
    std::string hint;
    try {
      hint = fmt::format(" (parameters of {}: {})", name, parameter_names(*make_model(name)));
    } catch (InputError const&) {  // the model itself is unknown, and the first message says so
    }
    throw UsageError(error.what() + hint);
  }
  std::string wrong;
  auto const complain = [&](std::string const& problem) { wrong += (wrong.empty() ? "" : "\n") + problem; };
  for (auto const& [key, text] : texts)
    if (!can_be_given(*point.model, key) && !point.options.contains(key))
      complain(fmt::format("'{}' is neither a parameter nor an option of {} (its parameters: {})", key, name,
                           parameter_names(*point.model)));
  std::vector<GridParameter> parameters;
  for (auto const& parameter : point.model->parameters()) {
    try {
      parameters.push_back(read_parameter(*point.model, parameter, texts));
    } catch (std::invalid_argument const& error) {
      complain(error.what());
    }
  }
  if (!wrong.empty()) throw UsageError(wrong);
  if (auto const fault = find_fault(*point.model, parameters)) throw UsageError(fault->message);
  auto const points = Grid{*point.model, point.options, parameters}.points(0, 0, 1);
  if (points.couplings.front().empty())
    throw UsageError("there is no such point: what an expression gives lies outside of its parameter's range");
  point.masses = points.masses;
  point.couplings = points.couplings.front();
  return point;
}

}  // namespace penumbra
