#pragma once

#include <vector>

#include "geometry/solid.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// A stretch of a straight line from the origin inside a body, and the solid angle that it stands for.
struct Ray {
  double theta_rad;
  double phi_rad;
  double solid_angle_sr;
  double entry_m;
  double exit_m;
};

/// Quadrature over all directions that meet a body; rays of one polar angle follow each other.
///
/// Panels of the polar angle end where the view changes (corners, edges, an angle where the flux has a kink:
/// `edge_rad`, 0 for none), and so do those of the azimuth on each cone; both crowd towards their ends, where a path
/// may begin like a square root. Within, polar nodes crowd towards the beam on the scale theta_0, below which a flux
/// hardly changes.
/// `edges`: what lies behind the body and cuts what happens inside, as seen from the origin.
///
/// A body that is round about the beam has one azimuth for all, unless what happens inside depends on it. Where all is
/// its own mirror image, rays on one side stand for those on the other.
struct Azimuths {
  bool alike = true;
  bool mirrored_x = false;
  bool mirrored_y = false;
};
std::vector<Ray> rays_through(Solid const& solid, double theta_0_rad, Numerics const& numerics,
                              std::vector<double> const& kinks = {}, Azimuths azimuths = {},
                              std::vector<Curve> const& edges = {});

}  // namespace penumbra
