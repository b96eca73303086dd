#include "production/meson_decay.hpp"

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <functional>
#include <numbers>
#include <string>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "core/table_reader.hpp"
#include "particle/constants.hpp"
#include "production/flux.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

/// A spectrum from its density in ln p and t^2, on close nodes.
ParentSpectrum spectrum_of(double p_min_GeV, double p_max_GeV, int p_nodes, double t_max_GeV,
                           std::function<double(double p_GeV, double t_GeV)> const& density) {
  std::string text = "# t: 2 p sin(theta/2)\np_GeV,t_GeV,density\n";
  constexpr int t_nodes = 120;
  for (int i = 0; i < p_nodes; ++i) {
    double const p = p_min_GeV * std::pow(p_max_GeV / p_min_GeV, i / (p_nodes - 1.0));
    for (int j = 0; j < t_nodes; ++j) {
      double const t = t_max_GeV * j / (t_nodes - 1.0);
      text += fmt::format("{:.17g},{:.17g},{:.17g}\n", p, t, density(p, t));
    }
  }
  return ParentSpectrum{TextTable::parse(text, "test.csv")};
}

struct Totals {
  double number;
  double energy_GeV;
  double along_GeV;  ///< momentum along the beam
};

/// Number, energy and momentum of the mediators at all angles and momenta.
Totals totals_of(ParentSpectrum const& spectrum, double M, double m, double m2, double k_min, double k_max,
                 Numerics const& numerics) {
  auto const angles = composite_gauss_legendre(12, 6, 0.0, pi);
  auto const momenta = composite_gauss_legendre(40, 6, std::log(k_min), std::log(k_max));
  std::vector<double> k;
  for (double const x : momenta.x) k.push_back(std::exp(x));
  std::vector<double> out(angles.size() * k.size());
  meson_decay_rows(spectrum, M, m, m2, numerics, angles.x, k, out);
  Totals sum{};
  for (std::size_t i = 0; i < angles.size(); ++i)
    for (std::size_t j = 0; j < k.size(); ++j) {
      double const n = out[i * k.size() + j] * angles.w[i] * momenta.w[j] * 2.0 * pi * std::sin(angles.x[i]);
      sum.number += n;
      sum.energy_GeV += n * std::hypot(k[j], m);
      sum.along_GeV += n * k[j] * std::cos(angles.x[i]);
    }
  return sum;
}

}  // namespace

TEST_CASE("mediators of all angles add up to the parents, their energy and their momentum", "[production][property]") {
  // Parents of a few hundred MeV that come out at every angle, as from a stopped 0.8 GeV proton beam: ln p Gaussian
  // about 0.25 GeV, falling with the angle. Tolerance: rule and table together, 1 %.
  auto const parents = spectrum_of(0.02, 1.0, 69, 2.0, [](double p, double t) {
    double const x = std::log(p / 0.25) / 0.35;
    double const one_minus_cos = t * t / (2.0 * p * p);
    return std::exp(-0.5 * x * x - 0.8 * one_minus_cos) / (p * p);
  });
  // Mean energy and momentum of the parents by summing the density itself.
  Totals made{};
  auto const ln_p = composite_gauss_legendre(60, 4, std::log(0.02), std::log(1.0));
  auto const turns = gauss_legendre(30, 0.0, pi);
  for (std::size_t i = 0; i < ln_p.size(); ++i)
    for (std::size_t j = 0; j < turns.size(); ++j) {
      double const p = std::exp(ln_p.x[i]);
      double const n = parents.density(p, 2.0 * p * std::sin(0.5 * turns.x[j])) * p * p / pi * ln_p.w[i] * turns.w[j] *
                       2.0 * pi * std::sin(turns.x[j]);
      made.number += n;
      made.energy_GeV += n * std::hypot(p, sm::m_pi0_GeV);
      made.along_GeV += n * p * std::cos(turns.x[j]);
    }
  CHECK(parents.total() == Approx(made.number).epsilon(2e-3));
  for (double const m : {0.005, 0.06, 0.12}) {
    double const M = sm::m_pi0_GeV;
    auto const got = totals_of(parents, M, m, 0.0, 1e-3, 1.2, Numerics{});
    // In the parent's frame the mediator has the share (M^2 + m^2) / (2 M^2) of the energy, on average of the momentum
    // too.
    double const share = (M * M + m * m) / (2.0 * M * M);
    CHECK(got.number == Approx(made.number).epsilon(0.01));
    CHECK(got.energy_GeV == Approx(share * made.energy_GeV).epsilon(0.01));
    CHECK(got.along_GeV == Approx(share * made.along_GeV).epsilon(0.01));
  }
}

TEST_CASE("parents of one momentum spread their mediators evenly in energy, at any angle", "[production][property]") {
  // Isotropic parents of momentum P decay to mediators that are isotropic too, with a flat spectrum of energies
  // between (E E* - P p*)/M and (E E* + P p*)/M. The parents' ln P is a narrow Gaussian, so the ends are smeared.
  double const P = 0.3, width = 0.02;
  double const M = sm::m_pi0_GeV, m = 0.05;
  auto const parents = spectrum_of(0.26, 0.35, 60, 0.8, [&](double p, double) {
    double const x = std::log(p / P) / width;
    return std::exp(-0.5 * x * x) / (std::sqrt(2.0 * pi) * width) / (4.0 * p * p);  // int d(t^2) = 4 p^2: one parent
  });
  double const E_P = std::hypot(P, M), p_star = two_body_momentum_GeV(M, m, 0.0), E_star = std::hypot(p_star, m);
  double const middle = E_P * E_star / M;
  double const half_width = P * p_star / M;
  Numerics fine;
  fine.parent_energies = 120;  // the Gaussian is narrow
  std::array<double, 5> const angles{0.0, 0.5 * pi, 1.9, 3.0, pi};
  for (double const place : {-0.7, 0.0, 0.7}) {
    double const E = middle + place * half_width;
    std::array<double, 1> const k{std::sqrt(E * E - m * m)};
    std::array<double, 5> out{};
    meson_decay_rows(parents, M, m, 0.0, fine, angles, k, out);
    double const flat = k[0] * k[0] / E / (2.0 * half_width) / (4.0 * pi);  // dE = k^2 dlnk / E
    // 2 %: the interpolation of the narrow Gaussian and its finite width (the flat part is <1/P> wide).
    for (double const value : out) CHECK(value == Approx(flat).epsilon(0.02));
  }
}

TEST_CASE("a flux is read between its rows at every angle", "[production][property]") {
  // Cubic between rows 0.25 rad apart at most, against rows at these very angles. The parents fall by a factor of 30
  // from forward to backward. Tolerance: the interpolation is good to 3e-3 where the density bends within a radian.
  auto const parents = spectrum_of(0.02, 1.0, 69, 2.0, [](double p, double t) {
    double const x = std::log(p / 0.25) / 0.35;
    return std::exp(-0.5 * x * x - 1.7 * t * t / (2.0 * p * p)) / (p * p);
  });
  Numerics const numerics;
  auto const row = [&](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
    meson_decay_rows(parents, sm::m_pi0_GeV, 0.03, 0.0, numerics, theta, k, out);
  };
  Flux flux{0.02, 1.0, 0.1, 0.1 / 1.74, numerics, row};  // beam of 0.8 GeV kinetic energy
  Flux::Reader reader{flux, 0.0, 3};
  std::vector<double> read(reader.k_GeV().size());
  std::vector<double> made(read.size());
  for (double const theta : {0.3, 0.8, 1.2, 0.5 * pi, 1.95, 2.5, 2.9, pi}) {
    reader.at(theta, read);
    row(std::array{theta}, reader.k_GeV(), made);
    CAPTURE(theta);
    CHECK(dot(read, reader.weights()) == Approx(dot(made, reader.weights())).epsilon(3e-3));
  }
}

TEST_CASE("the shipped nodes are enough for a stopped proton beam at every angle", "[production][convergence]") {
  // Mediators from pi0 of the mercury target, against sixteen times the nodes. Tolerance: 0.5 % of the number, as for
  // the shipped searches.
  Problems problems;
  auto const beam = load_beam(std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments", "p1-hg", problems);
  REQUIRE(beam);
  auto const& parents = *beam->parent("pi0")->spectra.front().second;
  Numerics const shipped;
  Numerics fine;
  fine.parent_energies = 144;
  fine.parent_azimuths = 80;
  auto const momenta = composite_gauss_legendre(60, 4, std::log(0.01), std::log(0.9));
  std::vector<double> k;
  for (double const x : momenta.x) k.push_back(std::exp(x));
  std::vector<double> few(k.size());
  std::vector<double> many(k.size());
  for (double const m : {0.003, 0.03, 0.12})
    for (double const theta : {0.05, 0.5, 0.5 * pi, 1.9, 2.6, pi}) {
      meson_decay_rows(parents, sm::m_pi0_GeV, m, 0.0, shipped, std::array{theta}, k, few);
      meson_decay_rows(parents, sm::m_pi0_GeV, m, 0.0, fine, std::array{theta}, k, many);
      CAPTURE(m, theta);
      CHECK(dot(few, momenta.w) == Approx(dot(many, momenta.w)).epsilon(0.005));
    }
}

TEST_CASE("a mediator that mixes with a vector meson has the meson's direction, backward too",
          "[production][property]") {
  auto const parents = spectrum_of(0.2, 2.0, 30, 3.0, [](double p, double t) { return std::exp(-p - t); });
  std::array<double, 3> const angles{0.1, 1.6, pi};
  std::array<double, 1> const k{0.6};
  std::array<double, 3> out{};
  mixing_rows(parents, angles, k, out);
  for (std::size_t i = 0; i < angles.size(); ++i) {
    double const t = 2.0 * 0.6 * std::sin(0.5 * angles[i]);
    CHECK(out[i] == Approx(std::exp(-0.6 - t) * 0.36 / pi).epsilon(5e-3));
  }
}
