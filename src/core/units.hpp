#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace penumbra {

/// What a number in an input file measures. Inside the program a double carries its unit in its name;
/// these are the gates where units are converted: GeV, m, fb^-1, pb, rad, particles, plain numbers.
enum class Dimension { none, energy, length, luminosity, cross_section, angle, particles };

/// A number with its unit in the program's unit of that dimension (energy GeV, length m, luminosity fb^-1, cross
/// section pb, angle rad, particles 1); nullopt for a unit that is unknown or of another dimension. The same bits in
/// whichever unit a number of at most 15 digits is written, so that content keys do not depend on it.
std::optional<double> in_base_units(double number, std::string_view unit, Dimension dimension);

/// "GeV, MeV, ..." for messages.
std::string known_units(Dimension dimension);

/// A number with an optional unit, as written in cards and on the command line ("10 MeV", "0.3").
/// A bare number is in the program's unit. Throws std::invalid_argument saying what was wrong.
double parse_quantity(std::string_view text, Dimension dimension);

}  // namespace penumbra
