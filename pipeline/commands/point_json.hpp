#pragma once

#include <string>

#include "pipeline/commands/output.hpp"
#include "pipeline/parameters.hpp"

namespace penumbra {

/// Parameters (and options) of a point: {"mass": 0.05, "epsilon": 3e-5}.
Json parameters_json(Point const& point);
/// "mass = 0.05 GeV, epsilon = 3e-05".
std::string parameters_text(Point const& point);

}  // namespace penumbra
