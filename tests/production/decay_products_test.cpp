#include "production/decay_products.hpp"
#include "production/aimed_mediators.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "core/integrate.hpp"
#include "production/meson_decay.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

/// A smooth spectrum at all angles, 0.1 to 3 GeV.
ParentSpectrum spectrum() {
  std::string text = "# t: 2 p sin(theta/2)\np_GeV,t_GeV,density\n";
  for (int i = 0; i <= 60; ++i) {
    double const p = 0.1 * std::pow(30.0, i / 60.0);
    for (int j = 0; j <= 96; ++j) {
      double const t = 0.05 * j;
      text += fmt::format("{:.8g},{:.8g},{:.8g}\n", p, t, p * std::exp(-p / 0.4 - t * t / 0.3));
    }
  }
  return ParentSpectrum{TextTable::parse(text, "spectrum")};
}

/// All directions, path length one.
Aim everywhere() {
  Aim aim;
  auto const nodes = gauss_legendre(60, 0.0, 1.0);
  for (std::size_t i = 0; i < nodes.size(); ++i) aim.nodes.push_back({nodes.x[i], 4.0 * pi * nodes.w[i]});
  return aim;
}

}  // namespace

TEST_CASE("decay products are neither lost nor made, and carry the energy of their parents", "[decay_products]") {
  auto const table = spectrum();
  HadronDensity const parents{table, 1.0, {}};
  constexpr double M = 0.135;
  Product const product{0.06, 0.05, 0.0};
  double number = 0.0;
  double energy = 0.0;
  for (auto const& node : products_towards(everywhere(), parents, M, product, 0.0, {})) {
    number += node.weight;
    energy += node.weight * node.E_GeV;
  }
  double made = 0.0;
  double carried = 0.0;
  for (std::size_t i = 0; i < parents.momenta_GeV().size(); ++i) {
    double const P = parents.momenta_GeV()[i];
    double density = 0.0;
    for (auto const& node : everywhere().nodes) density += node.weight_m_sr * parents.at(i, node.h);
    made += parents.weights()[i] * density;
    carried += parents.weights()[i] * density * std::hypot(P, M) / M * product.E_GeV;  // isotropic: gamma E*
  }
  // The same nodes in momentum; tolerance: 60 directions of a spectrum that is linear between its nodes.
  CHECK(number == Approx(made).epsilon(2e-3));
  CHECK(energy == Approx(carried).epsilon(2e-3));
}

TEST_CASE("decay products in one direction agree with the Lorentz-invariant kernel", "[decay_products][independent]") {
  // meson_decay_rows integrates over parents at fixed momentum of the product, here over emission at fixed momentum of
  // the parent: two orders of the same integral. Tolerance: the steps of both.
  auto const table = spectrum();
  Numerics const fine = Numerics{}.refined(4.0);
  HadronDensity const parents{table, 1.0, fine};
  constexpr double M = 0.5479;
  constexpr double m = 0.05;
  double const p_star = two_body_momentum_GeV(M, m, 0.0);
  double const theta = GENERATE(0.02, 0.5, 1.57, 2.5);
  Aim aim;
  aim.nodes.push_back({std::pow(std::sin(0.5 * theta), 2), 1.0});
  constexpr double E_min = 0.1;
  double number = 0.0;
  double energy = 0.0;
  for (auto const& node : products_towards(aim, parents, M, {std::hypot(p_star, m), p_star, 0.0}, E_min, fine)) {
    number += node.weight;
    energy += node.weight * node.E_GeV;
  }
  auto const ln_k = composite_gauss_legendre(60, 4, 0.5 * std::log(E_min * E_min - m * m), std::log(3.3));
  std::vector<double> k;
  for (double const x : ln_k.x) k.push_back(std::exp(x));
  std::vector<double> row(k.size());
  meson_decay_rows(table, M, m, 0.0, fine, {&theta, 1}, k, row);
  double other_number = 0.0;
  double other_energy = 0.0;
  for (std::size_t i = 0; i < k.size(); ++i) {
    other_number += ln_k.w[i] * row[i];
    other_energy += ln_k.w[i] * row[i] * std::hypot(k[i], m);
  }
  CAPTURE(theta);
  CHECK(number == Approx(other_number).epsilon(5e-3));
  CHECK(energy == Approx(other_energy).epsilon(5e-3));
}

TEST_CASE("polarised parents send as many products as others, and transverse ones along their axis what they should",
          "[decay_products]") {
  // A flux without a preferred direction of the parents: tolerance of the directions.
  Flux flux{
      0.5, 2.0, 1.0, 0.3, {}, [](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
        for (std::size_t i = 0; i < theta.size(); ++i)
          for (std::size_t j = 0; j < k.size(); ++j) out[i * k.size() + j] = std::exp(-2.0 * theta[i]);
      }};
  MediatorDensity const parents{flux, 3.1, {}};
  constexpr double m = 0.3;
  Product const transverse{0.15, 0.12, -1.5};
  auto const number = [](std::vector<EnergyNode> const& nodes, double above_GeV) {
    double sum = 0.0;
    for (auto const& node : nodes)
      if (node.E_GeV > above_GeV) sum += node.weight;
    return sum;
  };
  auto const polarised = [&](Polarisation const& spin) {
    return AimedMediators::broad(everywhere(), parents, m, [spin](double, double) { return spin; }, {})
        .products(transverse, 0.0);
  };
  auto const unpolarised = AimedMediators::broad(everywhere(), parents, m, {}, {});
  auto const isotropic = unpolarised.products({0.15, 0.12, 0.0}, 0.0);
  for (auto const& spin :
       {Polarisation{0.5, 0.5, 0.0, 0.0}, Polarisation{0.1, 0.6, 0.3, 0.1}, Polarisation{1, 0, 0, 0}})
    CHECK(number(polarised(spin), 0.0) == Approx(number(isotropic, 0.0)).epsilon(0.01));
  // Unpolarised in the plane across: the anisotropy that a product has of its own.
  CHECK(number(polarised({0.5, 0.5, 0.0, 0.0}), 0.5) ==
        Approx(number(unpolarised.products(transverse, 0.0), 0.5)).epsilon(0.002));
  // The sums are kept as floats.
  CHECK(number(polarised({1.0 / 3, 1.0 / 3, 1.0 / 3, 0.0}), 0.5) == Approx(number(isotropic, 0.5)).epsilon(1e-7));
}

TEST_CASE("a product along the beam of a linearly polarised parent has the angle of its spin", "[decay_products]") {
  // Parents on a cone, products on the axis: decays in the plane of production only, towards the beam. A scalar pair
  // goes as the square of the polarisation along it, n_x^2 for x, n_y^2 = 0 for y, and interference has the sign of
  // -n_x n_z.
  Flux flux{0.9, 1.1, 1.0, 0.3, {}, [](std::span<double const>, std::span<double const>, std::span<double> out) {
              std::fill(out.begin(), out.end(), 1.0);
            }};
  MediatorDensity const parents{flux, 1.5, {}};
  constexpr double m = 0.3;
  Product const transverse{0.15, 0.12, -1.5};
  Aim axis;
  axis.nodes.push_back({1e-12, 1.0});
  auto const mean_squares = [&](Polarisation const& spin) {
    double sum = 0.0;
    for (auto const& node :
         AimedMediators::broad(axis, parents, m, [spin](double, double) { return spin; }, {}).products(transverse, 0.0))
      sum += node.weight;
    return sum;
  };
  CHECK(mean_squares({0.0, 1.0, 0.0, 0.0}) == Approx(0.0).margin(1e-4 * mean_squares({1.0, 0.0, 0.0, 0.0})));
  // Backward emissions reach the axis at the same angles more slowly: with -x z forward the sum grows.
  auto const fast = [&](double xz) {
    double sum = 0.0;
    auto const spin = [xz](double, double) { return Polarisation{0.5, 0.0, 0.5, xz}; };
    for (auto const& node : AimedMediators::broad(axis, parents, m, spin, {}).products(transverse, 0.0))
      if (node.E_GeV > 0.5) sum += node.weight;
    return sum;
  };
  CHECK(fast(-0.5) > fast(0.5));
}
