#include "production/decay_products.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"

namespace penumbra {
namespace {

/// Squares of half sines of azimuths at the midpoints of half a turn: what is averaged is even and periodic.
std::vector<double> half_turn(int count) {
  std::vector<double> result;
  for (int i = 0; i < count; ++i) result.push_back(std::pow(std::sin(0.5 * std::numbers::pi * (i + 0.5) / count), 2));
  return result;
}

/// Cosines of emission for parents of momentum P: all, or those at both ends whose opening angle is below `widest`.
Nodes reaching_cosines(Product const& product, double parent_mass_GeV, double P_GeV, double widest_rad, int count) {
  auto const opening = [&](double c) { return emission(product, parent_mass_GeV, P_GeV, c).opening_rad; };
  double const speed_ratio = product.p_GeV / product.E_GeV * std::hypot(1.0, parent_mass_GeV / P_GeV);
  if (speed_ratio >= 1.0 || opening(-speed_ratio) <= widest_rad) return gauss_legendre(count, -1.0, 1.0);
  auto const edge = [&](double inside) {
    double outside = -speed_ratio;  // the widest opening of all
    for (int i = 0; i < 30; ++i) {
      double const middle = 0.5 * (inside + outside);
      (opening(middle) <= widest_rad ? inside : outside) = middle;
    }
    return outside;
  };
  auto nodes = gauss_legendre(count / 2, -1.0, edge(-1.0));
  auto const forward = gauss_legendre(count - count / 2, edge(1.0), 1.0);
  nodes.x.insert(nodes.x.end(), forward.x.begin(), forward.x.end());
  nodes.w.insert(nodes.w.end(), forward.w.begin(), forward.w.end());
  return nodes;
}

/// An emission: its cosine in the frame of the parent, and half its opening angle in the laboratory.
struct Opening {
  double c;
  double sine;
  double cosine;
};

/// Two distributions round the same axis, one given at nodes h[t] with weights (of parent momentum i), the other as a
/// function value(i, h[t], h, opening): folded with the ring of directions at the opening angle of the emission.
/// cosines(i), anisotropy(i): of the products of parents of that momentum, ring(i): the azimuths round them.
template <class Density, class Cosines, class Ring, class Anisotropy, class Weight, class Value>
std::vector<EnergyNode> folded(Density const& parents, double parent_mass_GeV, Product const& product, double E_min_GeV,
                               Cosines const& cosines_of, Ring const& ring_of, std::vector<double> const& h,
                               Anisotropy const& anisotropy, Weight const& weight, Value const& value) {
  std::vector<double> root_h;
  std::vector<double> root_rest;
  for (double const x : h) {
    root_h.push_back(std::sqrt(x));
    root_rest.push_back(std::sqrt(1.0 - x));
  }
  std::vector<EnergyNode> nodes;
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i) {
    double const a = anisotropy(i);
    Nodes const& cosines = cosines_of(i);
    auto const& ring = ring_of(i);
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const c = cosines.x[j];
      auto const [E, opening] = emission(product, parent_mass_GeV, parents.momenta_GeV()[i], c);
      if (E <= E_min_GeV) continue;
      Opening const half{c, std::sin(0.5 * opening), std::cos(0.5 * opening)};
      double sum = 0.0;
      for (std::size_t t = 0; t < h.size(); ++t) {
        // sin^2(angle/2) = sin^2((a - b)/2) + sin(a) sin(b) sin^2(azimuth/2)
        double const root = root_h[t] * half.cosine - root_rest[t] * half.sine;
        double const nearest = root * root;
        double const swing = 4.0 * root_h[t] * root_rest[t] * half.sine * half.cosine;
        double around = 0.0;
        for (double const turn : ring) around += value(i, h[t], nearest + swing * turn, half);
        sum += weight(i, t) * around;
      }
      double const spread = 1.0 + a * (c * c - 1.0 / 3.0);
      double const all = parents.weights()[i] * 0.5 * cosines.w[j] * spread * sum / static_cast<double>(ring.size());
      if (all > 0.0) nodes.push_back({E, all});
    }
  }
  return nodes;
}

template <class Density, class Cosines, class Ring, class Value>
std::vector<EnergyNode> towards(Aim const& aim, Density const& parents, double parent_mass_GeV, Product const& product,
                                double anisotropy, double E_min_GeV, Cosines const& cosines, Ring const& ring,
                                Value const& value) {
  std::vector<double> h;
  for (auto const& node : aim.nodes) h.push_back(node.h);
  return folded(
      parents, parent_mass_GeV, product, E_min_GeV, cosines, ring, h, [&](std::size_t) { return anisotropy; },
      [&](std::size_t, std::size_t t) { return aim.nodes[t].weight_m_sr; }, value);
}

/// How often a polarised parent at h_parent sends its product to h_product, over how often at random.
double polarised_spread(Polarisation const& spin, double anisotropy, double h_product, double h_parent,
                        Opening const& half) {
  double const root = std::sqrt(h_parent);
  double const rest = std::sqrt(std::max(0.0, 1.0 - h_parent));
  double const swing = 4.0 * root * rest * half.sine * half.cosine;
  double const nearest = root * half.cosine - rest * half.sine;
  // Seen from the parent, the product lies at this angle to the beam axis; x points away from the axis.
  double const sine2 = swing > 0.0 ? std::clamp((h_product - nearest * nearest) / swing, 0.0, 1.0) : 0.5;
  double const across2 = 1.0 - half.c * half.c;
  double const x = -std::sqrt(across2) * (1.0 - 2.0 * sine2);
  double const along =
      spin.xx * x * x + spin.yy * (across2 - x * x) + spin.zz * half.c * half.c + 2.0 * spin.xz * x * half.c;
  return 1.0 - 2.0 * anisotropy * (along - 1.0 / 3.0);
}

/// The same ring of azimuths for every momentum.
auto one_ring(int azimuths) {
  return [ring = half_turn(azimuths)](std::size_t) -> std::vector<double> const& { return ring; };
}

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

/// Cosines at which products of these parents can reach the detector.
auto cosines_towards(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV, Product const& product,
                     Numerics const& numerics) {
  double const detector_rad = widest_rad(aim);
  return [=, &parents](std::size_t i) {
    return reaching_cosines(product, parent_mass_GeV, parents.momenta_GeV()[i], parents.widest_rad(i) + detector_rad,
                            numerics.narrow_emission_angles);
  };
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
  return towards(
      aim, parents, parent_mass_GeV, product, product.anisotropy, E_min_GeV,
      [rule = gauss_legendre(numerics.emission_angles, -1.0, 1.0)](std::size_t) { return rule; },
      hadron_rings(aim, parents, numerics.parent_azimuths),
      [&](std::size_t i, double, double at, Opening const&) { return parents.at(i, at); });
}

std::vector<EnergyNode> products_towards(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                                         Product const& product, double E_min_GeV, Numerics const& numerics) {
  return towards(aim, parents, parent_mass_GeV, product, product.anisotropy, E_min_GeV,
                 cosines_towards(aim, parents, parent_mass_GeV, product, numerics), one_ring(numerics.narrow_azimuths),
                 [&](std::size_t i, double, double at, Opening const&) { return parents.at(i, at); });
}

std::vector<EnergyNode> products_towards(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                                         Product const& product,
                                         std::function<Polarisation(double, double)> const& polarisation,
                                         double E_min_GeV, Numerics const& numerics) {
  return towards(aim, parents, parent_mass_GeV, product, 0.0, E_min_GeV,
                 cosines_towards(aim, parents, parent_mass_GeV, product, numerics), one_ring(numerics.narrow_azimuths),
                 [&](std::size_t i, double h_product, double at, Opening const& half) {
                   double const density = parents.at(i, at);
                   if (density <= 0.0) return 0.0;
                   double const P = parents.momenta_GeV()[i];
                   auto const spin = polarisation(P, 2.0 * P * std::sqrt(at * std::max(0.0, 1.0 - at)));
                   return density * polarised_spread(spin, product.anisotropy, h_product, at, half);
                 });
}

std::vector<EnergyNode> products_of_narrow_beam(Aim const& aim, MediatorDensity const& parents, double parent_mass_GeV,
                                                Product const& product,
                                                std::function<double(double)> const& longitudinal, double E_min_GeV,
                                                Numerics const& numerics) {
  std::vector<double> h;
  for (auto const& angle : parents.angles_rad()) h.push_back(std::pow(std::sin(0.5 * angle), 2));
  return folded(
      parents, parent_mass_GeV, product, E_min_GeV,
      [rule = gauss_legendre(numerics.narrow_emission_angles, -1.0, 1.0)](std::size_t) { return rule; },
      one_ring(numerics.narrow_azimuths), h,
      [&](std::size_t i) {
        return product.anisotropy == 0.0 ? 0.0
                                         : product.anisotropy * (1.0 - 3.0 * longitudinal(parents.momenta_GeV()[i]));
      },
      [&](std::size_t i, std::size_t t) { return parents.solid_angles_sr()[t] * parents.on_grid(i, t); },
      [&](std::size_t, double, double at, Opening const&) { return aim.path_at(at); });
}

std::vector<EnergyNode> products_of_pencil(Aim const& aim, double P_GeV, double mean_square_angle_rad2,
                                           double parent_mass_GeV, Product const& product, double E_min_GeV,
                                           Numerics const& numerics) {
  constexpr double reach = 3.5;
  struct Pencil {
    std::vector<double> momentum;
    std::vector<double> one;
    std::vector<double> const& momenta_GeV() const { return momentum; }
    std::vector<double> const& weights() const { return one; }
  };
  std::vector<double> h{0.0};
  std::vector<double> weight{1.0};
  if (mean_square_angle_rad2 > 0.0) {
    h.clear();
    weight.clear();
    double const root = std::sqrt(mean_square_angle_rad2);
    auto const nodes = gauss_legendre(2 * numerics.tilt_angles, 0.0, reach);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      h.push_back(std::pow(std::sin(0.5 * std::min(root * nodes.x[i], 0.5 * std::numbers::pi)), 2));
      weight.push_back(nodes.w[i] * 2.0 * nodes.x[i] * std::exp(-nodes.x[i] * nodes.x[i]));
    }
  }
  return folded(
      Pencil{{P_GeV}, {1.0}}, parent_mass_GeV, product, E_min_GeV,
      [rule = gauss_legendre(4 * numerics.narrow_emission_angles, -1.0, 1.0)](std::size_t) { return rule; },
      one_ring(numerics.narrow_azimuths), h, [&](std::size_t) { return product.anisotropy; },
      [&](std::size_t, std::size_t t) { return weight[t]; },
      [&](std::size_t, double, double at, Opening const&) { return aim.path_at(at); });
}

}  // namespace penumbra
