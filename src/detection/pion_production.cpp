#include "detection/pion_production.hpp"

#include <algorithm>
#include <cmath>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/delta_transition.hpp"

namespace penumbra {
namespace {

constexpr double m2_per_cm2 = 1e-4;

double nucleon_mass_GeV(Nucleon nucleon) { return nucleon == Nucleon::proton ? sm::m_p_GeV : sm::m_n_GeV; }

/// Share of pions of a Delta of energy E_Delta with kinetic energy in the window: the energy is spread evenly.
double share_in_window(PionWindow const& window, double nucleon_GeV, double E_Delta_GeV) {
  constexpr double pi0 = sm::m_pi0_GeV;
  double const M2 = m_Delta_GeV * m_Delta_GeV;
  double const E_star = (M2 + pi0 * pi0 - nucleon_GeV * nucleon_GeV) / (2.0 * m_Delta_GeV);
  double const p_star = std::sqrt((E_star - pi0) * (E_star + pi0));
  double const gamma = E_Delta_GeV / m_Delta_GeV;
  double const middle = gamma * E_star - pi0;
  double const half = std::sqrt(std::max(0.0, gamma * gamma - 1.0)) * p_star;
  if (half <= 0.0) return middle >= window.min_GeV && middle <= window.max_GeV ? 1.0 : 0.0;
  double const seen = std::min(window.max_GeV, middle + half) - std::max(window.min_GeV, middle - half);
  return std::max(0.0, seen) / (2.0 * half);
}

double in_window_m2(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, PionWindow const& window, double E_GeV,
                    Numerics const& numerics) {
  double const M = nucleon_mass_GeV(nucleon);
  auto const range = momentum_transfers_to(dm, M, m_Delta_GeV, E_GeV);
  if (!range) return 0.0;
  // Flat in the logarithm of the propagator: a light mediator meets Q^2 from its mass to that of the form factor.
  double const m2 = mediator_GeV * mediator_GeV;
  auto const nodes =
      gauss_legendre(numerics.recoil_energies, std::log(m2 + range->min_GeV2), std::log(m2 + range->max_GeV2));
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const Q2 = std::clamp(std::exp(nodes.x[i]) - m2, range->min_GeV2, range->max_GeV2);
    double const E_Delta = M + (m_Delta_GeV * m_Delta_GeV - M * M + Q2) / (2.0 * M);
    sum += nodes.w[i] * (Q2 + m2) * delta_excitation_GeV4(dm, mediator_GeV, nucleon, E_GeV, Q2) *
           share_in_window(window, M, E_Delta);
  }
  return neutral_pions_per_Delta * sum * sm::cm2_per_inverse_GeV2 * m2_per_cm2;
}

}  // namespace

double delta_excitation_GeV4(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, double E_GeV, double Q2_GeV2) {
  double const M = nucleon_mass_GeV(nucleon);
  auto const range = momentum_transfers_to(dm, M, m_Delta_GeV, E_GeV);
  if (!range || Q2_GeV2 < range->min_GeV2 || Q2_GeV2 > range->max_GeV2) return 0.0;
  double const nu = (m_Delta_GeV * m_Delta_GeV - M * M + Q2_GeV2) / (2.0 * M);
  double const isovector = dm.proton - dm.neutron;
  double const transverse = isovector * isovector * delta_transverse_GeV2(M, Q2_GeV2);
  // Nothing longitudinal: what multiplies P P follows from the transverse part.
  double const q2 = nu * nu + Q2_GeV2;
  return inclusive_cross_section(dm, mediator_GeV, M, {transverse, transverse * Q2_GeV2 / (M * M * q2)}, E_GeV, Q2_GeV2,
                                 nu);
}

PionProductionCrossSection::PionProductionCrossSection(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon,
                                                       PionWindow const& window, double E_max_GeV,
                                                       Numerics const& numerics)
    : CrossSectionTable{excitation_threshold_GeV(dm, nucleon_mass_GeV(nucleon), m_Delta_GeV), E_max_GeV,
                        numerics.recoil_table,
                        [&](double E) { return in_window_m2(dm, mediator_GeV, nucleon, window, E, numerics); }} {}

}  // namespace penumbra
