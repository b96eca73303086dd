#include "production/proton_bremsstrahlung_flux.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "particle/constants.hpp"
#include "particle/proton_form_factor.hpp"
#include "production/proton_bremsstrahlung.hpp"

namespace penumbra {

namespace {

double beam_momentum_GeV(Beam const& beam) {
  return std::sqrt((beam.energy_GeV - sm::m_p_GeV) * (beam.energy_GeV + sm::m_p_GeV));
}

/// Squared energy in the centre of mass of a beam proton that keeps a share of its energy. In a collider the struck
/// proton moves too, and s is proportional to the product of the two energies.
double s_GeV2(Beam const& beam, double kept) {
  double const E = beam.energy_GeV;
  return beam.kind == BeamKind::collider ? 4.0 * E * E * kept : 2.0 * sm::m_p_GeV * (kept * E + sm::m_p_GeV);
}

double inelastic_mb(Beam const& beam) {
  constexpr double pb_per_mb = 1e9;
  if (beam.sigma_inelastic_pb) return beam.sigma_inelastic_pb->value / pb_per_mb;
  double const s = s_GeV2(beam, 1.0);
  return sigma_pp_mb(s) - sigma_elastic_pp_mb(s);
}

/// dN/(d ln k dOmega) from dN/(dz dpT^2), with the cross section that is left to the proton.
template <class Probability>
void rows(Beam const& beam, ProtonSplitting const& splitting, Probability const& probability, double mediator_mass_GeV,
          std::span<double const> theta_rad, std::span<double const> k_GeV, std::span<double> out) {
  double const E = beam.energy_GeV;
  double const P = beam_momentum_GeV(beam);
  double const sigma_inelastic = inelastic_mb(beam);
  double const sigma_total = sigma_pp_mb(s_GeV2(beam, 1.0));
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    double const share = std::hypot(k, mediator_mass_GeV) / E;  // of the energy
    double const s_left = s_GeV2(beam, 1.0 - share);
    double const ratio = splitting.kind == ProtonSplitting::Kind::quasi_real
                             ? sigma_not_single_diffractive_mb(s_left) / sigma_inelastic
                             : sigma_pp_mb(s_left) / sigma_total;
    for (std::size_t i = 0; i < theta_rad.size(); ++i) {
      double const z = k * std::cos(theta_rad[i]) / P;
      double const pT = k * std::sin(theta_rad[i]);
      // dz dpT^2 = (2 k^2 / P) dk dcos(theta), and dOmega = 2 pi dcos(theta).
      out[i * k_GeV.size() + j] = z >= 1.0 ? 0.0 : probability(z, pT * pT) * ratio * k * k * k / (std::numbers::pi * P);
    }
  }
}

}  // namespace

MomentumRange proton_bremsstrahlung_momenta(Beam const& beam, double mediator_mass_GeV) {
  auto const& region = *beam.proton_bremsstrahlung;
  double const relativistic = 3.0 * mediator_mass_GeV / beam.energy_GeV;
  double const P = beam_momentum_GeV(beam);
  return {std::max(region.z_min, relativistic) * P, std::min(region.z_max, 1.0 - relativistic) * P};
}

std::vector<std::pair<std::string, double>> form_factors_on(Beam const& beam, ProtonBremsstrahlung const& brems) {
  std::vector<std::pair<std::string, double>> result;
  for (auto const& name : beam.proton_bremsstrahlung->form_factors)
    for (auto const& one : brems.form_factor_squared)
      if (one.first == name) result.push_back(one);
  if (result.empty())
    for (auto const& one : brems.form_factor_squared)
      if (is_usual_form_factor(one.first)) result.push_back(one);
  return result;
}

std::vector<ProtonSplitting> scalar_splittings_on(Beam const& beam) {
  std::vector<ProtonSplitting> result;
  auto const quasi_real = [](ProtonSplitting const& s) { return s.kind == ProtonSplitting::Kind::quasi_real; };
  for (auto const& splitting : beam.proton_bremsstrahlung->splittings)
    if (quasi_real(splitting) || std::all_of(result.begin(), result.end(), quasi_real)) result.push_back(splitting);
  return result;
}

void proton_bremsstrahlung_rows(Beam const& beam, ProtonSplitting const& splitting,
                                std::complex<double> pauli_over_dirac, double mediator_mass_GeV,
                                std::span<double const> theta_rad, std::span<double const> k_GeV,
                                std::span<double> out) {
  auto const probability = [&](double z, double pT2) {
    switch (splitting.kind) {
      case ProtonSplitting::Kind::explicit_matrices:
        return splitting_of_matrices_per_eps2(z, pT2, mediator_mass_GeV);
      case ProtonSplitting::Kind::quasi_real:
        return quasi_real_splitting_per_eps2(z, pT2, mediator_mass_GeV, splitting.off_shell_GeV, pauli_over_dirac);
      case ProtonSplitting::Kind::fermi_weizsaecker_williams:
        break;
    }
    return splitting_per_eps2(z, pT2, mediator_mass_GeV);
  };
  rows(beam, splitting, probability, mediator_mass_GeV, theta_rad, k_GeV, out);
}

void scalar_bremsstrahlung_rows(Beam const& beam, ProtonSplitting const& splitting, double mediator_mass_GeV,
                                std::span<double const> theta_rad, std::span<double const> k_GeV,
                                std::span<double> out) {
  auto const probability = [&](double z, double pT2) {
    return splitting.kind == ProtonSplitting::Kind::quasi_real
               ? quasi_real_scalar_splitting_per_g2(z, pT2, mediator_mass_GeV, splitting.off_shell_GeV)
               : scalar_splitting_per_g2(z, pT2, mediator_mass_GeV);
  };
  rows(beam, splitting, probability, mediator_mass_GeV, theta_rad, k_GeV, out);
}

}  // namespace penumbra
