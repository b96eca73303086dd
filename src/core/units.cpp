#include "core/units.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "core/table_reader.hpp"

namespace penumbra {
namespace {

struct Unit {
  std::string_view name;
  Dimension dimension;
  double factor;
};

constexpr std::array units{
    Unit{"eV", Dimension::energy, 1e-9},        Unit{"keV", Dimension::energy, 1e-6},
    Unit{"MeV", Dimension::energy, 1e-3},       Unit{"GeV", Dimension::energy, 1.0},
    Unit{"TeV", Dimension::energy, 1e3},        Unit{"mm", Dimension::length, 1e-3},
    Unit{"cm", Dimension::length, 1e-2},        Unit{"m", Dimension::length, 1.0},
    Unit{"km", Dimension::length, 1e3},         Unit{"pb-1", Dimension::luminosity, 1e-3},
    Unit{"fb-1", Dimension::luminosity, 1.0},   Unit{"ab-1", Dimension::luminosity, 1e3},
    Unit{"fb", Dimension::cross_section, 1e-3}, Unit{"pb", Dimension::cross_section, 1.0},
    Unit{"nb", Dimension::cross_section, 1e3},  Unit{"ub", Dimension::cross_section, 1e6},
    Unit{"mb", Dimension::cross_section, 1e9},  Unit{"urad", Dimension::angle, 1e-6},
    Unit{"mrad", Dimension::angle, 1e-3},       Unit{"rad", Dimension::angle, 1.0},
    Unit{"POT", Dimension::particles, 1.0},     Unit{"EOT", Dimension::particles, 1.0},
    Unit{"MOT", Dimension::particles, 1.0},     Unit{"MOT", Dimension::particles, 1.0},
};

std::optional<double> unit_factor(std::string_view unit, Dimension dimension) {
  if (unit.empty() || (dimension == Dimension::none && unit == "1")) return 1.0;
  for (auto const& known : units)
    if (known.name == unit && known.dimension == dimension) return known.factor;
  return std::nullopt;
}

}  // namespace

std::optional<double> in_base_units(double number, std::string_view unit, Dimension dimension) {
  auto const factor = unit_factor(unit, dimension);
  if (!factor || *factor == 1.0) return factor ? std::optional{number} : std::nullopt;
  // The product is off by a rounding or two; 15 digits are what a double keeps of any decimal number.
  return parse_number(fmt::format("{:.14e}", number * *factor));
}

std::string known_units(Dimension dimension) {
  std::string names;
  for (auto const& known : units)
    if (known.dimension == dimension) names += (names.empty() ? "" : ", ") + std::string{known.name};
  return names.empty() ? "none (a plain number)" : names;
}

double parse_quantity(std::string_view text, Dimension dimension) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) throw std::invalid_argument("nothing where a number was expected");
  text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
  auto const space = text.find_first_of(" \t");
  double const number = parse_number(text.substr(0, space));
  if (space == std::string_view::npos) return number;
  auto const unit = text.substr(text.find_first_not_of(" \t", space));
  auto const value = in_base_units(number, unit, dimension);
  if (!value)
    throw std::invalid_argument(fmt::format("unit '{}' does not fit here (known: {})", unit, known_units(dimension)));
  return *value;
}

}  // namespace penumbra
