#include "geometry/decay_volume.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {

DecayVolume seen_from(double z_m, DecayVolume const& volume) {
  if (auto const* solid = std::get_if<Solid>(&volume)) return solid->seen_from(z_m);
  auto const& open = std::get<OpenSpace>(volume);
  return OpenSpace{open.z_front_m - z_m, open.z_back_m - z_m};
}

Distances distances(DecayVolume const& volume) {
  if (auto const* solid = std::get_if<Solid>(&volume))
    return {std::max(solid->nearest_m(), 1e-3 * solid->farthest_m()), solid->farthest_m()};
  auto const& open = std::get<OpenSpace>(volume);
  return {std::max(open.z_front_m, 1e-3 * open.z_back_m), open.z_back_m / std::cos(1.0)};
}

std::optional<Opening> back_face(Solid const& solid) {
  auto const face = [&](Aperture const& aperture, double length_m) {
    return Opening{aperture, advanced(solid.centre_m(), 1.0, solid.rotation().turned({0.0, 0.0, 0.5 * length_m})),
                   solid.rotation()};
  };
  auto const& shape = solid.shape();
  if (auto const* box = std::get_if<Cuboid>(&shape))
    return face(Aperture::rectangle(box->size_m[0], box->size_m[1]), box->size_m[2]);
  if (auto const* f = std::get_if<Frustum>(&shape))
    return face(Aperture::rectangle(f->back_m[0], f->back_m[1]), f->length_m);
  if (auto const* cone = std::get_if<Cone>(&shape)) return face(Aperture::disc(cone->back_radius_m), cone->length_m);
  auto const* cylinder = std::get_if<Cylinder>(&shape);
  if (!cylinder || cylinder->axis != 2) return std::nullopt;
  return face(Aperture::disc(cylinder->radius_m, 0.0, 0.0, cylinder->inner_radius_m), cylinder->length_m);
}

}  // namespace penumbra
