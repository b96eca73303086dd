#include "production/aimed_mediators.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "production/rings.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;

/// Steps between places, relative to the distance from where sums change.
constexpr double relative_step = 0.25;
constexpr int steps_across = 24;  ///< of the detector at least

double angle_of(double h) { return 2.0 * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0))); }

/// A stretch of opening angles in which sums change over `scale_rad`.
struct Feature {
  double from_rad;
  double to_rad;
  double scale_rad;
};

/// Places up to the last one, close at features. The first is next to zero, where there is no ring that would show how
/// spins turn around it.
std::vector<double> places(std::vector<Feature> const& features, double last_rad) {
  constexpr double next_to_zero = 1e-3;
  std::vector<double> result{next_to_zero * features.front().scale_rad};
  while (result.back() < last_rad) {
    double const at = result.back();
    double step = last_rad;
    for (auto const& [from, to, scale] : features) {
      double const distance = std::max({from - at, at - to, 0.0});
      step = std::min(step, relative_step * std::hypot(scale, distance));
    }
    result.push_back(at + step);
  }
  double const stretch = last_rad / result.back();
  for (auto& place : result) place *= stretch;
  while (result.size() < 4) result.push_back(result.back() * (1.0 + relative_step));
  return result;
}

/// Angle within which half of the parents of a momentum are; 0 where there are none.
double median_rad(MediatorDensity const& parents, std::size_t i) {
  auto const& angles = parents.angles_rad();
  std::vector<double> below;
  double sum = 0.0;
  for (std::size_t j = 0; j < angles.size(); ++j)
    below.push_back(sum += parents.solid_angles_sr()[j] * parents.on_grid(i, j));
  if (sum <= 0.0) return 0.0;
  auto const half = std::lower_bound(below.begin(), below.end(), 0.5 * sum);
  return angles[std::max<std::size_t>(1, static_cast<std::size_t>(half - below.begin()))];
}

Ring ring_round(double h, double opening_rad) {
  return {std::sqrt(h), std::sqrt(std::max(0.0, 1.0 - h)), std::sin(0.5 * opening_rad), std::cos(0.5 * opening_rad)};
}

/// Azimuths of the part of a ring that lies between two polar angles, as squares of half sines, with weights that add
/// up to that part: what ends sharply there, parents or a detector, loses no node beyond its end.
class Arc {
 public:
  explicit Arc(int count)
      : whole_{half_turn(count), std::vector<double>(static_cast<std::size_t>(count), 1.0 / count)},
        unit_{gauss_legendre(count, 0.0, 1.0)} {}

  /// Nodes of a ring between h_from and h_to; valid until the next call.
  Nodes const& between(Ring const& ring, double h_from, double h_to) {
    double const from = (h_from - ring.nearest) / ring.swing;
    double const to = (h_to - ring.nearest) / ring.swing;
    if (!(from > 0.0 || to < 1.0)) return whole_;
    part_.x.clear();
    part_.w.clear();
    if (from >= 1.0 || to <= 0.0) return part_;
    double const first = std::asin(std::sqrt(std::max(0.0, from)));
    double const half = std::asin(std::sqrt(std::min(1.0, to))) - first;
    for (std::size_t i = 0; i < unit_.size(); ++i) {
      part_.x.push_back(std::pow(std::sin(first + half * unit_.x[i]), 2));
      part_.w.push_back(2.0 * half / pi * unit_.w[i]);
    }
    return part_;
  }

 private:
  Nodes whole_;
  Nodes unit_;
  Nodes part_;
};

/// Cosine of the azimuth, round a parent at h_parent, of a product that goes to h_product: x points away from the beam.
double azimuth_cosine(double h_product, double h_parent, double opening_rad) {
  auto const ring = ring_round(h_parent, opening_rad);
  return ring.swing > 0.0 ? 1.0 - 2.0 * std::clamp((h_product - ring.nearest) / ring.swing, 0.0, 1.0) : 0.0;
}

/// Cosines of emission for parents of momentum P: all, or those at both ends whose opening angle is below `widest`.
Nodes reaching_cosines(Product const& product, double parent_mass_GeV, double P_GeV, double widest_rad, int count) {
  double const ratio = product.p_GeV / product.E_GeV * std::hypot(1.0, parent_mass_GeV / P_GeV);
  bool const all = ratio >= 1.0 || emission(product, parent_mass_GeV, P_GeV, -ratio).opening_rad <= widest_rad;
  if (all) return gauss_legendre(count, -1.0, 1.0);
  // tan(opening) = p sin / (gamma (p cos + beta E)) is a square equation for the cosine.
  double const boosted_tan = std::hypot(1.0, P_GeV / parent_mass_GeV) * std::tan(widest_rad);
  double const G = boosted_tan * boosted_tan;
  double const root = std::sqrt(std::max(0.0, 1.0 + G * (1.0 - 1.0 / (ratio * ratio))));
  auto nodes = gauss_legendre(count / 2, -1.0, (-G / ratio - root) / (1.0 + G));
  auto const forward = gauss_legendre(count - count / 2, (-G / ratio + root) / (1.0 + G), 1.0);
  nodes.x.insert(nodes.x.end(), forward.x.begin(), forward.x.end());
  nodes.w.insert(nodes.w.end(), forward.w.begin(), forward.w.end());
  return nodes;
}

/// Weights of the cubic through four places from `first` on.
std::array<double, 4> cubic_through(std::vector<double> const& places, std::size_t first, double x) {
  std::array<double, 4> weights;
  for (std::size_t i = 0; i < 4; ++i) {
    weights[i] = 1.0;
    for (std::size_t j = 0; j < 4; ++j)
      if (j != i) weights[i] *= (x - places[first + j]) / (places[first + i] - places[first + j]);
  }
  return weights;
}

}  // namespace

template <class SumsAt>
auto AimedMediators::tabulated(std::vector<double> const& openings_rad, SumsAt const& sums_at) -> std::vector<Sums> {
  std::vector<Sums> result;
  for (double const opening : openings_rad) {
    std::array<double, 4> const sums = sums_at(opening);
    Sums& out = result.emplace_back();
    for (std::size_t k = 0; k < sums.size(); ++k) out[k] = static_cast<float>(sums[k]);
  }
  return result;
}

AimedMediators AimedMediators::broad(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                                     PolarisationAt const& polarisation, Numerics const& numerics) {
  AimedMediators result;
  result.mass_ = parent_mass_GeV;
  result.polarised_ = result.by_sums_ = static_cast<bool>(polarisation);
  result.reaching_ = true;
  result.emission_angles_ = numerics.narrow_emission_angles;
  double h_min = 1.0;
  double h_max = 0.0;
  for (auto const& node : aim.nodes) {
    h_min = std::min(h_min, node.h);
    h_max = std::max(h_max, node.h);
  }
  double const nearest = angle_of(h_min);
  double const farthest = angle_of(h_max);
  Arc arc{numerics.narrow_azimuths};
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i) {
    double const P = parents.momenta_GeV()[i];
    double const scale = 0.5 * median_rad(parents, i);
    if (scale <= 0.0) continue;
    Momentum momentum{P, parents.weights()[i], std::min(pi, parents.widest_rad(i) + farthest), 1.0, {}, {}};
    double const end = parents.widest_rad(i);
    double const h_end = std::pow(std::sin(0.5 * end), 2);
    momentum.opening_rad = places({{0.0, 0.0, scale},
                                   {nearest, farthest, std::max(scale, (farthest - nearest) / steps_across)},
                                   {end - farthest, end + farthest, std::max(farthest, 0.1 * scale)}},
                                  momentum.widest_rad);
    momentum.sums = tabulated(momentum.opening_rad, [&](double opening) {
      std::array<double, 4> sums{};
      for (auto const& [h, weight] : aim.nodes) {
        auto const round = ring_round(h, opening);
        auto const& azimuths = arc.between(round, 0.0, h_end);
        for (std::size_t k = 0; k < azimuths.size(); ++k) {
          double const at = round.nearest + round.swing * azimuths.x[k];
          double const density = parents.at(i, at);
          if (density <= 0.0) continue;
          double const here = weight * azimuths.w[k] * density;
          sums[0] += here;
          if (!polarisation) continue;
          auto const spin = polarisation(P, 2.0 * P * std::sqrt(at * std::max(0.0, 1.0 - at)));
          double const x = -azimuth_cosine(h, at, opening);
          sums[1] += here * (spin.xx * x * x + spin.yy * (1.0 - x * x));
          sums[2] += here * spin.zz;
          sums[3] += here * 2.0 * spin.xz * x;
        }
      }
      return sums;
    });
    result.momenta_.push_back(std::move(momentum));
  }
  return result;
}

AimedMediators AimedMediators::narrow(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                                      std::function<double(double)> const& longitudinal, Numerics const& numerics) {
  AimedMediators result;
  result.mass_ = parent_mass_GeV;
  result.polarised_ = static_cast<bool>(longitudinal);
  result.emission_angles_ = numerics.narrow_emission_angles;
  double const h_last = aim.h_first + aim.h_step * static_cast<double>(aim.path_m.size() - 1);
  double const nearest = angle_of(aim.h_first);
  double const farthest = angle_of(h_last);
  Arc arc{numerics.narrow_azimuths};
  auto const& angles = parents.angles_rad();
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i) {
    double const P = parents.momenta_GeV()[i];
    double const scale = 0.5 * median_rad(parents, i);
    if (scale <= 0.0) continue;
    Momentum momentum{P,
                      parents.weights()[i],
                      std::min(pi, angles.back() + farthest),
                      longitudinal ? 1.0 - 3.0 * longitudinal(P) : 1.0,
                      {},
                      {}};
    momentum.opening_rad = places({{0.0, 0.0, std::max(scale, farthest / steps_across)},
                                   {nearest, farthest, (farthest - nearest) / steps_across}},
                                  momentum.widest_rad);
    momentum.sums = tabulated(momentum.opening_rad, [&](double opening) {
      double sum = 0.0;
      for (std::size_t j = 0; j < angles.size(); ++j) {
        double const made = parents.solid_angles_sr()[j] * parents.on_grid(i, j);
        if (made <= 0.0) continue;
        auto const round = ring_round(std::pow(std::sin(0.5 * angles[j]), 2), opening);
        double path_m = 0.0;
        auto const& azimuths = arc.between(round, aim.h_first, h_last);
        for (std::size_t k = 0; k < azimuths.size(); ++k)
          path_m += azimuths.w[k] * aim.path_at(round.nearest + round.swing * azimuths.x[k]);
        sum += made * path_m;
      }
      return std::array{sum, 0.0, 0.0, 0.0};
    });
    result.momenta_.push_back(std::move(momentum));
  }
  return result;
}

std::vector<EnergyNode> AimedMediators::products(Product const& product, double E_min_GeV) const {
  std::vector<EnergyNode> nodes;
  double const a = product.anisotropy;
  for (auto const& momentum : momenta_) {
    auto const cosines = reaching_
                             ? reaching_cosines(product, mass_, momentum.P_GeV, momentum.widest_rad, emission_angles_)
                             : gauss_legendre(emission_angles_, -1.0, 1.0);
    auto const& places = momentum.opening_rad;
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const c = cosines.x[j];
      auto const [E, opening] = emission(product, mass_, momentum.P_GeV, c);
      if (E <= E_min_GeV || opening >= places.back()) continue;
      auto const above = std::upper_bound(places.begin(), places.end(), opening) - places.begin();
      auto const first = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above - 2, 0, std::ssize(places) - 4));
      auto const w = cubic_through(places, first, opening);
      auto const sum = [&](std::size_t k) {
        double total = 0.0;
        for (std::size_t p = 0; p < 4; ++p) total += w[p] * static_cast<double>(momentum.sums[first + p][k]);
        return total;
      };
      double seen = sum(0);
      if (by_sums_ && a != 0.0) {
        double const across2 = 1.0 - c * c;
        double const along = across2 * sum(1) + c * c * sum(2) + c * std::sqrt(across2) * sum(3);
        seen -= 2.0 * a * (along - seen / 3.0);
      } else {
        seen *= 1.0 + a * momentum.transverse * (c * c - 1.0 / 3.0);
      }
      double const all = momentum.weight * 0.5 * cosines.w[j] * seen;
      if (all > 0.0) nodes.push_back({E, all});
    }
  }
  return nodes;
}

std::size_t AimedMediators::bytes() const {
  std::size_t sum = 0;
  for (auto const& momentum : momenta_)
    sum += sizeof(momentum) + momentum.sums.size() * (sizeof(Sums) + sizeof(double));
  return sum;
}

}  // namespace penumbra
