#include "model/dark_matter/scattering.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "particle/constants.hpp"
#include "particle/nuclear_form_factor.hpp"
#include "particle/nucleon_form_factors.hpp"

namespace penumbra {
namespace {

using Spin = DarkMatter::Spin;

/// Target tensor, averaged over its spin: W = longitudinal P P + transverse (q^2 g - q q), P = p + p'. A point-like
/// Dirac particle of charge 1 has 1 and 1, a nucleus without spin F^2 and 0, a nucleon (G_E^2 + tau G_M^2)/(1 + tau)
/// and G_M^2.
struct TargetTensor {
  double longitudinal;
  double transverse;
};

/// Dark-matter tensor, averaged over spin: L = K K + metric g + (terms in q, which the target's current removes),
/// K = k + k'. Traces of the currents at DarkMatter::Spin.
double metric_term_GeV2(DarkMatter const& dm, double q2_GeV2) {
  double const splitting_GeV = dm.heavier_mass_GeV - dm.mass_GeV;
  switch (dm.spin) {
    case Spin::complex_scalar:
      return 0.0;
    case Spin::majorana:
      return q2_GeV2 - 4.0 * dm.mass_GeV * dm.mass_GeV;
    case Spin::dirac:
    case Spin::pseudo_dirac:
      return q2_GeV2 - splitting_GeV * splitting_GeV;
  }
  return 0.0;
}

/// dsigma/dT = L.W (4 pi) (4 pi alpha) / [(m^2 - q^2)^2 32 pi M (E^2 - m_chi^2)], q^2 = -2 M T: factors of the powers
/// of E, without E^2 - m_chi^2.
std::array<double, 3> recoil_in_energy(DarkMatter const& dm, double mediator_GeV, double target_GeV,
                                       TargetTensor const& target, double T_GeV) {
  double const m1_2 = dm.mass_GeV * dm.mass_GeV;
  double const m2_2 = dm.heavier_mass_GeV * dm.heavier_mass_GeV;
  double const q2 = -2.0 * target_GeV * T_GeV;
  double const h = metric_term_GeV2(dm, q2);
  // K_P = rise E + at_zero
  double const rise = 4.0 * target_GeV;
  double const at_zero = m1_2 - m2_2 + q2;
  double const K_K = 2.0 * (m1_2 + m2_2) - q2;
  double const K_q = m1_2 - m2_2;
  double const P_P = 4.0 * target_GeV * target_GeV - q2;
  double const propagator = mediator_GeV * mediator_GeV - q2;
  double const common = std::numbers::pi * sm::alpha / (2.0 * target_GeV * propagator * propagator);
  return {common * (target.longitudinal * (at_zero * at_zero + h * P_P) +
                    target.transverse * (q2 * K_K - K_q * K_q + 3.0 * h * q2)),
          common * target.longitudinal * 2.0 * rise * at_zero, common * target.longitudinal * rise * rise};
}

double recoil_GeV3(DarkMatter const& dm, double mediator_GeV, double target_GeV, TargetTensor const& target,
                   double E_GeV, double T_GeV) {
  auto const [zero, one, two] = recoil_in_energy(dm, mediator_GeV, target_GeV, target, T_GeV);
  return (zero + E_GeV * (one + E_GeV * two)) / (E_GeV * E_GeV - dm.mass_GeV * dm.mass_GeV);
}

bool reached(DarkMatter const& dm, double target_GeV, double E_GeV, double T_GeV) {
  auto const [min_GeV, max_GeV] = recoil_range(dm, target_GeV, E_GeV);
  return max_GeV > 0.0 && T_GeV >= min_GeV && T_GeV <= max_GeV;
}

}  // namespace

RecoilRange recoil_range(DarkMatter const& dm, double target_GeV, double E_GeV) {
  double const m1 = dm.mass_GeV;
  double const m2 = dm.heavier_mass_GeV;
  double const above = m1 * m1 + 2.0 * target_GeV * E_GeV;  // s - M^2
  double const root_s = std::sqrt(target_GeV * target_GeV + above);
  if (E_GeV <= m1 || root_s <= target_GeV + m2) return {0.0, 0.0};
  // Kinetic energies of the target in the centre of mass, before and after, without cancellation for heavy targets.
  double const left = above / (root_s + target_GeV);  // sqrt(s) - M
  double const before = (left - m1) * (left + m1) / (2.0 * root_s);
  double const after = (left - m2) * (left + m2) / (2.0 * root_s);
  double const momenta =
      std::sqrt(before * (before + 2.0 * target_GeV)) * std::sqrt(after * (after + 2.0 * target_GeV));
  double const max_GeV = before + after + (before * after + momenta) / target_GeV;
  // T_min T_max = (E* - E'*)^2, E* - E'* = (m_2^2 - m_1^2)/(2 sqrt(s)).
  double const shift = (m2 - m1) * (m2 + m1) / (2.0 * root_s);
  return {shift * shift / max_GeV, max_GeV};
}

double least_energy_for_recoil_GeV(DarkMatter const& dm, double target_GeV, double T_GeV) {
  double const m1_2 = dm.mass_GeV * dm.mass_GeV;
  double const Q2 = 2.0 * target_GeV * T_GeV;
  double const needed = 0.5 * (Q2 + dm.heavier_mass_GeV * dm.heavier_mass_GeV - m1_2);
  double const q = std::sqrt(T_GeV * T_GeV + Q2);
  return (T_GeV * needed + q * std::sqrt(needed * needed + Q2 * m1_2)) / Q2;
}

double inclusive_cross_section(DarkMatter const& dm, double mediator_GeV, double target_GeV, HadronTensor const& tensor,
                               double E_GeV, double Q2_GeV2, double nu_GeV) {
  double const m1_2 = dm.mass_GeV * dm.mass_GeV;
  double const m2_2 = dm.heavier_mass_GeV * dm.heavier_mass_GeV;
  double const h = metric_term_GeV2(dm, -Q2_GeV2);
  double const K_K = 2.0 * (m1_2 + m2_2) + Q2_GeV2;
  double const K_q = m1_2 - m2_2;
  // P = p + q (p q)/Q^2 in the frame of the target.
  double const K_P = target_GeV * (2.0 * E_GeV - nu_GeV + K_q * nu_GeV / Q2_GeV2);
  double const P_P = target_GeV * target_GeV * (1.0 + nu_GeV * nu_GeV / Q2_GeV2);
  double const contracted =
      tensor.transverse * (-K_q * K_q / Q2_GeV2 - K_K - 3.0 * h) + tensor.longitudinal * (K_P * K_P + h * P_P);
  double const propagator = mediator_GeV * mediator_GeV + Q2_GeV2;
  double const flux = 4.0 * target_GeV * target_GeV * (E_GeV * E_GeV - m1_2);
  return std::numbers::pi * sm::alpha * contracted / (flux * propagator * propagator);
}

std::optional<MomentumTransfers> momentum_transfers(DarkMatter const& dm, double E_GeV, double nu_GeV) {
  double const m1 = dm.mass_GeV;
  double const m2 = dm.heavier_mass_GeV;
  double const E_out = E_GeV - nu_GeV;
  if (E_GeV <= m1 || E_out < m2) return std::nullopt;
  double const momenta = std::sqrt((E_GeV - m1) * (E_GeV + m1)) * std::sqrt((E_out - m2) * (E_out + m2));
  double const max = 2.0 * (E_GeV * E_out + momenta) - m1 * m1 - m2 * m2;
  // The product of both ends does not cancel: Q^2 = (k - k')^2 - nu^2 at theta = 0.
  double const split = (m1 - m2) * (m1 + m2);
  double const product = 4.0 * nu_GeV * (E_GeV * m2 * m2 - E_out * m1 * m1) + split * split;
  if (max <= 0.0) return std::nullopt;
  return MomentumTransfers{product / max, max};
}

double excitation_threshold_GeV(DarkMatter const& dm, double target_GeV, double W_GeV) {
  double const out = W_GeV + dm.heavier_mass_GeV;
  return (out * out - dm.mass_GeV * dm.mass_GeV - target_GeV * target_GeV) / (2.0 * target_GeV);
}

std::optional<MomentumTransfers> momentum_transfers_to(DarkMatter const& dm, double target_GeV, double W_GeV,
                                                       double E_GeV) {
  if (E_GeV <= excitation_threshold_GeV(dm, target_GeV, W_GeV)) return std::nullopt;
  double const m1_2 = dm.mass_GeV * dm.mass_GeV;
  double const m2_2 = dm.heavier_mass_GeV * dm.heavier_mass_GeV;
  double const target_2 = target_GeV * target_GeV;
  double const W_2 = W_GeV * W_GeV;
  double const s = m1_2 + target_2 + 2.0 * target_GeV * E_GeV;
  double const root_s = std::sqrt(s);
  // Energies of dark matter in the centre of mass, before and after.
  double const E_1 = (s + m1_2 - target_2) / (2.0 * root_s);
  double const E_2 = (s + m2_2 - W_2) / (2.0 * root_s);
  double const momenta = std::sqrt(std::max(0.0, E_1 * E_1 - m1_2)) * std::sqrt(std::max(0.0, E_2 * E_2 - m2_2));
  double const max = 2.0 * (E_1 * E_2 + momenta) - m1_2 - m2_2;
  double const split = m1_2 - m2_2;
  double const loss = (W_2 - target_2 + split) / (2.0 * root_s);  // E_1 - E_2
  double const product = 4.0 * loss * (E_1 * m2_2 - E_2 * m1_2) + split * split;
  if (max <= 0.0) return std::nullopt;
  return MomentumTransfers{product / max, max};
}

double electron_recoil_GeV3(DarkMatter const& dm, double mediator_GeV, double E_GeV, double T_GeV) {
  if (!reached(dm, sm::m_e_GeV, E_GeV, T_GeV)) return 0.0;
  double const charge2 = dm.electron * dm.electron;
  return recoil_GeV3(dm, mediator_GeV, sm::m_e_GeV, {charge2, charge2}, E_GeV, T_GeV);
}

double nucleon_recoil_GeV3(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, double E_GeV, double T_GeV) {
  bool const is_proton = nucleon == Nucleon::proton;
  double const target_GeV = is_proton ? sm::m_p_GeV : sm::m_n_GeV;
  if (!reached(dm, target_GeV, E_GeV, T_GeV)) return 0.0;
  double const Q2 = 2.0 * target_GeV * T_GeV;
  auto const same = is_proton ? proton_sachs(Q2) : neutron_sachs(Q2);
  auto const mirror = is_proton ? neutron_sachs(Q2) : proton_sachs(Q2);
  // Isospin: a current with charges x_p and x_n of proton and neutron is x_p J_em + x_n (J_em with u and d exchanged).
  double const electric = dm.proton * same.electric + dm.neutron * mirror.electric;
  double const magnetic = dm.proton * same.magnetic + dm.neutron * mirror.magnetic;
  double const tau = Q2 / (4.0 * target_GeV * target_GeV);
  double const magnetic2 = magnetic * magnetic;
  return recoil_GeV3(dm, mediator_GeV, target_GeV, {(electric * electric + tau * magnetic2) / (1.0 + tau), magnetic2},
                     E_GeV, T_GeV);
}

namespace {

TargetTensor nucleus_tensor(DarkMatter const& dm, Nucleus const& nucleus, double T_GeV) {
  double const q_GeV = std::sqrt(2.0 * nucleus.mass_GeV * T_GeV);
  double const charge = nucleus.Z * dm.proton + (nucleus.A - nucleus.Z) * dm.neutron;
  double const amplitude = charge * helm_form_factor(q_GeV, nucleus.A);
  return {amplitude * amplitude, 0.0};
}

}  // namespace

double nucleus_recoil_GeV3(DarkMatter const& dm, double mediator_GeV, Nucleus const& nucleus, double E_GeV,
                           double T_GeV) {
  if (!reached(dm, nucleus.mass_GeV, E_GeV, T_GeV)) return 0.0;
  return recoil_GeV3(dm, mediator_GeV, nucleus.mass_GeV, nucleus_tensor(dm, nucleus, T_GeV), E_GeV, T_GeV);
}

std::array<double, 3> nucleus_recoil_in_energy(DarkMatter const& dm, double mediator_GeV, Nucleus const& nucleus,
                                               double T_GeV) {
  return recoil_in_energy(dm, mediator_GeV, nucleus.mass_GeV, nucleus_tensor(dm, nucleus, T_GeV), T_GeV);
}

}  // namespace penumbra
