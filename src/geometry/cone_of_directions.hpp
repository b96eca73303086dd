#pragma once

#include <vector>

#include "geometry/solid.hpp"

namespace penumbra {

/// Polar angles, ascending, at which the view of a body along a cone of constant polar angle about the beam changes:
/// its corners and the lowest and highest points of its edges. The first and the last bound the body.
std::vector<double> polar_breaks(Solid const& solid);

/// The same of some curves, not sorted.
std::vector<double> turning_angles(std::vector<Curve> const& curves);

/// Azimuths in (-pi, pi], ascending, at which a cone of constant polar angle crosses the outline.
std::vector<double> azimuth_breaks(std::vector<Curve> const& outline, double theta_rad);

}  // namespace penumbra
