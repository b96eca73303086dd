#include "model/parameter_place.hpp"

namespace penumbra {

std::optional<std::size_t> parameter_place(Model const& model, ParameterKind kind, std::string const& name) {
  std::size_t place = 0;
  for (auto const& parameter : model.parameters()) {
    if (parameter.kind != kind) continue;
    if (parameter.name == name) return place;
    ++place;
  }
  return std::nullopt;
}

}  // namespace penumbra
