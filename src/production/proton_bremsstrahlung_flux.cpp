#include "production/proton_bremsstrahlung_flux.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "particle/constants.hpp"
#include "production/proton_bremsstrahlung.hpp"

namespace penumbra {

namespace {

double beam_momentum_GeV(Beam const& beam) {
  return std::sqrt((beam.energy_GeV - sm::m_p_GeV) * (beam.energy_GeV + sm::m_p_GeV));
}

}  // namespace

MomentumRange proton_bremsstrahlung_momenta(Beam const& beam, double mediator_mass_GeV) {
  auto const& region = *beam.proton_bremsstrahlung;
  double const relativistic = 3.0 * mediator_mass_GeV / beam.energy_GeV;
  double const P = beam_momentum_GeV(beam);
  return {std::max(region.z_min, relativistic) * P, std::min(region.z_max, 1.0 - relativistic) * P};
}

void proton_bremsstrahlung_rows(Beam const& beam, double mediator_mass_GeV, std::span<double const> theta_rad,
                                std::span<double const> k_GeV, std::span<double> out) {
  double const E = beam.energy_GeV;
  double const P = beam_momentum_GeV(beam);
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    double const share = std::hypot(k, mediator_mass_GeV) / E;  // of the energy
    // In a collider the struck proton moves too, and s is proportional to the product of the two energies.
    double const ratio = beam.kind == BeamKind::collider
                             ? sigma_pp_mb(4.0 * E * E * (1.0 - share)) / sigma_pp_mb(4.0 * E * E)
                             : cross_section_ratio(share, E);
    for (std::size_t i = 0; i < theta_rad.size(); ++i) {
      double const z = k * std::cos(theta_rad[i]) / P;
      double const pT = k * std::sin(theta_rad[i]);
      // dz dpT^2 = (2 k^2 / P) dk dcos(theta), and dOmega = 2 pi dcos(theta).
      out[i * k_GeV.size() + j] =
          z >= 1.0 ? 0.0
                   : splitting_per_eps2(z, pT * pT, mediator_mass_GeV) * ratio * k * k * k / (std::numbers::pi * P);
    }
  }
}

}  // namespace penumbra
