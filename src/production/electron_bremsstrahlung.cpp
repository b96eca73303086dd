#include "production/electron_bremsstrahlung.hpp"

#include <gsl/gsl_sf_bessel.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "production/iww_bremsstrahlung.hpp"

namespace penumbra {
namespace {

constexpr double avogadro = 6.02214076e23;  // exact, SI
constexpr double pi = std::numbers::pi;

struct Electron {
  double energy_GeV;
  double track_X0;  ///< weight
};

/// Nodes over the energies of electrons that can make a mediator of energy E_A. Near the beam energy the track length is
/// singular, so the integral runs in the track length itself; near the end x -> 1 the cross section peaks within
/// 1 - x ~ m_e^2/m^2, so it runs in ln(1 - x + m_e^2/m^2).
std::vector<Electron> electrons_for(double E_A, double m, double E0, TrackLength const& tracks, int nodes) {
  std::vector<Electron> result;
  double const y_end = std::log(E0 / (E_A + sm::m_e_GeV));
  if (y_end <= 0.0) return result;
  double const y_middle = 0.5 * y_end;
  auto const upper = gauss_legendre(nodes, 0.0, tracks.cumulative(y_middle));
  for (std::size_t i = 0; i < upper.size(); ++i) result.push_back({E0 * std::exp(-tracks.y_at(upper.x[i])), upper.w[i]});
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
    : target_{target}, E0_{beam_energy_GeV}, m_{mediator_mass_GeV}, numerics_{numerics} {
  double const lowest = E0_ * std::exp(-target.tracks->y_max());
  // Heavy mediators need more interpolation points (accuracy: exact_bremsstrahlung.hpp).
  bool const heavy = m_ > 0.3;
  if (target.exact)
    exact_ = std::make_unique<BremsstrahlungAtMass const>(m_, ElasticTarget{target.Z, target.A}, std::max(lowest, m_), E0_,
                                                          heavy ? 12 : 8, heavy ? 16 : 12);
}

auto ElectronBremsstrahlungFlux::sources(double k_GeV) -> std::vector<Source> const& {
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
    if (exact_) source.angles = std::make_unique<EmissionAngles const>(exact_->angles(electron.energy_GeV, source.x));
    found->second.push_back(std::move(source));
  }
  return found->second;
}

double ElectronBremsstrahlungFlux::emission(Source const& source, double theta_rad) const {
  double const theta = std::max(theta_rad, 1e-9);
  if (source.angles) return source.angles->per_theta_cm2(theta) / (2.0 * pi * std::sin(theta));
  double const U0 = m_ * m_ * (1.0 - source.x) / source.x + sm::m_e_GeV * sm::m_e_GeV * source.x;
  double const s_per_theta2 = source.energy_GeV * source.energy_GeV * source.x / U0;
  return iww_dsigma_dx_cm2(m_, source.energy_GeV, source.x, {target_.Z, target_.A}) *
         iww_density_in_s(s_per_theta2 * theta * theta, m_, source.x) * s_per_theta2 / pi;
}

double ElectronBremsstrahlungFlux::tilted_emission(Source const& source, double theta_rad) const {
  double const sigma2 = source.tilt_rad2;
  if (sigma2 <= 0.0) return emission(source, theta_rad);
  // int d2theta' emission(theta') exp(-|theta - theta'|^2 / sigma^2) / (pi sigma^2): the azimuth gives a Bessel function.
  // Nodes between theta -+ 3.5 sigma, crowding towards 0 on the scale of the emission, m_e/E to m/E.
  double const reach = 3.5 * std::sqrt(sigma2);
  double const U0 = m_ * m_ * (1.0 - source.x) / source.x + sm::m_e_GeV * sm::m_e_GeV;
  double const scale = std::sqrt(U0 / source.x) / source.energy_GeV;
  double const first = std::max(0.0, theta_rad - reach);
  auto const nodes = gauss_legendre(numerics_.tilt_angles, std::asinh(first / scale), std::asinh((theta_rad + reach) / scale));
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const other = scale * std::sinh(nodes.x[i]);
    double const distance = theta_rad - other;
    double const kernel = 2.0 / sigma2 * std::exp(-distance * distance / sigma2) *
                          gsl_sf_bessel_I0_scaled(2.0 * theta_rad * other / sigma2);
    sum += nodes.w[i] * scale * std::cosh(nodes.x[i]) * other * kernel * emission(source, other);
  }
  return sum;
}

void ElectronBremsstrahlungFlux::rows(std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t j = 0; j < k_GeV.size(); ++j)
    for (auto const& source : sources(k_GeV[j]))
      for (std::size_t i = 0; i < theta_rad.size(); ++i)
        out[i * k_GeV.size() + j] += source.weight * tilted_emission(source, theta_rad[i]);
}

}  // namespace penumbra
