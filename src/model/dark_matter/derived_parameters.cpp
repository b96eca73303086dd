#include "model/dark_matter/derived_parameters.hpp"

#include <fmt/format.h>

namespace penumbra {

DerivedParameter thermal_y(std::string const& matter, std::string const& dark, std::string const& dark_matter_mass,
                           std::string const& mediator_mass) {
  return {{"y", ParameterKind::coupling, "1",
           fmt::format("{}^2 {} ({} / {})^4", matter, dark, dark_matter_mass, mediator_mass), 1e-40, 1e4},
          matter,
          fmt::format("sqrt(y / {}) * ({} / {})^2", dark, mediator_mass, dark_matter_mass)};
}

DerivedParameter resonance_delta(std::string const& dark_matter_mass, std::string const& mediator_mass) {
  return {
      {"delta", ParameterKind::mass, "1", fmt::format("{} / (2 {}) - 1", mediator_mass, dark_matter_mass), -1.0, 1e6},
      mediator_mass,
      fmt::format("2 * {} * (1 + delta)", dark_matter_mass)};
}

}  // namespace penumbra
