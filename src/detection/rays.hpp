#pragma once

#include <vector>

#include "geometry/volume.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// A straight path through a decay volume and the solid angle that it stands for.
struct Ray {
  double theta_rad;
  double solid_angle_sr;
  double entry_m;
  double exit_m;
};

/// Quadrature over all directions that cross a volume. Panels end where the shape of the path changes (front and back
/// edges), and within a panel the nodes crowd towards the axis on the scale theta_0, below which a flux hardly changes.
/// `edge_rad`: an angle where the flux has a kink (0: none).
std::vector<Ray> rays_through(DecayVolume const& volume, double theta_0_rad, Numerics const& numerics,
                              double edge_rad = 0.0);

}  // namespace penumbra
