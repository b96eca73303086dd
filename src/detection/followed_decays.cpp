#include "detection/followed_decays.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "detection/rays.hpp"
#include "detection/tracked_daughters.hpp"

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

/// Polar angles for decays whose daughters are followed: the mediator itself may miss. Angles up to where a daughter at
/// the largest angle to the mediator could still come back into the opening.
Nodes mediator_angles(Flux const& flux, double m, double k_min, OpenSpace const& volume, DaughterCuts const& cuts,
                      Numerics const& numerics) {
  double const plane = cuts.opening.centre_m[2];
  double const inside = std::atan2(cuts.opening.aperture.outermost_m(), plane);
  // A daughter's angle to the mediator is at most m / (2 E); its arm is the part of the way behind the decay.
  double const opening = m / std::max(2.0 * cuts.energy_min_GeV, k_min) * (plane - volume.z_front_m) / plane;
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

/// The share of decays that pass is smooth in the momentum: it is computed at a few momenta, cubic in ln k between
/// them.
std::vector<double> share_momenta(double k_min, double k_max, Numerics const& numerics) {
  double const span = std::log(k_max) - std::log(k_min);
  auto const intervals =
      static_cast<std::size_t>(std::ceil(span / std::log(10.0) * numerics.share_momenta_per_decade)) + 3;
  std::vector<double> k;
  for (std::size_t n = 0; n <= intervals; ++n)
    k.push_back(k_min * std::exp(span * static_cast<double>(n) / static_cast<double>(intervals)));
  return k;
}

/// Adds the decays on one path, cut into cells between `edges_m` from the origin, of which `part` (momentum outer, cell
/// inner; at most `most`) passes.
void add_cells(LengthSpectrum& seen, Flux::Reader const& reader, double m, std::vector<double> const& density,
               std::vector<double> const& momenta, std::vector<double> const& part, std::vector<double> const& edges_m,
               double most, double weight) {
  auto const& k = reader.k_GeV();
  std::size_t const cells = edges_m.size() - 1;
  std::size_t const intervals = momenta.size() - 1;
  double const ln_first = std::log(momenta.front());
  double const span = std::log(momenta.back()) - ln_first;
  std::vector<double> lengths(cells + 1);
  std::vector<double> passed(cells);
  for (std::size_t j = 0; j < k.size(); ++j) {
    if (!(density[j] > 0.0)) continue;
    double const place = std::max(0.0, (std::log(k[j]) - ln_first) / span * static_cast<double>(intervals));
    // Four neighbouring points; at the ends the last four.
    auto const n = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, intervals - 2);
    auto const w = cubic_weights(place - static_cast<double>(n));
    double const made = density[j] * reader.weights()[j] * weight;
    for (std::size_t cell = 0; cell <= cells; ++cell) lengths[cell] = edges_m[cell] * m / k[j];
    for (std::size_t cell = 0; cell < cells; ++cell) {
      auto const* const near = &part[(n - 1) * cells + cell];
      passed[cell] =
          made *
          std::clamp(w[0] * near[0] + w[1] * near[cells] + w[2] * near[2 * cells] + w[3] * near[3 * cells], 0.0, most);
    }
    seen.add(lengths, passed);
  }
}

}  // namespace

void add_followed(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double mediator_mass_GeV,
                  double daughter_mass_GeV, OpenSpace const& space, DaughterCuts const& cuts,
                  Numerics const& numerics) {
  auto const& k = reader.k_GeV();
  auto const angles = mediator_angles(flux, mediator_mass_GeV, k.front(), space, cuts, numerics);
  auto const depths = depth_cells(space.z_front_m, space.z_back_m, numerics.depths);
  std::size_t const cells = depths.size() - 1;
  auto const momenta = share_momenta(k.front(), k.back(), numerics);
  std::vector<DaughterAcceptance> acceptance;
  for (double const momentum : momenta)
    acceptance.emplace_back(cuts, mediator_mass_GeV, daughter_mass_GeV, momentum, numerics);
  std::vector<double> density(k.size());
  std::vector<double> share(momenta.size() * cells);
  std::vector<double> edges(cells + 1);
  for (std::size_t i = 0; i < angles.size(); ++i) {
    reader.at(angles.x[i], density);
    for (std::size_t n = 0; n < momenta.size(); ++n)
      for (std::size_t cell = 0; cell < cells; ++cell)
        share[n * cells + cell] = acceptance[n](angles.x[i], 0.5 * (depths[cell] + depths[cell + 1]));
    for (std::size_t cell = 0; cell <= cells; ++cell) edges[cell] = depths[cell] / std::cos(angles.x[i]);
    add_cells(seen, reader, mediator_mass_GeV, density, momenta, share, edges, 1.0, angles.w[i]);
  }
}

FollowedInSolid::FollowedInSolid(Solid const& solid, DaughterCuts const& cuts, double mediator_mass_GeV,
                                 double daughter_mass_GeV, FluxRange const& range, Numerics const& numerics)
    : mass_{mediator_mass_GeV}, k_{share_momenta(range.k_min_GeV, range.k_max_GeV, numerics)} {
  std::vector<TrackedDaughters> tracked;
  for (double const k : k_) tracked.emplace_back(cuts, solid, mass_, daughter_mass_GeV, k, numerics);
  auto const azimuths = cuts.opening.round_about_beam() ? Azimuths::alike : Azimuths::different;
  Numerics fine = numerics;  // what passes changes more along an arc than the path does
  fine.detector_azimuths = numerics.detector_azimuths * 5 / 4;
  auto const rays = rays_through(solid, range.theta_0_rad, fine, range.kinks_rad, azimuths, cuts.opening.outline());
  double shift = 0.0;
  for (auto first = rays.begin(); first != rays.end();) {
    auto const last = std::find_if(first, rays.end(), [&](Ray const& r) { return r.theta_rad != first->theta_rad; });
    // Two cells for each depth: where the paths of a cone begin and end is resolved to half a cell.
    auto const entry = std::min_element(first, last, [](auto& a, auto& b) { return a.entry_m < b.entry_m; })->entry_m;
    auto const exit = std::max_element(first, last, [](auto& a, auto& b) { return a.exit_m < b.exit_m; })->exit_m;
    Cone cone{first->theta_rad, depth_cells(entry, exit, 2 * numerics.depths), {}};
    std::size_t const cells = cone.edges_m.size() - 1;
    cone.solid_angle_sr.resize(k_.size() * cells);
    for (auto ray = first; ray != last; ++ray)
      for (std::size_t cell = 0; cell < cells; ++cell) {
        double const from = std::max(ray->entry_m, cone.edges_m[cell]);
        double const to = std::min(ray->exit_m, cone.edges_m[cell + 1]);
        if (!(to > from)) continue;
        double const inside = ray->solid_angle_sr * (to - from) / (cone.edges_m[cell + 1] - cone.edges_m[cell]);
        shift = std::fmod(shift + std::numbers::sqrt2, 1.0);
        for (std::size_t n = 0; n < k_.size(); ++n)
          cone.solid_angle_sr[n * cells + cell] +=
              inside * tracked[n](ray->theta_rad, ray->phi_rad, 0.5 * (from + to), shift);
      }
    cones_.push_back(std::move(cone));
    first = last;
  }
}

void FollowedInSolid::add(LengthSpectrum& seen, Flux::Reader& reader) const {
  std::vector<double> density(reader.k_GeV().size());
  for (auto const& cone : cones_) {
    reader.at(cone.theta_rad, density);
    add_cells(seen, reader, mass_, density, k_, cone.solid_angle_sr, cone.edges_m, 4.0 * std::numbers::pi, 1.0);
  }
}

}  // namespace penumbra
