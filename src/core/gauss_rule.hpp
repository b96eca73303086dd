#pragma once

#include "core/integrate.hpp"

namespace penumbra {

/// A few positive weights with the moments of many: the Gauss rule of this discrete measure in x, exact for polynomials
/// of degree 2 count - 1; fewer nodes where the measure has fewer different places. x ascends. Weights of the measure
/// are positive, and there are at least `count` of them.
Nodes gauss_rule(Nodes const& measure, int count);

}  // namespace penumbra
