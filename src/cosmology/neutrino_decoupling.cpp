#include "cosmology/neutrino_decoupling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "cosmology/constants.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

// Neutrinos and photons have one temperature when the calculation begins, and what is gone by then does not matter.
constexpr double hottest_GeV = 0.010;
constexpr double all_gone = 45.0;      // m/T at the end, of electrons and of every species
constexpr double longest_step = 0.03;  // in ln a

/// Energy density, pressure and drho/dlnT of one internal state over T^4.
struct Thermal {
  double energy = 0.0;
  double pressure = 0.0;
  double slope = 0.0;
};

/// Cubic between equidistant values, `place` in steps from the first; the end cells beyond the ends.
Thermal interpolate(std::vector<Thermal> const& values, double place) {
  place = std::clamp(place, 1.0, static_cast<double>(values.size()) - 2.000001);
  auto const left = static_cast<std::size_t>(place);
  auto const weights = cubic_weights(place - static_cast<double>(left));
  Thermal sum;
  for (std::size_t k = 0; k < 4; ++k) {
    auto const& at = values[left - 1 + k];
    sum.energy += weights[k] * at.energy;
    sum.pressure += weights[k] * at.pressure;
    sum.slope += weights[k] * at.slope;
  }
  return sum;
}

/// At x = m/T, by Gauss-Legendre in the square root of the kinetic energy over T, where a massless boson is smooth too.
Thermal integrate_species(double x, bool is_boson) {
  static auto const nodes = composite_gauss_legendre(10, 10, 0.0, std::sqrt(60.0));
  Thermal sum;
  double const sign = is_boson ? -1.0 : 1.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const u = nodes.x[i];
    double const kinetic = u * u;
    double const E = x + kinetic;
    double const p2 = kinetic * (kinetic + 2.0 * x);
    double const exponential = std::exp(-E);
    double const occupied = exponential / (1.0 + sign * exponential);
    double const dE = 2.0 * u * nodes.w[i] / (2.0 * pi * pi);
    double const p = std::sqrt(p2);
    sum.energy += dE * p * E * E * occupied;
    sum.pressure += dE * p * p2 / 3.0 * occupied;
    sum.slope += dE * p * E * E * E * occupied * (1.0 - sign * occupied);  // T drho/dT / T^4
  }
  return sum;
}

/// The same between nodes in ln x; nothing beyond x = 40.
class ThermalTable {
 public:
  explicit ThermalTable(bool is_boson) {
    for (int i = 0; i < count; ++i) {
      auto const at = integrate_species(std::exp(first + spacing * i), is_boson);
      values_.push_back(at);
    }
  }
  Thermal operator()(double x) const {
    if (x > std::exp(first + spacing * (count - 3))) return {};
    return interpolate(values_, (std::log(x) - first) / spacing);
  }

 private:
  static constexpr double first = -9.2;  // m/T = 1e-4
  static constexpr double spacing = 0.05;
  static constexpr int count = 260;  // to m/T = 42
  std::vector<Thermal> values_;
};

Thermal thermal(double x, bool is_boson) {
  static ThermalTable const bosons{true};
  static ThermalTable const fermions{false};
  return (is_boson ? bosons : fermions)(x);
}

/// Pressure of order e^2 over T^4 and its derivatives: -(e^2/(12 pi^2)) J - (e^2/(8 pi^4)) J^2 with J = int dp p^2/E
/// n/T^2, n electrons and positrons (arXiv:1911.04504, eq. 4.10 without its last part); -5 e^2/288 without mass.
double interaction_pressure(double T_GeV) {
  static auto const nodes = composite_gauss_legendre(6, 10, 0.0, std::sqrt(60.0));
  double const x = sm::m_e_GeV / T_GeV;
  double J = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const u = nodes.x[i];
    double const kinetic = u * u;
    double const p = std::sqrt(kinetic * (kinetic + 2.0 * x));
    J += nodes.w[i] * 2.0 * u * p * 2.0 / (std::exp(x + kinetic) + 1.0);  // p^2 dp/E = p dE
  }
  double const e2 = 4.0 * pi * sm::alpha;
  return -e2 * J / (12.0 * pi * pi) - e2 * J * J / (8.0 * std::pow(pi, 4));
}

/// Photons, electrons and their interaction, in ln T; over T^4.
class Plasma {
 public:
  Plasma() {
    constexpr double h = 1e-3;  // of ln T, for derivatives
    for (int i = 0; i < count; ++i) {
      double const T_GeV = std::exp(first + spacing * i);
      auto const electrons = integrate_species(sm::m_e_GeV / T_GeV, false);
      double const before = interaction_pressure(T_GeV * std::exp(-h));
      double const here = interaction_pressure(T_GeV);
      double const after = interaction_pressure(T_GeV * std::exp(h));
      double const first_derivative = (after - before) / (2.0 * h);
      double const second_derivative = (after - 2.0 * here + before) / (h * h);
      // P = T^4 w(ln T): dP/dlnT = 4 w + w', rho = dP/dlnT - P, drho/dlnT by the same rule.
      double const energy = 3.0 * here + first_derivative;
      double const energy_slope = 3.0 * first_derivative + second_derivative;
      values_.push_back({pi * pi / 15.0 + 4.0 * electrons.energy + energy,
                         pi * pi / 45.0 + 4.0 * electrons.pressure + here,
                         4.0 * pi * pi / 15.0 + 4.0 * electrons.slope + 4.0 * energy + energy_slope});
    }
  }
  Thermal operator()(double T_GeV) const { return interpolate(values_, (std::log(T_GeV) - first) / spacing); }

 private:
  static constexpr double first = -14.0;  // 0.8 keV
  static constexpr double spacing = 0.05;
  static constexpr int count = 220;  // to 47 MeV
  std::vector<Thermal> values_;
};

/// Energy that electrons hand to all neutrinos, GeV^5. sin^2 theta_W = 0.223 (on shell), as the source has it.
double transfer_GeV5(double T_GeV, double T_nu_GeV) {
  constexpr double s2w = 0.223;
  constexpr double electron = (0.5 + s2w) * (0.5 + s2w) + s2w * s2w;
  constexpr double other = (-0.5 + s2w) * (-0.5 + s2w) + s2w * s2w;
  constexpr double couplings = 4.0 * (electron + 2.0 * other);
  double const T4 = std::pow(T_GeV, 4);
  double const N4 = std::pow(T_nu_GeV, 4);
  double const annihilation = 32.0 * 0.884 * (T4 * T4 * T_GeV - N4 * N4 * T_nu_GeV);
  double const scattering = 56.0 * 0.829 * T4 * N4 * (T_GeV - T_nu_GeV);
  return sm::G_F_per_GeV2 * sm::G_F_per_GeV2 / std::pow(pi, 5) * couplings * (annihilation + scattering);
}

constexpr double neutrino_energy = 3.0 * 2.0 * 7.0 / 8.0 * pi * pi / 30.0;  // over T^4, three flavours

/// ln T of photons and of neutrinos.
using State = std::array<double, 2>;

/// d(ln T)/d(ln a).
State change(State const& at, std::span<ThermalSpecies const> species) {
  static Plasma const plasma;
  double const T_GeV = std::exp(at[0]);
  double const T_nu_GeV = std::exp(at[1]);
  auto sum = plasma(T_GeV);
  for (auto const& one : species) {
    auto const part = thermal(one.mass_GeV / T_GeV, one.is_boson);
    sum.energy += one.internal_states * part.energy;
    sum.pressure += one.internal_states * part.pressure;
    sum.slope += one.internal_states * part.slope;
  }
  double const T4 = std::pow(T_GeV, 4);
  double const rho_nu = neutrino_energy * std::pow(T_nu_GeV, 4);
  double const H_GeV = std::sqrt(8.0 * pi / 3.0 * (sum.energy * T4 + rho_nu)) / cosmology::planck_mass_GeV;
  double const per_H = transfer_GeV5(T_GeV, T_nu_GeV) / H_GeV;
  return {-(3.0 * (sum.energy + sum.pressure) + per_H / T4) / sum.slope, -1.0 + per_H / (4.0 * rho_nu)};
}

State moved(State const& at, State const& by, double length) {
  return {at[0] + length * by[0], at[1] + length * by[1]};
}

}  // namespace

double effective_neutrinos(std::span<ThermalSpecies const> species) {
  double lightest_GeV = sm::m_e_GeV;
  for (auto const& one : species) lightest_GeV = std::min(lightest_GeV, one.mass_GeV);
  double const end = std::log(lightest_GeV / all_gone);
  State at{std::log(hottest_GeV), std::log(hottest_GeV)};
  while (at[0] > end) {
    // Electrons and neutrinos equilibrate at some 2e8 (T/GeV)^3 per Hubble time: an explicit rule has to follow.
    double const length = std::min(longest_step, 5e-9 * std::exp(-3.0 * at[0]));
    auto const k1 = change(at, species);
    auto const k2 = change(moved(at, k1, 0.5 * length), species);
    auto const k3 = change(moved(at, k2, 0.5 * length), species);
    auto const k4 = change(moved(at, k3, length), species);
    for (std::size_t j = 0; j < at.size(); ++j) at[j] += length / 6.0 * (k1[j] + 2.0 * k2[j] + 2.0 * k3[j] + k4[j]);
  }
  return 3.0 * std::pow(11.0 / 4.0, 4.0 / 3.0) * std::exp(4.0 * (at[1] - at[0]));
}

double standard_effective_neutrinos() {
  static double const value = effective_neutrinos({});
  return value;
}

}  // namespace penumbra
