#include "production/mediator_decay.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "production/decay_products.hpp"
#include "production/meson_decay.hpp"
#include "production/parent_density.hpp"

using namespace penumbra;

namespace {

constexpr double mediator = 0.3;
constexpr double heavier = 0.11;
constexpr double lighter = 0.1;

Flux falling() {
  return {
      1.0, 60.0, 0.1, 0.003, {}, [](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
        for (std::size_t i = 0; i < theta.size(); ++i)
          for (std::size_t j = 0; j < k.size(); ++j)
            out[i * k.size() + j] =
                k[j] * k[j] * std::pow(1.0 - k[j] / 60.0, 4) * std::exp(-k[j] * std::sin(0.5 * theta[i]) / 0.15);
      }};
}

}  // namespace

TEST_CASE("products of mediators that decay agree with the folding over emission angles",
          "[mediator_decay][independent]") {
  // Two orders of the same integral, each with its own nodes: over parents at fixed momentum of the product there, over
  // emission at fixed momentum of the parent here. Tolerance: the nodes of both.
  Numerics const numerics;
  double const p_star = two_body_momentum_GeV(mediator, heavier, lighter);
  for (double const anisotropy : {0.0, 0.5}) {
    auto mediators = falling();
    auto const flux = flux_of_mediator_decays(mediators, {mediator, heavier, lighter, anisotropy}, numerics);
    auto same = falling();
    MediatorDensity const parents{same, std::numbers::pi, numerics.refined(4.0)};
    auto const cosines = gauss_legendre(64, -1.0, 1.0);
    auto const azimuths = gauss_legendre(64, 0.0, std::numbers::pi);
    for (double const theta : {0.002, 0.02, 0.1}) {
      constexpr double E_min = 1.5;
      double number = 0.0;
      double energy = 0.0;
      for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i)
        for (std::size_t j = 0; j < cosines.size(); ++j) {
          double const c = cosines.x[j];
          auto const [E, opening] =
              emission({std::hypot(p_star, heavier), p_star}, mediator, parents.momenta_GeV()[i], c);
          if (E < E_min) continue;
          double around = 0.0;
          for (std::size_t n = 0; n < azimuths.size(); ++n) {
            double const cosine =
                std::cos(theta) * std::cos(opening) + std::sin(theta) * std::sin(opening) * std::cos(azimuths.x[n]);
            around += azimuths.w[n] / std::numbers::pi * parents.at(i, std::max(0.0, 0.5 * (1.0 - cosine)));
          }
          double const spread = 0.5 * cosines.w[j] * (1.0 + anisotropy * (c * c - 1.0 / 3.0));
          number += parents.weights()[i] * spread * around;
          energy += parents.weights()[i] * spread * around * E;
        }
      Flux::Reader reader{*flux, std::sqrt(E_min * E_min - heavier * heavier), 3};
      std::vector<double> density(reader.k_GeV().size());
      reader.at(theta, density);
      double other_number = 0.0;
      double other_energy = 0.0;
      for (std::size_t j = 0; j < density.size(); ++j) {
        other_number += reader.weights()[j] * density[j];
        other_energy += reader.weights()[j] * density[j] * std::hypot(reader.k_GeV()[j], heavier);
      }
      CAPTURE(anisotropy, theta);
      CHECK(other_number == Approx(number).epsilon(5e-3));
      CHECK(other_energy == Approx(energy).epsilon(5e-3));
    }
  }
}

TEST_CASE("every mediator leaves one product, which carries its share of the energy", "[mediator_decay][property]") {
  auto mediators = falling();
  auto const flux = flux_of_mediator_decays(mediators, {mediator, heavier, lighter}, {});
  auto const total = [](Flux& of, double mass_GeV) {
    Flux::Reader reader{of, 0.0, 2};
    std::vector<double> density(reader.k_GeV().size());
    std::pair<double, double> sum{0.0, 0.0};
    auto const v = composite_gauss_legendre(12, 6, 0.0, std::asinh(std::numbers::pi / of.theta_0_rad()));
    for (std::size_t i = 0; i < v.size(); ++i) {
      double const theta = of.theta_0_rad() * std::sinh(v.x[i]);
      reader.at(theta, density);
      double const solid_angle =
          2.0 * std::numbers::pi * std::sin(theta) * of.theta_0_rad() * std::cosh(v.x[i]) * v.w[i];
      for (std::size_t j = 0; j < density.size(); ++j) {
        double const part = solid_angle * density[j] * reader.weights()[j];
        sum.first += part;
        sum.second += part * std::hypot(reader.k_GeV()[j], mass_GeV);
      }
    }
    return sum;
  };
  auto source = falling();
  auto const [made, energy] = total(source, mediator);
  auto const [products, carried] = total(*flux, heavier);
  // Products below a tenth of the lowest momentum of the mediators are left out, one in a hundred here.
  CHECK(products == Approx(made).epsilon(0.02));
  // Isotropic: the energy of the product in the frame of the mediator over its mass.
  double const share = std::hypot(two_body_momentum_GeV(mediator, heavier, lighter), heavier) / mediator;
  CHECK(carried == Approx(share * energy).epsilon(3e-3));
}
