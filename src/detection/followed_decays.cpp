#include "detection/followed_decays.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

#include "core/contracts.hpp"
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

/// Decays on paths from the origin, at the momenta of a reader, in cells of the distance.
class DecaysInCells {
 public:
  DecaysInCells(std::size_t momenta, std::size_t cells) : cells_{cells}, passed_(momenta * cells) {}
  /// Those of one direction, of which `part` (momentum outer, cell inner; at most `most`) passes.
  void add(Flux::Reader const& reader, std::vector<double> const& density, PairShares::Reading const& shares,
           std::vector<double> const& part, double most, double weight) {
    for (std::size_t j = 0; j < density.size(); ++j)
      if (density[j] > 0.0) shares.add(j, part, most, density[j] * reader.weights()[j] * weight, at(j));
  }
  /// With the cells between `edges_m` from the origin; paths are counted from where mediators begin.
  void add_to(LengthSpectrum& seen, Flux::Reader const& reader, double m, std::vector<double> const& edges_m) {
    std::vector<double> lengths(edges_m.size());
    for (std::size_t j = 0; j < reader.k_GeV().size(); ++j) {
      for (std::size_t i = 0; i < lengths.size(); ++i)
        lengths[i] = std::max(0.0, edges_m[i] - reader.begin_m()) * m / reader.k_GeV()[j];
      seen.add(lengths, at(j));
    }
  }

 private:
  std::span<double> at(std::size_t j) { return std::span{passed_}.subspan(j * cells_, cells_); }
  std::size_t cells_;
  std::vector<double> passed_;
};

/// In a solid the share is a mean over many places and smoother in the momentum than in open space: so much fewer
/// momenta. Twice as many move the signal of SHiP (scalars of 1.5 GeV, heavy neutral leptons of 1.2 GeV) by less than
/// 0.02 %; a quarter fewer would move the short ends of SHADOWS and HIKE by 2 %.
constexpr double solid_momenta = 0.8;

// Multiples of 1/g, 1/g^2 and 1/g^3, where g^4 = g + 1, spread evenly in three dimensions.
// Source: M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018).
constexpr std::array<double, 3> spread{0.8191725133961645, 0.6710436067037893, 0.5497004779019703};

}  // namespace

void add_followed(std::span<LengthSpectrum> seen, Flux const& flux, Flux::Reader& reader,
                  std::span<DecayKinematics const> kinds, OpenSpace const& space, DaughterCuts const& cuts,
                  Numerics const& numerics) {
  double const m = kinds.front().particle_GeV();
  auto const& k = reader.k_GeV();
  auto const angles = mediator_angles(flux, m, k.front(), space, cuts, numerics);
  auto const depths = depth_cells(space.z_front_m, space.z_back_m, numerics.depths);
  std::size_t const cells = depths.size() - 1;
  PairShares const shares{kinds,   k.front(), k.back(), cuts.threshold(), double(numerics.share_momenta_per_decade),
                          numerics};
  std::vector<DaughterAcceptance> acceptance;
  for (auto const& pair : shares.pairs()) acceptance.emplace_back(cuts, pair, numerics);
  std::vector<PairShares::Reading> readings;
  for (std::size_t d = 0; d < kinds.size(); ++d) readings.emplace_back(shares, d, k);
  std::vector<double> density(k.size());
  std::vector<double> of_pairs(acceptance.size() * cells);
  std::vector<double> edges(cells + 1);
  for (std::size_t i = 0; i < angles.size(); ++i) {
    reader.at(angles.x[i], density);
    for (std::size_t n = 0; n < acceptance.size(); ++n)
      for (std::size_t cell = 0; cell < cells; ++cell)
        of_pairs[n * cells + cell] = acceptance[n](angles.x[i], 0.5 * (depths[cell] + depths[cell + 1]));
    for (std::size_t cell = 0; cell <= cells; ++cell) edges[cell] = depths[cell] / std::cos(angles.x[i]);
    for (std::size_t d = 0; d < kinds.size(); ++d) {
      DecaysInCells decays{k.size(), cells};
      decays.add(reader, density, readings[d], shares.of_kind(d, of_pairs, cells), 1.0, angles.w[i]);
      decays.add_to(seen[d], reader, m, edges);
    }
  }
}

FollowedInSolid::FollowedInSolid(Solid const& solid, DaughterCuts const& cuts, std::span<DecayKinematics const> kinds,
                                 FluxRange const& range, Numerics const& numerics)
    : mass_{kinds.front().particle_GeV()}, shares_{kinds,
                                                   range.k_min_GeV,
                                                   range.k_max_GeV,
                                                   cuts.threshold(),
                                                   solid_momenta * numerics.share_momenta_per_decade,
                                                   numerics} {
  auto openings = cuts.further;
  openings.push_back(cuts.opening);
  auto const all = [&](auto const& property) { return std::all_of(openings.begin(), openings.end(), property); };
  Azimuths azimuths;
  azimuths.alike = all([](Opening const& opening) { return opening.round_about_beam(); });
  azimuths.mirrored_x = solid.mirrored(0) && all([](Opening const& opening) { return opening.mirrored(0); });
  azimuths.mirrored_y = solid.mirrored(1) && all([](Opening const& opening) { return opening.mirrored(1); });
  std::vector<Curve> edges;
  for (auto const& opening : openings) {
    auto const more = opening.outline();
    edges.insert(edges.end(), more.begin(), more.end());
  }
  // What is not its own mirror image has fewer rays that tell the same.
  bool const lopsided = !(azimuths.mirrored_x && azimuths.mirrored_y);
  Numerics fine = numerics;
  if (lopsided) fine.detector_azimuths += numerics.detector_azimuths / 2;
  auto const rays = rays_through(solid, range.theta_0_rad, fine, range.kinks_rad, azimuths, edges);
  if (rays.empty()) return;
  bool const round = azimuths.alike && solid.round_about_beam();
  TrackedDaughters const tracked{cuts, solid, shares_.pairs(),
                                 std::max(1, numerics.daughter_azimuths / (round ? 8 : 12))};
  auto const entry = std::min_element(rays.begin(), rays.end(), [](auto& a, auto& b) { return a.entry_m < b.entry_m; });
  auto const exit = std::max_element(rays.begin(), rays.end(), [](auto& a, auto& b) { return a.exit_m < b.exit_m; });
  edges_m_ = depth_cells(entry->entry_m, exit->exit_m, (lopsided ? 8 : 4) * numerics.depths);
  std::size_t const cells = edges_m_.size() - 1;
  std::vector<double> here(shares_.pairs().size());
  std::vector<double> of_pairs(here.size() * cells);
  for (auto first = rays.begin(); first != rays.end();) {
    auto const last = std::find_if(first, rays.end(), [&](Ray const& r) { return r.theta_rad != first->theta_rad; });
    std::vector<Flight> flights;
    for (auto ray = first; ray != last; ++ray) flights.emplace_back(ray->theta_rad, ray->phi_rad);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      double const width = edges_m_[cell + 1] - edges_m_[cell];
      std::fill(here.begin(), here.end(), 0.0);
      for (auto ray = first; ray != last; ++ray) {
        double const from = std::max(ray->entry_m, edges_m_[cell]);
        double const to = std::min(ray->exit_m, edges_m_[cell + 1]);
        if (!(to > from)) continue;
        auto const place = static_cast<double>(ray - first);
        double const shift = std::fmod(
            place * spread[0] + static_cast<double>(cell) * spread[1] + static_cast<double>(cones_.size()) * spread[2],
            1.0);
        tracked.add(flights[static_cast<std::size_t>(ray - first)], 0.5 * (from + to), shift,
                    ray->solid_angle_sr * (to - from) / width, here);
      }
      for (std::size_t i = 0; i < here.size(); ++i) of_pairs[i * cells + cell] = here[i];
    }
    Cone cone{first->theta_rad, {}};
    for (std::size_t d = 0; d < kinds.size(); ++d) cone.solid_angle_sr.push_back(shares_.of_kind(d, of_pairs, cells));
    cones_.push_back(std::move(cone));
    first = last;
  }
}

void FollowedInSolid::add(std::span<LengthSpectrum> seen, Flux::Reader& reader,
                          std::span<std::size_t const> kinds) const {
  if (cones_.empty()) return;
  std::vector<PairShares::Reading> readings;
  for (auto const kind : kinds) readings.emplace_back(shares_, kind, reader.k_GeV());
  std::vector<double> density(reader.k_GeV().size());
  std::vector<DecaysInCells> decays(kinds.size(), DecaysInCells{density.size(), edges_m_.size() - 1});
  for (auto const& cone : cones_) {
    reader.at(cone.theta_rad, density);
    for (std::size_t i = 0; i < kinds.size(); ++i)
      decays[i].add(reader, density, readings[i], cone.solid_angle_sr[kinds[i]], 4.0 * std::numbers::pi, 1.0);
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) decays[i].add_to(seen[kinds[i]], reader, mass_, edges_m_);
}

}  // namespace penumbra
