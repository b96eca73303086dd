#include "pipeline/grid.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/table_reader.hpp"

namespace penumbra {
namespace {

double rounded_to_12_digits(double value) { return parse_number(fmt::format("{:.11e}", value)); }

template <class Between>
std::vector<double> spaced(double from, double to, int points, Between between) {
  PENUMBRA_EXPECT(points >= 1);
  std::vector<double> values;
  for (int i = 0; i < points; ++i) {
    if (i == 0)
      values.push_back(from);
    else if (i == points - 1)
      values.push_back(to);
    else
      values.push_back(rounded_to_12_digits(between(static_cast<double>(i) / (points - 1))));
  }
  return values;
}

/// Every combination of one value per parameter, the last parameter fastest.
std::vector<std::vector<double>> product(std::vector<std::vector<double>> const& values) {
  std::vector<std::vector<double>> points{{}};
  for (auto const& of_one : values) {
    std::vector<std::vector<double>> longer;
    longer.reserve(points.size() * of_one.size());
    for (auto const& point : points)
      for (double const value : of_one) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    points = std::move(longer);
  }
  return points;
}

}  // namespace

std::vector<double> lin_values(double from, double to, int points) {
  return spaced(from, to, points, [&](double fraction) { return from + fraction * (to - from); });
}

std::vector<double> log_values(double from, double to, int points) {
  double const log_from = std::log(from);
  double const log_ratio = std::log(to) - log_from;
  return spaced(from, to, points, [&](double fraction) { return std::exp(log_from + fraction * log_ratio); });
}

Grid::Grid(Model const& model, std::map<std::string, std::string> options, std::vector<std::vector<double>> values,
           std::vector<bool> is_axis)
    : options_{std::move(options)} {
  auto const& parameters = model.parameters();
  PENUMBRA_EXPECT(values.size() == parameters.size() && is_axis.size() == parameters.size());
  std::vector<std::vector<double>> coupling_values;
  CanonicalWriter writer;
  writer.field("schema", std::string_view{"grid/1"}).field("model", model.name());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto const& parameter = parameters[i];
    if (is_axis[i]) {
      axes_.push_back({parameter.name, parameter.kind, parameter.unit, values[i]});
      writer.field("axis " + parameter.name, std::span<double const>{values[i]});
    } else {
      fixed_[parameter.name] = values[i].front();
      writer.field("fixed " + parameter.name, values[i].front());
    }
    (parameter.kind == ParameterKind::mass ? mass_values_ : coupling_values).push_back(values[i]);
  }
  for (auto const& [name, value] : options_) writer.field("option " + name, std::string_view{value});
  for (auto const& of_one : mass_values_) columns_ *= of_one.size();
  couplings_ = product(coupling_values);
  key_ = writer.digest();
}

std::vector<double> Grid::masses(std::size_t column) const {
  PENUMBRA_EXPECT(column < columns_);
  std::vector<double> masses(mass_values_.size());
  for (std::size_t i = mass_values_.size(); i-- > 0;) {
    auto const& of_one = mass_values_[i];
    masses[i] = of_one[column % of_one.size()];
    column /= of_one.size();
  }
  return masses;
}

}  // namespace penumbra
