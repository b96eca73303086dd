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
  if (value >= parameter.min && value <= parameter.max) return {};
  auto const unit = parameter.unit == "1" ? std::string{} : " " + parameter.unit;
  return fmt::format("'{}' = {}{} lies outside its range, {} to {}{}", parameter.name, value, unit, parameter.min,
                     parameter.max, unit);
}

std::string parameter_names(Model const& model) {
  std::string names;
  for (auto const& parameter : model.parameters()) names += (names.empty() ? "" : ", ") + parameter.name;
  return names;
}

namespace {

bool is_parameter(Model const& model, std::string const& name) {
  auto const& parameters = model.parameters();
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](auto const& parameter) { return parameter.name == name; });
}

bool is_quantity(std::string const& text) {
  try {
    static_cast<void>(parse_quantity(text, Dimension::energy));
    return true;
  } catch (std::invalid_argument const&) {
    return false;
  }
}

}  // namespace

std::unique_ptr<Model const> make_model_from(std::string const& name, std::map<std::string, std::string> const& texts,
                                             std::map<std::string, std::string>& options) {
  auto model = make_model(name);
  options.clear();
  for (auto const& [key, text] : texts)
    if (!is_parameter(*model, key) && !is_quantity(text)) options[key] = text;
  if (!options.empty()) model = make_model(name, options);
  bool more = false;
  for (auto const& [key, text] : texts)
    if (!is_parameter(*model, key)) more |= options.insert({key, text}).second;
  if (more) model = make_model(name, options);
  return model;
}

Point parse_point(std::string const& name, std::vector<std::string> const& assignments) {
  std::map<std::string, std::string> texts;
  for (auto const& assignment : assignments) {
    auto const equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(fmt::format("'{}' is not of the form name=value", assignment));
    if (!texts.insert({assignment.substr(0, equals), assignment.substr(equals + 1)}).second)
      throw UsageError(fmt::format("'{}' is given twice", assignment.substr(0, equals)));
  }
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
  for (auto const& parameter : point.model->parameters()) {
    auto const found = texts.find(parameter.name);
    std::string problem;
    double value = 0.0;
    if (found == texts.end()) {
      problem = fmt::format("'{}' is missing: give {}=VALUE ({}; {})", parameter.name, parameter.name,
                            parameter.meaning, parameter.unit == "1" ? "a plain number" : parameter.unit);
    } else {
      try {
        value = parse_quantity(found->second, dimension_of(parameter));
        problem = out_of_range(parameter, value);
      } catch (std::invalid_argument const& error) {
        problem = fmt::format("'{}' = '{}': {}", parameter.name, found->second, error.what());
      }
    }
    if (!problem.empty()) wrong += (wrong.empty() ? "" : "\n") + problem;
    (parameter.kind == ParameterKind::mass ? point.masses : point.couplings).push_back(value);
  }
  if (!wrong.empty()) throw UsageError(wrong);
  return point;
}

}  // namespace penumbra
