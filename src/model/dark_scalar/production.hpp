#pragma once

namespace penumbra {

/// Branching ratios of flavour-changing decays to a scalar that mixes with the Higgs boson, at sin theta = 1.
///
/// The top loop gives L = C S (s_L b_R) + h.c. with C = 3 sqrt2 G_F m_t^2 V m_b/(16 pi^2 v), V = |V_ts* V_tb|, and so
/// for s
/// -> d. Of the operator the projector P_R leaves half of the scalar matrix element. Source: arXiv:0911.4938,
/// arXiv:1809.01876, arXiv:1904.10447. With the MSbar top mass rates are 20 % lower.
struct QuarkTransition {
  double top_GeV;
  double ckm;       ///< product of the two elements
  double from_GeV;  ///< the heavier quark: m_b
  double to_GeV;    ///< the lighter one: m_s
};

/// B -> P S with a pseudoscalar: tau C^2/4 [(m_B^2 - m_P^2)/(m_b - m_s)]^2 f_0^2 lambda^(1/2)/(16 pi m_B^3).
double to_pseudoscalar_and_scalar(double m_GeV, double parent_GeV, double other_GeV, double lifetime_s,
                                  QuarkTransition const& quarks, double f_0);

/// B -> V S with a vector: tau C^2/4 A_0^2 lambda^(3/2)/[(m_b + m_s)^2 16 pi m_B^3].
double to_vector_and_scalar(double m_GeV, double parent_GeV, double other_GeV, double lifetime_s,
                            QuarkTransition const& quarks, double A_0);

/// B -> X_s S of free quarks: tau C^2 (m_b^2 - m^2)^2/(32 pi m_b^3), m_s neglected. A factor 1.7 to 2 above the sum of
/// K, K* and their excitations.
double inclusive_with_scalar(double m_GeV, double lifetime_s, QuarkTransition const& quarks);

/// K -> pi S: tau C'^2/4 (m_K^2 - m_pi^2)^2 f_+(0)^2 lambda^(1/2)/(16 pi m_K^3), C' = C/m_s, m_d neglected. The slope
/// of the form factor is left out (below 5 %), and so are long-distance contributions.
double kaon_to_pion_and_scalar(double m_GeV, double kaon_GeV, double pion_GeV, double lifetime_s, double top_GeV,
                               double ckm, double f_plus);

/// BR(eta' -> eta S) = |A|^2 p/(8 pi m_eta'^2 Gamma_eta') with
///   A = 7/(9 v) [m_eta'^2 + m_eta^2 - 2 m_K^2] (2 sqrt2/3) (m_K^2 - m_pi^2)/(m_eta'^2 - m_eta^2).
///
/// From L = -(S/v) [2/9 theta + 7/9 sum m_q qbar q] at leading order with three flavours and a singlet whose mass comes
/// from the anomaly: theta is diagonal in the mesons, and so is the sum of quark and anomalous masses, so that quark
/// masses alone mix eta and eta' as much as the anomaly does with the other sign. Gives 7e-5 x 2p/m_eta', as quoted in
/// arXiv:1710.09387; higher orders perhaps 50 %.
double etaprime_to_eta_and_scalar(double m_GeV);

/// BR(h -> S S) for L = -lambda S^2 H^dagger H, at lambda = 1 to first order in lambda^2:
///   lambda^2 v^2/(8 pi m_h Gamma_h) sqrt(1 - 4 m^2/m_h^2).
/// Source: arXiv:1710.09387 (BR = 4700 lambda^2).
double higgs_to_scalar_pair(double m_GeV);

}  // namespace penumbra
