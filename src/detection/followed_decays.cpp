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
struct ShareMomenta {
  std::vector<double> k_GeV;
  struct Stencil {
    std::size_t first;
    std::array<double, 4> weights;
  };
  std::vector<Stencil> stencils;  ///< one for each momentum of the reader

  ShareMomenta(std::vector<double> const& wanted, Numerics const& numerics) {
    double const ln_first = std::log(wanted.front());
    double const span = std::log(wanted.back()) - ln_first;
    auto const intervals =
        static_cast<std::size_t>(std::ceil(span / std::log(10.0) * numerics.share_momenta_per_decade)) + 3;
    for (std::size_t n = 0; n <= intervals; ++n)
      k_GeV.push_back(wanted.front() * std::exp(span * static_cast<double>(n) / static_cast<double>(intervals)));
    for (double const momentum : wanted) {
      double const place = std::max(0.0, (std::log(momentum) - ln_first) / span * static_cast<double>(intervals));
      // Four neighbouring points; at the ends the last four.
      auto const n = std::clamp(static_cast<std::size_t>(place), std::size_t{1}, intervals - 2);
      stencils.push_back({n - 1, cubic_weights(place - static_cast<double>(n))});
    }
  }
};

/// Adds the decays on one path, cut into cells: `share` (momentum outer, cell inner) of what passes through
/// `solid_angle_sr`, `edges_m` from the origin.
void add_cells(LengthSpectrum& seen, Flux::Reader const& reader, double m, std::vector<double> const& density,
               ShareMomenta const& momenta, std::vector<double> const& share, std::vector<double> const& edges_m,
               double solid_angle_sr) {
  auto const& k = reader.k_GeV();
  std::size_t const cells = edges_m.size() - 1;
  std::vector<double> lengths(cells + 1);
  std::vector<double> passed(cells);
  for (std::size_t j = 0; j < k.size(); ++j) {
    if (!(density[j] > 0.0)) continue;
    auto const& [first, w] = momenta.stencils[j];
    double const made = density[j] * reader.weights()[j] * solid_angle_sr;
    for (std::size_t cell = 0; cell <= cells; ++cell) lengths[cell] = edges_m[cell] * m / k[j];
    for (std::size_t cell = 0; cell < cells; ++cell) {
      auto const* const near = &share[first * cells + cell];
      passed[cell] =
          made *
          std::clamp(w[0] * near[0] + w[1] * near[cells] + w[2] * near[2 * cells] + w[3] * near[3 * cells], 0.0, 1.0);
    }
    seen.add(lengths, passed);
  }
}

void add_in(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double m, double daughter_mass,
            OpenSpace const& space, DaughterCuts const& cuts, Numerics const& numerics) {
  auto const& k = reader.k_GeV();
  auto const angles = mediator_angles(flux, m, k.front(), space, cuts, numerics);
  auto const depths = depth_cells(space.z_front_m, space.z_back_m, numerics.depths);
  std::size_t const cells = depths.size() - 1;
  ShareMomenta const momenta{k, numerics};
  std::vector<DaughterAcceptance> acceptance;
  for (double const momentum : momenta.k_GeV) acceptance.emplace_back(cuts, m, daughter_mass, momentum, numerics);
  std::vector<double> density(k.size());
  std::vector<double> share(momenta.k_GeV.size() * cells);
  std::vector<double> edges(cells + 1);
  for (std::size_t i = 0; i < angles.size(); ++i) {
    reader.at(angles.x[i], density);
    for (std::size_t n = 0; n < momenta.k_GeV.size(); ++n)
      for (std::size_t cell = 0; cell < cells; ++cell)
        share[n * cells + cell] = acceptance[n](angles.x[i], 0.5 * (depths[cell] + depths[cell + 1]));
    for (std::size_t cell = 0; cell <= cells; ++cell) edges[cell] = depths[cell] / std::cos(angles.x[i]);
    add_cells(seen, reader, m, density, momenta, share, edges, angles.w[i]);
  }
}

void add_in(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double m, double daughter_mass,
            Solid const& solid, DaughterCuts const& cuts, Numerics const& numerics) {
  auto const& k = reader.k_GeV();
  ShareMomenta const momenta{k, numerics};
  std::vector<TrackedDaughters> tracked;
  for (double const momentum : momenta.k_GeV) tracked.emplace_back(cuts, solid, m, daughter_mass, momentum, numerics);
  auto const cells = static_cast<std::size_t>(numerics.depths);
  std::vector<double> density(k.size());
  std::vector<double> share(momenta.k_GeV.size() * cells);
  double theta = -1.0;
  double shift = 0.0;
  auto const azimuths = cuts.opening.round_about_beam() ? Azimuths::alike : Azimuths::different;
  for (auto const& ray :
       rays_through(solid, flux.theta_0_rad(), numerics, flux.edge_rad(), azimuths, cuts.opening.outline())) {
    if (ray.theta_rad != theta) reader.at(ray.theta_rad, density);
    theta = ray.theta_rad;
    auto const edges = depth_cells(ray.entry_m, ray.exit_m, numerics.depths);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      shift = std::fmod(shift + std::numbers::sqrt2, 1.0);
      for (std::size_t n = 0; n < momenta.k_GeV.size(); ++n)
        share[n * cells + cell] = tracked[n](ray.theta_rad, ray.phi_rad, 0.5 * (edges[cell] + edges[cell + 1]), shift);
    }
    add_cells(seen, reader, m, density, momenta, share, edges, ray.solid_angle_sr);
  }
}

}  // namespace

void add_followed(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double mediator_mass_GeV,
                  double daughter_mass_GeV, DecayVolume const& volume, DaughterCuts const& cuts,
                  Numerics const& numerics) {
  if (reader.k_GeV().empty()) return;
  std::visit(
      [&](auto const& where) {
        add_in(seen, flux, reader, mediator_mass_GeV, daughter_mass_GeV, where, cuts, numerics);
      },
      volume);
}

}  // namespace penumbra
