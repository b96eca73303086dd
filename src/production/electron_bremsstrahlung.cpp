#include "production/electron_bremsstrahlung.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/integrate.hpp"
#include "production/exact_bremsstrahlung.hpp"
#include "production/iww_bremsstrahlung.hpp"

namespace penumbra {
namespace {

constexpr double electron_mass_GeV = 0.51099895e-3;  // CODATA 2018
constexpr double avogadro = 6.02214076e23;           // exact, SI

/// d2sigma/(dx dOmega), cm2 / sr.
double cross_section(ElectronTarget const& target, double E, double m, double k, double x, double theta) {
  ElasticTarget const nucleus{target.Z, target.A};
  if (!target.exact) {
    double const U0 = m * m * (1.0 - x) / x + electron_mass_GeV * electron_mass_GeV * x;
    double const s_per_theta2 = E * E * x / U0;
    return iww_dsigma_dx_cm2(m, E, x, nucleus) * iww_density_in_s(s_per_theta2 * theta * theta, m, x) * s_per_theta2 /
           std::numbers::pi;
  }
  // U = m_e^2 - (p - k)^2 = U_min + 4 p k sin^2(theta/2); dU = (p k / pi) dOmega.
  double const p = std::sqrt((E - electron_mass_GeV) * (E + electron_mass_GeV));
  double const E_A = x * E;
  double const me2 = electron_mass_GeV * electron_mass_GeV;
  double const U_min = 2.0 * (E * E * m * m + me2 * E_A * E_A - me2 * m * m) / (E * E_A + p * k) - m * m;
  double const half = std::sin(0.5 * theta);
  return exact_dsigma_dx_dU_cm2(U_min + 4.0 * p * k * half * half, m, E, x, nucleus) * p * k / std::numbers::pi;
}

struct Electron {
  double energy_GeV;
  double track_X0;  ///< weight
};

/// Nodes over the energies of electrons that can make a mediator of energy E_A. Near the beam energy the track length is
/// singular, so the integral runs in the track length itself; near the end x -> 1 the cross section peaks within
/// 1 - x ~ m_e^2/m^2, so it runs in ln(1 - x + m_e^2/m^2).
std::vector<Electron> electrons_for(double E_A, double m, double E0, TrackLength const& tracks, int nodes) {
  std::vector<Electron> result;
  double const y_end = std::log(E0 / (E_A + electron_mass_GeV));
  if (y_end <= 0.0) return result;
  double const y_middle = 0.5 * y_end;
  auto const upper = gauss_legendre(nodes, 0.0, tracks.cumulative(y_middle));
  for (std::size_t i = 0; i < upper.size(); ++i) result.push_back({E0 * std::exp(-tracks.y_at(upper.x[i])), upper.w[i]});
  double const width = electron_mass_GeV * electron_mass_GeV / (m * m);
  double const y_A = std::log(E0 / E_A);
  auto const u_of = [&](double y) { return std::log(-std::expm1(y - y_A) + width); };
  auto const lower = gauss_legendre(nodes, u_of(y_end), u_of(y_middle));
  for (std::size_t i = 0; i < lower.size(); ++i) {
    double const x = 1.0 + width - std::exp(lower.x[i]);
    double const y = y_A + std::log(x);
    result.push_back({E_A / x, lower.w[i] * std::exp(lower.x[i]) / x * tracks.density(y)});
  }
  return result;
}

}  // namespace

void electron_bremsstrahlung_row(ElectronTarget const& target, double beam_energy_GeV, double mediator_mass_GeV,
                                 Numerics const& numerics, double theta_rad, std::span<double const> k_GeV,
                                 std::span<double> out) {
  double const nuclei_per_cm2_and_X0 = avogadro * target.X0_g_cm2 / target.A;
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    double const E_A = std::hypot(k, mediator_mass_GeV);
    double sum = 0.0;
    for (auto const& electron : electrons_for(E_A, mediator_mass_GeV, beam_energy_GeV, *target.tracks, numerics.electron_energies)) {
      double const x = E_A / electron.energy_GeV;
      // dx = (k^2 / E_A) dln k / E
      sum += electron.track_X0 * cross_section(target, electron.energy_GeV, mediator_mass_GeV, k, x, theta_rad) * k * k /
             (E_A * electron.energy_GeV);
    }
    out[j] = nuclei_per_cm2_and_X0 * sum;
  }
}

}  // namespace penumbra
