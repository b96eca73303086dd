#include "detection/decay_in_volume.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
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
    for (std::size_t j = 0; j < k.size(); ++j) {
      if (!(density[j] > 0.0)) continue;
      std::array<double, 2> const ends{ray.entry_m * m / k[j], ray.exit_m * m / k[j]};
      double const seen_here = density[j] * reader.weights()[j] * ray.solid_angle_sr;
      seen.add(ends, {&seen_here, 1});
    }
  }
}

/// Polar angles for decays whose daughters are followed: the mediator itself may miss. Angles up to where a daughter at
/// the largest angle to the mediator could still come back into the opening.
Nodes mediator_angles(Flux const& flux, double m, double k_min, DecayVolume const& volume,
                      DecaySelection const& selection, Numerics const& numerics) {
  auto const& cuts = *selection.daughters;
  double const inside = std::atan2(cuts.opening.outermost_m(), cuts.plane_m);
  // A daughter's angle to the mediator is at most m / (2 E); its arm is the part of the way behind the decay.
  double const opening =
      m / std::max(2.0 * cuts.energy_min_GeV, k_min) * (cuts.plane_m - volume.z_front_m()) / cuts.plane_m;
  double const scale = flux.theta_0_rad();
  double const end = std::min(1.0, inside + 1.2 * opening);
  Nodes nodes;
  std::vector<double> const breaks{0.0, std::min(inside, end), end};
  for (std::size_t panel = 0; panel + 1 < breaks.size(); ++panel) {
    double const first = std::asinh(breaks[panel] / scale);
    double const last = std::asinh(breaks[panel + 1] / scale);
    if (!(last > first)) continue;
    // One set of nodes for each factor of about twenty in the angle; few decays beyond the opening are seen.
    int const order = panel == 0 ? numerics.detector_angles : (numerics.detector_angles + 1) / 2;
    auto const v = composite_gauss_legendre(static_cast<int>(std::ceil((last - first) / 3.0)), order, first, last);
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
  auto const angles = mediator_angles(flux, m, k.front(), volume, selection, numerics);
  auto const depths = depth_cells(volume.z_front_m(), volume.z_back_m(), numerics.depths);
  std::vector<std::vector<double>> density(angles.size(), std::vector<double>(k.size()));
  for (std::size_t i = 0; i < angles.size(); ++i) reader.at(angles.x[i], density[i]);
  // The share of decays that pass is smooth in the momentum: at a few momenta, cubic in ln k between them.
  double const ln_first = std::log(k.front());
  double const span = std::log(k.back()) - ln_first;
  auto const intervals =
      static_cast<std::size_t>(std::ceil(span / std::log(10.0) * numerics.share_momenta_per_decade)) + 3;
  std::vector<DaughterAcceptance> acceptance;
  for (std::size_t n = 0; n <= intervals; ++n)
    acceptance.emplace_back(*selection.daughters, m, daughter_mass,
                            k.front() * std::exp(span * static_cast<double>(n) / static_cast<double>(intervals)),
                            numerics);
  struct Stencil {
    std::size_t first;
    std::array<double, 4> weights;
  };
  std::vector<Stencil> stencils;
  for (double const momentum : k) {
    double const place = std::max(0.0, (std::log(momentum) - ln_first) / span * static_cast<double>(intervals));
    // Four neighbouring points; at the ends the last four.
    auto const n = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, intervals - 2);
    stencils.push_back({n - 1, cubic_weights(place - static_cast<double>(n))});
  }
  std::size_t const cells = depths.size() - 1;
  std::vector<double> share((intervals + 1) * cells);  // momentum outer, cell inner
  std::vector<double> lengths(cells + 1);
  std::vector<double> passed(cells);
  for (std::size_t i = 0; i < angles.size(); ++i) {
    for (std::size_t n = 0; n <= intervals; ++n)
      for (std::size_t cell = 0; cell < cells; ++cell)
        share[n * cells + cell] = acceptance[n](angles.x[i], 0.5 * (depths[cell] + depths[cell + 1]));
    for (std::size_t j = 0; j < k.size(); ++j) {
      if (!(density[i][j] > 0.0)) continue;
      auto const& [first, w] = stencils[j];
      double const made = density[i][j] * reader.weights()[j] * angles.w[i];
      double const per_z = m / k[j] / std::cos(angles.x[i]);
      for (std::size_t cell = 0; cell <= cells; ++cell) lengths[cell] = depths[cell] * per_z;
      for (std::size_t cell = 0; cell < cells; ++cell) {
        auto const* const near = &share[first * cells + cell];
        passed[cell] =
            made *
            std::clamp(w[0] * near[0] + w[1] * near[cells] + w[2] * near[2 * cells] + w[3] * near[3 * cells], 0.0, 1.0);
      }
      seen.add(lengths, passed);
    }
  }
}

}  // namespace

LengthGrid lengths_in(DecayVolume const& volume, double mediator_mass_GeV, double k_min_GeV, double k_max_GeV,
                      Numerics const& numerics) {
  double const shortest = std::max(volume.z_front_m(), 1e-3 * volume.z_back_m());
  double const longest = volume.z_back_m() / std::cos(std::min(1.0, volume.theta_max_rad()));
  return {shortest * mediator_mass_GeV / k_max_GeV, longest * mediator_mass_GeV / k_min_GeV,
          numerics.lengths_per_decade};
}

double momentum_cut_GeV(DecaySelection const& selection, double mediator_mass_GeV) {
  double cut = selection.energy_min_GeV;
  if (selection.daughters) cut = std::max(cut, selection.daughters->energy_min_GeV * selection.daughters->at_least);
  return cut > mediator_mass_GeV ? std::sqrt((cut - mediator_mass_GeV) * (cut + mediator_mass_GeV)) : 0.0;
}

LengthSpectrum decays_seen(Flux& flux, double mediator_mass_GeV, double daughter_mass_GeV, DecayVolume const& volume,
                           DecaySelection const& selection, Numerics const& numerics, LengthGrid const& grid) {
  LengthSpectrum seen{grid};
  // Fluxes with a sharp edge have close momenta already.
  int const nodes = flux.has_edge() ? std::max(1, numerics.detector_momenta / 2) : numerics.detector_momenta;
  Flux::Reader reader{flux, momentum_cut_GeV(selection, mediator_mass_GeV), nodes};
  if (selection.daughters) {
    add_followed(seen, flux, reader, mediator_mass_GeV, daughter_mass_GeV, volume, selection, numerics);
  } else {
    // A sharp edge wants closer rays.
    Numerics rays = numerics;
    if (flux.has_edge()) rays.detector_angles *= 3;
    add_paths(seen, reader, mediator_mass_GeV, rays_through(volume, flux.theta_0_rad(), rays, flux.edge_rad()));
  }
  return seen;
}

Aimed aimed_at(Flux& flux, DecayVolume const& volume, double k_cut_GeV, Numerics const& numerics) {
  Flux::Reader reader{flux, k_cut_GeV, numerics.detector_momenta};
  auto const& k = reader.k_GeV();
  std::vector<double> density(k.size());
  Aimed aimed{};
  double momentum = 0.0;
  auto const v =
      gauss_legendre(4 * numerics.detector_angles, 0.0, std::asinh(0.5 * std::numbers::pi / flux.theta_0_rad()));
  for (std::size_t i = 0; i < v.size(); ++i) {
    double const theta = flux.theta_0_rad() * std::sinh(v.x[i]);
    reader.at(theta, density);
    double const weight = 2.0 * std::numbers::pi * std::sin(theta) * flux.theta_0_rad() * std::cosh(v.x[i]) * v.w[i];
    aimed.produced += weight * dot(density, reader.weights());
  }
  auto const volume_rays =
      volume.aperture().bounded() ? rays_through(volume, flux.theta_0_rad(), numerics) : std::vector<Ray>{};
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
