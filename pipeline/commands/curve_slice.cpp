#include "pipeline/commands/curve_slice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "core/errors.hpp"
#include "pipeline/parameters.hpp"

namespace penumbra {
namespace {

constexpr std::string_view y_name = "y";

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::optional<double> plain_number(std::string const& text) {
  try {
    return parse_quantity(text, Dimension::none);
  } catch (std::invalid_argument const&) {
    return std::nullopt;
  }
}

}  // namespace

CurveSlice::CurveSlice(std::string const& model, ValidationCurve const& wanted, std::string asked_by)
    : asked_by_{std::move(asked_by)} {
  std::map<std::string, std::string> options;
  model_ = make_model_from(model, wanted.parameters, options);
  for (auto const& parameter : model_->parameters())
    if (auto const found = wanted.parameters.find(parameter.name); found != wanted.parameters.end())
      held_[parameter.name] = parse(parameter, found->second);
  limits_y_ = wanted.plane.size() == 2 && wanted.plane[1] == y_name;
  mass_ = open(ParameterKind::mass, wanted.plane.empty() ? "" : wanted.plane[0]);
  coupling_ =
      open(ParameterKind::coupling, wanted.plane.empty() || limits_y_ ? "" : wanted.plane[1]) - model_->mass_count();
  for (auto const& [name, held] : held_)
    if (!held.of.empty() && held.of != mass().name)
      throw InputError(fmt::format("{}: '{}' is tied to '{}', expected '{}', the mass along the curve", asked_by_, name,
                                   held.of, mass().name));
}

/// A number with an optional unit, "name / number", "name * number" or "number * name".
CurveSlice::Held CurveSlice::parse(Parameter const& parameter, std::string const& text) const {
  try {
    return {parse_quantity(text, dimension_of(parameter)), {}};
  } catch (std::invalid_argument const&) {  // not a number: perhaps a multiple of another mass
  }
  if (auto const sign = text.find_first_of("*/"); sign != std::string::npos) {
    auto const left = trimmed(text.substr(0, sign));
    auto const right = trimmed(text.substr(sign + 1));
    auto const number = plain_number(right);
    if (number && *number != 0.0) return {text[sign] == '*' ? *number : 1.0 / *number, left};
    if (auto const first = plain_number(left); first && text[sign] == '*') return {*first, right};
  }
  throw InputError(fmt::format("{}: '{}' = '{}', expected a number or a multiple of a mass, as \"m_mediator / 3\"",
                               asked_by_, parameter.name, text));
}

std::size_t CurveSlice::open(ParameterKind kind, std::string const& wanted) const {
  auto const what = kind == ParameterKind::mass ? "mass" : "coupling";
  std::optional<std::size_t> found;
  auto const& parameters = model_->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].kind != kind || held_.contains(parameters[i].name)) continue;
    if (found)
      throw InputError(fmt::format("{}: '{}' and '{}' of {} are both open, give all but one {} in 'parameters'",
                                   asked_by_, parameters[*found].name, parameters[i].name, model_->name(), what));
    found = i;
  }
  if (!found || (!wanted.empty() && parameters[*found].name != wanted))
    throw InputError(fmt::format("{}: no {}{} of {} is left open for the curve", asked_by_, what,
                                 wanted.empty() ? "" : " '" + wanted + "'", model_->name()));
  return *found;
}

double CurveSlice::held_value(Parameter const& parameter, double mass_GeV) const {
  auto const& held = held_.at(parameter.name);
  return held.of.empty() ? held.factor : held.factor * mass_GeV;
}

std::vector<double> CurveSlice::masses(double mass_GeV) const {
  std::vector<double> result;
  for (std::size_t i = 0; i < model_->mass_count(); ++i)
    result.push_back(i == mass_ ? mass_GeV : held_value(model_->parameters()[i], mass_GeV));
  return result;
}

std::pair<double, int> CurveSlice::y_of_coupling(Masses masses) const {
  auto const dark = model_->dark_matter(masses);
  if (!dark) throw InputError(fmt::format("{}: y is no parameter of {}", asked_by_, model_->name()));
  std::vector<double> couplings;
  for (std::size_t i = model_->mass_count(); i < model_->parameters().size(); ++i)
    couplings.push_back(i - model_->mass_count() == coupling_ ? 1.0 : held_value(model_->parameters()[i], 0.0));
  double const at_one = dark->coupling(couplings) * dark->matter(couplings) *
                        std::pow(dark->mass_GeV / model_->mediator_mass_GeV(masses), 4);
  return {at_one, dark->coupling.powers[coupling_] + dark->matter.powers[coupling_]};
}

std::pair<double, double> CurveSlice::range(Masses masses) const {
  auto const& parameter = coupling();
  if (!limits_y_) return {parameter.min, parameter.max};
  auto const [at_one, power] = y_of_coupling(masses);
  return {at_one * std::pow(parameter.min, power), at_one * std::pow(parameter.max, power)};
}

std::vector<double> CurveSlice::couplings(double value, Masses masses) const {
  if (limits_y_) {
    auto const [at_one, power] = y_of_coupling(masses);
    value = std::pow(value / at_one, 1.0 / power);
  }
  std::vector<double> result;
  for (std::size_t i = model_->mass_count(); i < model_->parameters().size(); ++i)
    result.push_back(i - model_->mass_count() == coupling_ ? value : held_value(model_->parameters()[i], 0.0));
  return result;
}

}  // namespace penumbra
