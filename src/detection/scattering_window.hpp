#pragma once

#include <variant>

#include "detection/deep_inelastic.hpp"
#include "detection/pion_production.hpp"
#include "detection/recoil.hpp"

namespace penumbra {

/// What dark matter does to a target, and which outcomes count.
using ScatteringWindow = std::variant<RecoilWindow, PionWindow, ShowerWindow>;

/// Cross section for outcomes in the window, at alpha_D = 1 and matter coupling 1; zero on a target that has no such
/// process.
CrossSectionTable cross_section(DarkMatter const& dm, double mediator_GeV, RecoilTarget const& target,
                                ScatteringWindow const& window, double E_max_GeV, Numerics const& numerics);

}  // namespace penumbra
