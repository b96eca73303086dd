#include "production/electron_bremsstrahlung.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/integrate.hpp"
#include "core/interpolate.hpp"
#include "particle/constants.hpp"
#include "production/iww_bremsstrahlung.hpp"

namespace penumbra {
namespace {

constexpr double avogadro = 6.02214076e23;  // exact, SI
constexpr double pi = std::numbers::pi;

// Nodes of the angle of emission: up to sinh(44 x 0.2) = 3300 times its scale, far beyond where anything is emitted.
constexpr std::size_t emission_nodes = 45;
constexpr double emission_step = 0.2;

struct Electron {
  double energy_GeV;
  double track_X0;  ///< weight
};

/// Nodes over the energies of electrons that can make a mediator of energy E_A. Near the beam energy the track length
/// is singular, so the integral runs in the track length itself; near the end x -> 1 the cross section peaks within 1 -
/// x ~ m_e^2/m^2, so it runs in ln(1 - x + m_e^2/m^2).
std::vector<Electron> electrons_for(double E_A, double m, double E0, TrackLength const& tracks, int nodes) {
  std::vector<Electron> result;
  double const y_end = std::log(E0 / (E_A + sm::m_e_GeV));
  if (y_end <= 0.0) return result;
  double const y_middle = 0.5 * y_end;
  auto const upper = gauss_legendre(nodes, 0.0, tracks.cumulative(y_middle));
  for (std::size_t i = 0; i < upper.size(); ++i)
    result.push_back({E0 * std::exp(-tracks.y_at(upper.x[i])), upper.w[i]});
  double const width = sm::m_e_GeV * sm::m_e_GeV / (m * m);
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

ElectronBremsstrahlungFlux::ElectronBremsstrahlungFlux(ElectronTarget const& target, double beam_energy_GeV,
                                                       double mediator_mass_GeV, Numerics const& numerics)
    : target_{target}, E0_{beam_energy_GeV}, m_{mediator_mass_GeV}, numerics_{numerics}, tilted_{numerics.tilt_angles} {
  double const lowest = E0_ * std::exp(-target.tracks->y_max());
  // Heavy mediators need more interpolation points (accuracy: exact_bremsstrahlung.hpp).
  bool const heavy = m_ > 0.3;
  if (target.exact)
    exact_ = std::make_unique<BremsstrahlungAtMass const>(m_, ElasticTarget{target.Z, target.A}, std::max(lowest, m_),
                                                          E0_, heavy ? 12 : 8, heavy ? 16 : 12);
}

auto ElectronBremsstrahlungFlux::sources(double k_GeV) -> std::vector<Source>& {
  auto const [found, fresh] = by_momentum_.try_emplace(k_GeV);
  if (!fresh) return found->second;
  double const E_A = std::hypot(k_GeV, m_);
  double const nuclei_per_cm2_and_X0 = avogadro * target_.X0_g_cm2 / target_.A;
  for (auto const& electron : electrons_for(E_A, m_, E0_, *target_.tracks, numerics_.electron_energies)) {
    Source source{};
    source.energy_GeV = electron.energy_GeV;
    source.x = E_A / electron.energy_GeV;
    // dx = (k^2 / E_A) dln k / E
    source.weight = nuclei_per_cm2_and_X0 * electron.track_X0 * k_GeV * k_GeV / (E_A * electron.energy_GeV);
    source.tilt_rad2 = target_.tracks->mean_square_angle_rad2(std::log(E0_ / electron.energy_GeV));
    tabulate_emission(source);
    found->second.push_back(std::move(source));
  }
  return found->second;
}

void ElectronBremsstrahlungFlux::tabulate_emission(Source& source) const {
  double const E = source.energy_GeV;
  double const x = source.x;
  double const U0 = m_ * m_ * (1.0 - x) / x + sm::m_e_GeV * sm::m_e_GeV * x;
  double const s_per_theta2 = E * E * x / U0;
  source.scale_rad = 1.0 / std::sqrt(s_per_theta2);
  std::unique_ptr<EmissionAngles const> const exact =
      exact_ ? std::make_unique<EmissionAngles const>(exact_->angles(E, x)) : nullptr;
  double const total = exact_ ? 0.0 : iww_dsigma_dx_cm2(m_, E, x, {target_.Z, target_.A});
  for (std::size_t i = 0; i < emission_nodes; ++i) {
    // The density is flat at the origin, where per_theta / sin(theta) would lose its digits.
    double const theta = std::clamp(source.scale_rad * std::sinh(static_cast<double>(i) * emission_step),
                                    0.02 * source.scale_rad, 0.5 * pi);
    double const value = exact ? exact->per_theta_cm2(theta) / (2.0 * pi * std::sin(theta))
                               : total * iww_density_in_s(s_per_theta2 * theta * theta, m_, x) * s_per_theta2 / pi;
    double const stretch = std::cosh(static_cast<double>(i) * emission_step);
    source.emission.push_back(std::max(value, 0.0) * stretch * stretch * stretch * stretch);
  }
}

double ElectronBremsstrahlungFlux::emission(Source const& source, double v, double stretch) {
  double const place = v / emission_step;
  auto const i = static_cast<std::size_t>(place);
  if (i + 2 >= emission_nodes) return 0.0;
  double const f = place - static_cast<double>(i);
  auto const& y = source.emission;
  double const before = y[i == 0 ? 1 : i - 1];  // even in the angle
  auto const w = cubic_weights(f);
  double const value = w[0] * before + w[1] * y[i] + w[2] * y[i + 1] + w[3] * y[i + 2];
  return std::max(value, 0.0) / (stretch * stretch * stretch * stretch);
}

double ElectronBremsstrahlungFlux::tilted_emission(Source& source, double theta_rad) const {
  return tilted_.at([&source](double v, double, double cosh_v) { return emission(source, v, cosh_v); },
                    source.scale_rad, source.tilt_rad2, theta_rad, source.known);
}

void ElectronBremsstrahlungFlux::rows(std::span<double const> theta_rad, std::span<double const> k_GeV,
                                      std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t j = 0; j < k_GeV.size(); ++j)
    for (auto& source : sources(k_GeV[j]))
      for (std::size_t i = 0; i < theta_rad.size(); ++i)
        out[i * k_GeV.size() + j] += source.weight * tilted_emission(source, theta_rad[i]);
}

double longitudinal_share(ElectronTarget const& target, double E0_GeV, double m_GeV, double k_GeV) {
  constexpr int energies = 24;
  double const E = std::hypot(k_GeV, m_GeV);
  double const most = target.tracks->cumulative(std::log(E0_GeV / E));
  double all = 0.0;
  double longitudinal = 0.0;
  auto const nodes = gauss_legendre(energies, 0.0, most);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const energy = E0_GeV * std::exp(-target.tracks->y_at(nodes.x[i]));
    double const left = std::max(0.0, 1.0 - E / energy);
    double const x = 1.0 - left;
    double const states = 1.0 + left + left * left;
    double const rate = nodes.w[i] * states / (energy * (m_GeV * m_GeV * left / x + sm::m_e_GeV * sm::m_e_GeV * x));
    all += rate;
    longitudinal += rate * left / states;
  }
  return longitudinal / all;
}

}  // namespace penumbra
