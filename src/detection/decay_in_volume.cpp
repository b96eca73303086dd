#include "detection/decay_in_volume.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "detection/rays.hpp"

namespace penumbra {
namespace {

/// Edges of decay-position cells from entry to exit: equal in the square root of the distance to the entry, since short
/// lifetimes decay near it.
std::vector<double> depth_cells(double entry_m, double exit_m, int cells) {
  std::vector<double> edges;
  for (int i = 0; i <= cells; ++i) {
    double const part = static_cast<double>(i) / cells;
    edges.push_back(entry_m + (exit_m - entry_m) * part * part);
  }
  return edges;
}

void add_paths(LengthSpectrum& seen, Flux::Reader& reader, double m, std::vector<Ray> const& rays) {
  auto const& k = reader.k_GeV();
  std::vector<double> density(k.size());
  for (auto const& ray : rays) {
    reader.at(ray.theta_rad, density);
    for (std::size_t j = 0; j < k.size(); ++j)
      seen.add(ray.entry_m * m / k[j], ray.exit_m * m / k[j], density[j] * reader.weights()[j] * ray.solid_angle_sr);
  }
}

/// Polar angles for decays whose daughters are followed: the mediator itself may miss. Angles up to where a daughter with
/// the largest opening angle could still be bent back into the opening; beyond that the flux has died.
Nodes mediator_angles(Flux const& flux, double m, double k_min, DecaySelection const& selection, Numerics const& numerics) {
  auto const& cuts = *selection.daughters;
  double const inside = std::atan2(cuts.opening.outermost_m(), cuts.plane_m);
  double const opening = m / std::max(2.0 * cuts.energy_min_GeV, k_min);
  double const scale = flux.theta_0_rad();
  double const end = std::min(1.0, inside + 2.0 * opening);
  Nodes nodes;
  std::vector<double> const breaks{0.0, std::min(inside, end), end};
  for (std::size_t panel = 0; panel + 1 < breaks.size(); ++panel) {
    double const first = std::asinh(breaks[panel] / scale);
    double const last = std::asinh(breaks[panel + 1] / scale);
    if (!(last > first)) continue;
    // One set of nodes for each factor of about twenty in the angle.
    auto const v = composite_gauss_legendre(static_cast<int>(std::ceil((last - first) / 3.0)), numerics.detector_angles, first, last);
    for (std::size_t i = 0; i < v.size(); ++i) {
      double const theta = scale * std::sinh(v.x[i]);
      nodes.x.push_back(theta);
      nodes.w.push_back(2.0 * std::numbers::pi * std::sin(theta) * scale * std::cosh(v.x[i]) * v.w[i]);
    }
  }
  return nodes;
}

void add_followed(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double m, double daughter_mass,
                  DecayVolume const& volume, DecaySelection const& selection, Numerics const& numerics) {
  auto const& k = reader.k_GeV();
  if (k.empty()) return;
  auto const angles = mediator_angles(flux, m, k.front(), selection, numerics);
  auto const depths = depth_cells(volume.z_front_m(), volume.z_back_m(), numerics.depths);
  std::vector<std::vector<double>> density(angles.size(), std::vector<double>(k.size()));
  for (std::size_t i = 0; i < angles.size(); ++i) reader.at(angles.x[i], density[i]);
  // The share hardly changes within a cell of the momentum grid: once for each, at its middle node.
  auto const per_cell = static_cast<std::size_t>(reader.nodes_per_cell());
  for (std::size_t first = 0; first < k.size(); first += per_cell) {
    DaughterAcceptance const share{*selection.daughters, m, daughter_mass, k[first + per_cell / 2], numerics};
    for (std::size_t i = 0; i < angles.size(); ++i) {
      for (std::size_t cell = 0; cell + 1 < depths.size(); ++cell) {
        double const passed = share(angles.x[i], 0.5 * (depths[cell] + depths[cell + 1]));
        if (passed <= 0.0) continue;
        for (std::size_t j = first; j < first + per_cell; ++j) {
          double const per_z = m / k[j] / std::cos(angles.x[i]);
          seen.add(depths[cell] * per_z, depths[cell + 1] * per_z,
                   density[i][j] * reader.weights()[j] * angles.w[i] * passed);
        }
      }
    }
  }
}

}  // namespace

LengthGrid lengths_in(DecayVolume const& volume, double mediator_mass_GeV, double k_min_GeV, double k_max_GeV,
                      Numerics const& numerics) {
  double const shortest = std::max(volume.z_front_m(), 1e-3 * volume.z_back_m());
  double const longest = volume.z_back_m() / std::cos(std::min(1.0, volume.theta_max_rad()));
  return {shortest * mediator_mass_GeV / k_max_GeV, longest * mediator_mass_GeV / k_min_GeV, numerics.lengths_per_decade};
}

double momentum_cut_GeV(DecaySelection const& selection, double mediator_mass_GeV) {
  double cut = selection.energy_min_GeV;
  if (selection.daughters) cut = std::max(cut, selection.daughters->energy_min_GeV * selection.daughters->at_least);
  return cut > mediator_mass_GeV ? std::sqrt((cut - mediator_mass_GeV) * (cut + mediator_mass_GeV)) : 0.0;
}

LengthSpectrum decays_seen(Flux& flux, double mediator_mass_GeV, double daughter_mass_GeV, DecayVolume const& volume,
                           DecaySelection const& selection, Numerics const& numerics, LengthGrid const& grid) {
  LengthSpectrum seen{grid};
  Flux::Reader reader{flux, momentum_cut_GeV(selection, mediator_mass_GeV), numerics.detector_momenta};
  if (selection.daughters)
    add_followed(seen, flux, reader, mediator_mass_GeV, daughter_mass_GeV, volume, selection, numerics);
  else
    add_paths(seen, reader, mediator_mass_GeV, rays_through(volume, flux.theta_0_rad(), numerics));
  return seen;
}

Aimed aimed_at(Flux& flux, DecayVolume const& volume, double k_cut_GeV, Numerics const& numerics) {
  Flux::Reader reader{flux, k_cut_GeV, numerics.detector_momenta};
  auto const& k = reader.k_GeV();
  std::vector<double> density(k.size());
  Aimed aimed{};
  double momentum = 0.0;
  auto const v = gauss_legendre(4 * numerics.detector_angles, 0.0, std::asinh(0.5 * std::numbers::pi / flux.theta_0_rad()));
  for (std::size_t i = 0; i < v.size(); ++i) {
    double const theta = flux.theta_0_rad() * std::sinh(v.x[i]);
    reader.at(theta, density);
    double const weight = 2.0 * std::numbers::pi * std::sin(theta) * flux.theta_0_rad() * std::cosh(v.x[i]) * v.w[i];
    aimed.produced += weight * dot(density, reader.weights());
  }
  auto const volume_rays = volume.aperture().bounded() ? rays_through(volume, flux.theta_0_rad(), numerics) : std::vector<Ray>{};
  for (auto const& ray : volume_rays) {
    reader.at(ray.theta_rad, density);
    for (std::size_t j = 0; j < k.size(); ++j) {
      double const part = density[j] * reader.weights()[j] * ray.solid_angle_sr;
      aimed.pointing += part;
      momentum += part * k[j];
    }
  }
  if (!volume.aperture().bounded()) aimed.pointing = aimed.produced;
  aimed.mean_k_GeV = aimed.pointing > 0.0 ? momentum / aimed.pointing : 0.0;
  return aimed;
}

}  // namespace penumbra
