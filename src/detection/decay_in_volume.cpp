#include "detection/decay_in_volume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "detection/followed_decays.hpp"
#include "detection/rays.hpp"

namespace penumbra {
namespace {

/// Adds rays of one polar angle: the densities of their paths add up, cut where any of them begins or ends. Paths are
/// counted from `begin_m` on, where mediators begin.
void add_cone(LengthSpectrum& seen, Flux::Reader& reader, double m, double begin_m, std::span<Ray const> rays,
              std::span<double const> density) {
  struct End {
    double length_m;
    double change_sr;
  };
  std::vector<End> ends;
  for (auto const& ray : rays) {
    if (ray.exit_m <= begin_m) continue;
    ends.push_back({std::max(0.0, ray.entry_m - begin_m), ray.solid_angle_sr});
    ends.push_back({ray.exit_m - begin_m, -ray.solid_angle_sr});
  }
  if (ends.empty()) return;
  std::sort(ends.begin(), ends.end(), [](End const& a, End const& b) { return a.length_m < b.length_m; });
  std::vector<double> solid_angle;  // between one end and the next
  for (double sum = 0.0; auto const& end : ends) solid_angle.push_back(sum += end.change_sr);
  solid_angle.pop_back();
  auto const& k = reader.k_GeV();
  std::vector<double> lengths(ends.size());
  std::vector<double> seen_here(solid_angle.size());
  for (std::size_t j = 0; j < k.size(); ++j) {
    if (!(density[j] > 0.0)) continue;
    double const made = density[j] * reader.weights()[j];
    for (std::size_t i = 0; i < ends.size(); ++i) lengths[i] = ends[i].length_m * m / k[j];
    for (std::size_t i = 0; i < solid_angle.size(); ++i) seen_here[i] = made * solid_angle[i];
    seen.add(lengths, seen_here);
  }
}

/// Calls `take(rays of one polar angle, density there at every momentum)`.
template <class Take>
void for_each_cone(Flux::Reader& reader, std::vector<Ray> const& rays, Take const& take) {
  std::vector<double> density(reader.k_GeV().size());
  for (auto first = rays.begin(); first != rays.end();) {
    auto const last =
        std::find_if(first, rays.end(), [&](Ray const& ray) { return ray.theta_rad != first->theta_rad; });
    reader.at(first->theta_rad, density);
    take(std::span<Ray const>{first, last}, std::span<double>{density});
    first = last;
  }
}

}  // namespace

DecaySelection seen_from(double z_m, DecaySelection selection) {
  if (!selection.daughters) return selection;
  selection.daughters->opening.centre_m[2] -= z_m;
  for (auto& opening : selection.daughters->further) opening.centre_m[2] -= z_m;
  return selection;
}

LengthGrid lengths_in(Distances const& distances, double mediator_mass_GeV, double k_min_GeV, double k_max_GeV,
                      Numerics const& numerics, double begin_m) {
  auto const [nearest, farthest] = distances;
  // What begins behind the front of a volume decays from there on: two decades of lengths are enough.
  return {std::max(nearest - begin_m, 0.01 * nearest) * mediator_mass_GeV / k_max_GeV,
          farthest * mediator_mass_GeV / k_min_GeV, numerics.lengths_per_decade};
}

double momentum_cut_GeV(DecaySelection const& selection, double mass_GeV) {
  double cut = selection.energy_min_GeV;
  if (selection.daughters) cut = std::max(cut, selection.daughters->energy_min_GeV * selection.daughters->at_least);
  return cut > mass_GeV ? std::sqrt((cut - mass_GeV) * (cut + mass_GeV)) : 0.0;
}

double momentum_end_GeV(DecaySelection const& selection, double mass_GeV) {
  if (!selection.energy_max_GeV) return std::numeric_limits<double>::infinity();
  double const E = *selection.energy_max_GeV;
  return E > mass_GeV ? std::sqrt((E - mass_GeV) * (E + mass_GeV)) : 0.0;
}

LengthSpectrum decays_seen(Flux& flux, DecayKinematics const& decay, DecayVolume const& volume,
                           DecaySelection const& selection, Numerics const& numerics, LengthGrid const& grid,
                           std::optional<FollowedKind> const& followed) {
  double const m = decay.particle_GeV();
  LengthSpectrum seen{grid};
  // Fluxes with a sharp edge have close momenta already.
  int nodes = flux.has_edge() ? (numerics.detector_momenta + 1) / 2 : numerics.detector_momenta;
  // Cells share their momenta where daughters are followed, so that more cost little.
  if (followed) nodes += (numerics.detector_momenta + 1) / 3;
  // Pairs of several masses begin to count at several momenta.
  if (!decay.all_seen()) nodes *= 3;
  double const begin = std::max(momentum_cut_GeV(selection, m), decay.lowest_k_GeV());
  double const end = decay.all_seen() ? momentum_end_GeV(selection, m) : std::numeric_limits<double>::infinity();
  Flux::Reader reader{flux, begin, nodes, end};
  if (reader.k_GeV().empty()) return seen;
  if (followed) {
    followed->decays->add(seen, reader, followed->kind);
    return seen;
  }
  if (auto const* space = std::get_if<OpenSpace>(&volume)) {
    PENUMBRA_EXPECT(selection.daughters.has_value());
    add_followed(seen, flux, reader, decay, *space, *selection.daughters, numerics);
    return seen;
  }
  PENUMBRA_EXPECT(!selection.daughters);
  // A sharp edge wants closer rays.
  Numerics fine = numerics;
  if (flux.has_edge()) fine.detector_angles *= 3;
  std::vector<double> counting;
  for (double const k : reader.k_GeV()) counting.push_back(decay.counting(k));
  for_each_cone(reader, rays_through(std::get<Solid>(volume), flux.theta_0_rad(), fine, {flux.edge_rad()}),
                [&](std::span<Ray const> rays, std::span<double> density) {
                  for (std::size_t j = 0; j < density.size(); ++j) density[j] *= counting[j];
                  add_cone(seen, reader, m, flux.begin_m(), rays, density);
                });
  return seen;
}

Aimed aimed_at(Flux& flux, double mediator_mass_GeV, DecayVolume const& volume, DecaySelection const& selection,
               Numerics const& numerics) {
  Flux::Reader reader{flux, momentum_cut_GeV(selection, mediator_mass_GeV), numerics.detector_momenta,
                      momentum_end_GeV(selection, mediator_mass_GeV)};
  auto const& k = reader.k_GeV();
  std::vector<double> density(k.size());
  Aimed aimed{};
  double momentum = 0.0;
  auto const* const solid = std::get_if<Solid>(&volume);
  auto const point = [&](std::span<double const> at_k, double solid_angle_sr) {
    for (std::size_t j = 0; j < k.size(); ++j) {
      double const part = at_k[j] * reader.weights()[j] * solid_angle_sr;
      aimed.pointing += part;
      momentum += part * k[j];
    }
  };
  double const widest = std::max(0.5 * std::numbers::pi, solid ? solid->theta_max_rad() : 0.0);
  auto const v = gauss_legendre(4 * numerics.detector_angles, 0.0, std::asinh(widest / flux.theta_0_rad()));
  for (std::size_t i = 0; i < v.size(); ++i) {
    double const theta = flux.theta_0_rad() * std::sinh(v.x[i]);
    reader.at(theta, density);
    double const weight = 2.0 * std::numbers::pi * std::sin(theta) * flux.theta_0_rad() * std::cosh(v.x[i]) * v.w[i];
    aimed.produced += weight * dot(density, reader.weights());
    if (!solid) point(density, weight);
  }
  if (solid)
    for_each_cone(reader, rays_through(*solid, flux.theta_0_rad(), numerics),
                  [&](std::span<Ray const> rays, std::span<double const> at_k) {
                    double solid_angle = 0.0;
                    for (std::size_t i = 0; i < rays.size(); ++i)  // a line through a hole has two rays
                      if (i == 0 || rays[i].phi_rad != rays[i - 1].phi_rad) solid_angle += rays[i].solid_angle_sr;
                    point(at_k, solid_angle);
                  });
  aimed.mean_k_GeV = aimed.pointing > 0.0 ? momentum / aimed.pointing : 0.0;
  return aimed;
}

}  // namespace penumbra
