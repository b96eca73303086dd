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

/// Ends of paths closer than this, relative to the length, are one.
constexpr double same_length = 1e-4;

/// Paths of one cone of rays: solid angle between one end of a path and the next, both counted from `begin_m` on, where
/// mediators begin.
struct Stretches {
  Stretches(std::span<Ray const> rays, double begin_m) : theta_rad{rays.front().theta_rad} {
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
    std::sort(ends.begin(), ends.end(), [](End const& a, End const& b) { return a.length_m < b.length_m; });
    // Where paths all begin, or all end, at the same plane, they do so at one length: the mean of theirs.
    std::size_t last = 0;
    for (std::size_t i = 1; i < ends.size(); ++i) {
      auto& before = ends[last];
      auto const& end = ends[i];
      bool const same_side = (end.change_sr > 0.0) == (before.change_sr > 0.0);
      if (same_side && end.length_m - before.length_m <= same_length * end.length_m) {
        double const sum = before.change_sr + end.change_sr;
        before.length_m += end.change_sr / sum * (end.length_m - before.length_m);
        before.change_sr = sum;
      } else {
        ends[++last] = end;
      }
    }
    if (!ends.empty()) ends.resize(last + 1);
    for (double sum = 0.0; auto const& end : ends) {
      lengths_m.push_back(end.length_m);
      solid_angle_sr.push_back(sum += end.change_sr);
    }
    if (!ends.empty()) solid_angle_sr.pop_back();
  }
  double theta_rad;
  std::vector<double> lengths_m;
  std::vector<double> solid_angle_sr;
};

/// Adds the decays along these paths at every momentum to each kind of decays, as often as it counts there.
void add_paths(std::span<LengthSpectrum> seen, std::span<std::size_t const> places,
               std::span<DecayKinematics const> kinds, Flux::Reader& reader, std::vector<Stretches> const& cones,
               LengthGrid const& grid) {
  auto const& k = reader.k_GeV();
  std::vector<std::vector<double>> density(cones.size(), std::vector<double>(k.size()));
  for (std::size_t c = 0; c < cones.size(); ++c) reader.at(cones[c].theta_rad, density[c]);
  double const m = kinds.front().particle_GeV();
  LengthSpectrum at_k{grid};
  std::vector<double> lengths;
  std::vector<double> made;
  bool const one_kind = kinds.size() == 1;
  for (std::size_t j = 0; j < k.size(); ++j) {
    double const m_over_k = m / k[j];
    double const counted = one_kind ? kinds.front().counting(k[j]) : 1.0;
    auto& sum = one_kind ? seen[places.front()] : at_k;
    if (!one_kind) at_k.clear();
    for (std::size_t c = 0; c < cones.size(); ++c) {
      auto const& [theta_rad, lengths_m, solid_angle_sr] = cones[c];
      if (lengths_m.empty() || !(density[c][j] > 0.0)) continue;
      double const factor = density[c][j] * reader.weights()[j] * counted;
      lengths.resize(lengths_m.size());
      made.resize(solid_angle_sr.size());
      for (std::size_t i = 0; i < lengths.size(); ++i) lengths[i] = lengths_m[i] * m_over_k;
      for (std::size_t i = 0; i < made.size(); ++i) made[i] = factor * solid_angle_sr[i];
      sum.add(lengths, made);
    }
    for (std::size_t i = 0; !one_kind && i < kinds.size(); ++i) seen[places[i]].add(at_k, kinds[i].counting(k[j]));
  }
}

/// Calls `take(rays of one polar angle)`.
template <class Take>
void for_each_cone(std::vector<Ray> const& rays, Take const& take) {
  for (auto first = rays.begin(); first != rays.end();) {
    auto const last =
        std::find_if(first, rays.end(), [&](Ray const& ray) { return ray.theta_rad != first->theta_rad; });
    take(std::span<Ray const>{first, last});
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

namespace {

/// Kinds of decays of which all is seen, or such of which a part is not: `places` among all.
void add_seen(std::span<LengthSpectrum> seen, std::span<std::size_t const> places,
              std::span<DecayKinematics const> kinds, Flux& flux, DecayVolume const& volume,
              DecaySelection const& selection, Numerics const& numerics, LengthGrid const& grid,
              FollowedInSolid const* followed) {
  bool const all_seen = kinds.front().all_seen();
  double const m = kinds.front().particle_GeV();
  double begin = std::numeric_limits<double>::infinity();
  for (auto const& kind : kinds) begin = std::min(begin, kind.lowest_k_GeV());
  begin = std::max(begin, momentum_cut_GeV(selection, m));
  double const end = all_seen ? momentum_end_GeV(selection, m) : std::numeric_limits<double>::infinity();
  // Fluxes with a sharp edge have close momenta already.
  int nodes = flux.has_edge() ? (numerics.detector_momenta + 1) / 2 : numerics.detector_momenta;
  // Cells share their momenta where daughters are followed, so that more cost little: with half as many the short ends
  // of SHADOWS would move by 2 %.
  if (followed) nodes += (numerics.detector_momenta + 1) / 3;
  Flux::Reader reader{flux, begin, nodes, end, flux.cells_together()};
  if (reader.k_GeV().empty()) return;
  if (followed) {
    followed->add(seen, reader, places);
    return;
  }
  if (auto const* space = std::get_if<OpenSpace>(&volume)) {
    PENUMBRA_EXPECT(selection.daughters.has_value());
    std::vector<LengthSpectrum> own(kinds.size(), LengthSpectrum{grid});
    add_followed(own, flux, reader, kinds, *space, *selection.daughters, numerics);
    for (std::size_t i = 0; i < kinds.size(); ++i) seen[places[i]].add(own[i], 1.0);
    return;
  }
  PENUMBRA_EXPECT(!selection.daughters);
  // A sharp edge wants closer rays.
  Numerics fine = numerics;
  if (flux.has_edge()) fine.detector_angles *= 3;
  std::vector<Stretches> cones;
  for_each_cone(rays_through(std::get<Solid>(volume), flux.theta_0_rad(), fine, {flux.edge_rad()}),
                [&](std::span<Ray const> rays) { cones.emplace_back(rays, flux.begin_m()); });
  add_paths(seen, places, kinds, reader, cones, grid);
}

}  // namespace

std::vector<LengthSpectrum> decays_seen(Flux& flux, std::span<DecayKinematics const> kinds, DecayVolume const& volume,
                                        DecaySelection const& selection, Numerics const& numerics,
                                        LengthGrid const& grid, FollowedInSolid const* followed) {
  std::vector<LengthSpectrum> seen(kinds.size(), LengthSpectrum{grid});
  for (bool const all_seen : {true, false}) {
    std::vector<std::size_t> places;
    std::vector<DecayKinematics> alike;
    for (std::size_t d = 0; d < kinds.size(); ++d)
      if (kinds[d].all_seen() == all_seen) {
        places.push_back(d);
        alike.push_back(kinds[d]);
      }
    if (!places.empty()) add_seen(seen, places, alike, flux, volume, selection, numerics, grid, followed);
  }
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
    for_each_cone(rays_through(*solid, flux.theta_0_rad(), numerics), [&](std::span<Ray const> rays) {
      double solid_angle = 0.0;
      for (std::size_t i = 0; i < rays.size(); ++i)  // a line through a hole has two rays
        if (i == 0 || rays[i].phi_rad != rays[i - 1].phi_rad) solid_angle += rays[i].solid_angle_sr;
      reader.at(rays.front().theta_rad, density);
      point(density, solid_angle);
    });
  aimed.mean_k_GeV = aimed.pointing > 0.0 ? momentum / aimed.pointing : 0.0;
  return aimed;
}

}  // namespace penumbra
