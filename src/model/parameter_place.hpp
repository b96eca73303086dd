#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/model.hpp"

namespace penumbra {

/// Where a parameter stands among those of its kind: the masses, or the couplings. Nullopt: there is none of this name.
std::optional<std::size_t> parameter_place(Model const& model, ParameterKind kind, std::string const& name);

}  // namespace penumbra
