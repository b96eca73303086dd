#include "production/decay_products.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "production/rings.hpp"

namespace penumbra {
namespace {

double widest_rad(Aim const& aim) {
  double h_max = 0.0;
  for (auto const& node : aim.nodes) h_max = std::max(h_max, node.h);
  return 2.0 * std::asin(std::min(1.0, std::sqrt(h_max)));
}

/// Azimuths round hadrons: three times as many where a hadron that flew to the detector would have more transverse
/// momentum than hadrons have, so that those which do fill but a part of the ring.
auto hadron_rings(Aim const& aim, HadronDensity const& parents, int azimuths) {
  constexpr double steep_GeV = 1.0;  // three times the mean transverse momentum of hadrons
  double const sine = std::sin(std::min(widest_rad(aim), 0.5 * std::numbers::pi));
  return [&parents, sine, few = half_turn(azimuths),
          many = half_turn(3 * azimuths)](std::size_t i) -> std::vector<double> const& {
    return parents.momenta_GeV()[i] * sine > steep_GeV ? many : few;
  };
}

/// A polar angle and what it counts; h = sin^2(angle/2).
struct Direction {
  double root_h;
  double root_rest;
  double weight;
};

/// Sum over the directions of weight x sum over the azimuths of value(h), h on the ring at this opening angle.
template <class Value>
double over_rings(std::vector<Direction> const& directions, double opening_rad, std::vector<double> const& azimuths,
                  Value const& value) {
  double const sine = std::sin(0.5 * opening_rad);
  double const cosine = std::cos(0.5 * opening_rad);
  double sum = 0.0;
  for (auto const& [root_h, root_rest, weight] : directions) {
    Ring const ring{root_h, root_rest, sine, cosine};
    double around = 0.0;
    for (double const turn : azimuths) around += value(ring.nearest + ring.swing * turn);
    sum += weight * around;
  }
  return sum;
}

}  // namespace

Emission emission(Product const& product, double parent_mass_GeV, double P_GeV, double c) {
  double const gamma_beta = P_GeV / parent_mass_GeV;
  double const gamma = std::hypot(1.0, gamma_beta);
  double const along = gamma * product.p_GeV * c + gamma_beta * product.E_GeV;
  double const across = product.p_GeV * std::sqrt((1.0 - c) * (1.0 + c));
  return {gamma * product.E_GeV + gamma_beta * product.p_GeV * c, std::atan2(across, along)};
}

double Aim::path_at(double h) const {
  double const place = (h - h_first) / h_step;
  if (!(place >= 0.0) || place >= static_cast<double>(path_m.size() - 1)) return 0.0;
  auto const i = static_cast<std::size_t>(place);
  return path_m[i] + (place - static_cast<double>(i)) * (path_m[i + 1] - path_m[i]);
}

std::vector<EnergyNode> products_towards(Aim const& aim, HadronDensity const& parents, double parent_mass_GeV,
                                         Product const& product, double E_min_GeV, Numerics const& numerics) {
  std::vector<Direction> directions;
  for (auto const& [h, weight] : aim.nodes) directions.push_back({std::sqrt(h), std::sqrt(1.0 - h), weight});
  auto const cosines = gauss_legendre(numerics.emission_angles, -1.0, 1.0);
  auto const ring_of = hadron_rings(aim, parents, numerics.parent_azimuths);
  std::vector<EnergyNode> nodes;
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i) {
    auto const& azimuths = ring_of(i);
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const c = cosines.x[j];
      auto const [E, opening] = emission(product, parent_mass_GeV, parents.momenta_GeV()[i], c);
      if (E <= E_min_GeV) continue;
      double const sum = over_rings(directions, opening, azimuths, [&](double at) { return parents.at(i, at); });
      double const spread = 1.0 + product.anisotropy * (c * c - 1.0 / 3.0);
      double const all =
          parents.weights()[i] * 0.5 * cosines.w[j] * spread * sum / static_cast<double>(azimuths.size());
      if (all > 0.0) nodes.push_back({E, all});
    }
  }
  return nodes;
}

std::vector<EnergyNode> products_of_pencil(Aim const& aim, double P_GeV, double mean_square_angle_rad2,
                                           double parent_mass_GeV, Product const& product, double E_min_GeV,
                                           Numerics const& numerics) {
  constexpr double reach = 3.5;
  std::vector<Direction> directions;
  double const root = std::sqrt(mean_square_angle_rad2);
  auto const angles = gauss_legendre(2 * numerics.tilt_angles, 0.0, reach);
  for (std::size_t i = 0; i < angles.size(); ++i) {
    double const half = 0.5 * std::min(root * angles.x[i], 0.5 * std::numbers::pi);
    directions.push_back(
        {std::sin(half), std::cos(half), angles.w[i] * 2.0 * angles.x[i] * std::exp(-angles.x[i] * angles.x[i])});
  }
  if (root == 0.0) directions = {{0.0, 1.0, 1.0}};
  auto const cosines = gauss_legendre(4 * numerics.narrow_emission_angles, -1.0, 1.0);
  auto const azimuths = half_turn(numerics.narrow_azimuths);
  std::vector<EnergyNode> nodes;
  for (std::size_t j = 0; j < cosines.size(); ++j) {
    double const c = cosines.x[j];
    auto const [E, opening] = emission(product, parent_mass_GeV, P_GeV, c);
    if (E <= E_min_GeV) continue;
    double const sum = over_rings(directions, opening, azimuths, [&](double at) { return aim.path_at(at); });
    double const spread = 1.0 + product.anisotropy * (c * c - 1.0 / 3.0);
    double const all = 0.5 * cosines.w[j] * spread * sum / static_cast<double>(azimuths.size());
    if (all > 0.0) nodes.push_back({E, all});
  }
  return nodes;
}

}  // namespace penumbra
