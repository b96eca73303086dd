#include "cosmology/freeze_out_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/roots.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/degrees_of_freedom.hpp"
#include "cosmology/relic_density.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

constexpr double cm3_s_per_inverse_GeV2 = sm::cm2_per_inverse_GeV2 * cosmology::speed_of_light_cm_s;

/// <sigma v> and its power of 1/x near a temperature.
struct Slope {
  double sigma_v_GeV2;
  double power;
};

Slope slope_at(ThermalAverage const& average, Couplings couplings, double x) {
  auto const& ln_x = average.ln_x();
  auto const node =
      std::clamp(static_cast<std::size_t>(std::lower_bound(ln_x.begin(), ln_x.end(), std::log(x)) - ln_x.begin()),
                 std::size_t{2}, ln_x.size() - 3);
  auto const values = average(couplings, node + 3);
  if (!(values[node - 2] > 0.0 && values[node + 2] > 0.0)) return {values[node], 0.0};
  double const power = -std::log(values[node + 2] / values[node - 2]) / (ln_x[node + 2] - ln_x[node - 2]);
  return {values[node] * std::exp(-power * (std::log(x) - ln_x[node])), power};
}

}  // namespace

FreezeOutEstimate estimate_freeze_out(double mass_GeV, double internal_states, bool self_conjugate, double sigma_0_GeV2,
                                      double power) {
  // Both particles and antiparticles: each has half of the states and all of the cross section, and both are counted.
  double const states = self_conjugate ? internal_states : 0.5 * internal_states;
  double const species = self_conjugate ? 1.0 : 2.0;
  double x = 20.0;
  for (int i = 0; i < 20; ++i) {
    double const g = energy_degrees_of_freedom(mass_GeV / x);
    double const L =
        std::log(0.038 * (power + 1.0) * states / std::sqrt(g) * cosmology::planck_mass_GeV * mass_GeV * sigma_0_GeV2);
    x = std::max(1.0, L - (power + 0.5) * std::log(std::max(1.0, L)));
  }
  double const T_GeV = mass_GeV / x;
  double const omega_h2 = species * 1.07e9 * (power + 1.0) * std::pow(x, power + 1.0) *
                          std::sqrt(energy_degrees_of_freedom(T_GeV)) /
                          (entropy_degrees_of_freedom(T_GeV) * cosmology::planck_mass_GeV * sigma_0_GeV2);
  return {x, omega_h2};
}

Quantities freeze_out_quantities(Model const& model, Masses masses, Couplings couplings) {
  auto const annihilation = model.annihilation(masses);
  if (!annihilation) return {};
  RelicDensity const relic{*annihilation};
  auto const exact = relic(couplings);
  if (!(exact.omega_h2 > 0.0 && std::isfinite(exact.omega_h2))) return {};
  Quantities all{{"relic density: Omega h^2", exact.omega_h2},
                 {"relic density: contacts with the bath", relic.contact(couplings, exact.rate)},
                 {"relic density: share of the measured one", exact.omega_h2 / cosmology::dark_matter_omega_h2},
                 {"relic density: x at freeze-out", exact.x_freeze_out}};
  if (!(exact.x_freeze_out > 1.0)) return all;
  auto const total = slope_at(ThermalAverage{*annihilation}, couplings, exact.x_freeze_out);
  if (!(total.sigma_v_GeV2 > 0.0)) return all;
  all["relic density: <sigma v> at freeze-out [cm3/s]"] = total.sigma_v_GeV2 * cm3_s_per_inverse_GeV2;
  all["relic density: power of T in <sigma v>"] = total.power;
  if (total.power > -0.5) {
    double const sigma_0 = total.sigma_v_GeV2 * std::pow(exact.x_freeze_out, total.power);
    auto const estimate = estimate_freeze_out(annihilation->mass_GeV, annihilation->internal_states,
                                              annihilation->self_conjugate, sigma_0, total.power);
    all["relic density: estimate of Omega h^2"] = estimate.omega_h2;
    all["relic density: estimate of x at freeze-out"] = estimate.x_freeze_out;
  }
  if (annihilation->secluded_GeV2) {
    auto secluded = *annihilation;
    secluded.sigma_at = nullptr;
    secluded.sigma_GeV2 = annihilation->secluded_GeV2;
    secluded.resonance_GeV.reset();
    all["relic density: share of annihilation to mediators"] = std::clamp(
        slope_at(ThermalAverage{secluded}, couplings, exact.x_freeze_out).sigma_v_GeV2 / total.sigma_v_GeV2, 0.0, 1.0);
  }
  return all;
}

double lee_weinberg_mass_GeV(double omega_h2, double channels) {
  auto const excess = [&](double ln_m) {
    double const m_GeV = std::exp(ln_m);
    double const sigma_v = channels * sm::G_F_per_GeV2 * sm::G_F_per_GeV2 * m_GeV * m_GeV / (2.0 * std::numbers::pi);
    FreezeOut const freeze_out{m_GeV, 4.0, false};
    return std::log(freeze_out(std::vector<double>(freeze_out.average_count(), sigma_v)).omega_h2 / omega_h2);
  };
  return std::exp(find_root(excess, std::log(0.05), std::log(40.0), 1e-6));
}

}  // namespace penumbra
