#include "pipeline/commands/point_json.hpp"

#include <fmt/format.h>

namespace penumbra {
namespace {

/// Calls `visit(parameter, value)` for every parameter in the model's order.
template <class Visit>
void for_each_value(Point const& point, Visit visit) {
  std::size_t mass = 0;
  std::size_t coupling = 0;
  for (auto const& parameter : point.model->parameters())
    visit(parameter, parameter.kind == ParameterKind::mass ? point.masses[mass++] : point.couplings[coupling++]);
}

}  // namespace

Json parameters_json(Point const& point) {
  auto values = Json::object();
  for_each_value(point, [&](Parameter const& parameter, double value) { values[parameter.name] = value; });
  for (auto const& [name, value] : point.options) values[name] = value;
  return values;
}

std::string parameters_text(Point const& point) {
  std::string text;
  for_each_value(point, [&](Parameter const& parameter, double value) {
    text += fmt::format("{}{} = {}{}", text.empty() ? "" : ", ", parameter.name, value,
                        parameter.unit == "1" ? "" : " " + parameter.unit);
  });
  for (auto const& [name, value] : point.options) text += fmt::format(", {} = {}", name, value);
  return text;
}

}  // namespace penumbra
