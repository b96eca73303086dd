#pragma once

namespace penumbra {

/// Flavour-changing decays by the coupling to W bosons, L = -(g/4) a W^a Wtilde^a:
///
///   L_eff = -g_ij (d_mu a) dbar_j gamma^mu P_L d_i
///   g_ij = -(3 sqrt(2) G_F m_W^2 g/16 pi^2) sum_q V_qi V*_qj f(m_q^2/m_W^2)
///   f(x) = x [1 + x (ln x - 1)]/(1 - x)^2
///
/// Source: arXiv:1611.09355, eqs. 3 to 6. One loop, finite; next order not known, a few ten per cent.

/// f(x) above; x > 0 and not at 1 to better than 1e-4.
double w_loop(double x);

/// Product of CKM elements times f of one quark. For s -> d charm adds to top with the same sign; for b -> s it is
/// negligible.
double quark_in_w_loop(double ckm, double quark_GeV);

/// g_ij in GeV^-1 for g in GeV^-1 and the sum of these.
double w_flavour_coupling_per_GeV(double g_per_GeV, double sum);

/// Gamma(P -> P' a) = m_P^3 g_ij^2/(64 pi) (1 - m_P'^2/m_P^2)^2 f_0(m^2)^2 sqrt(lambda(1, m_P'^2/m_P^2, m^2/m_P^2)).
double to_pseudoscalar_GeV(double g_ij_per_GeV, double m_GeV, double parent_GeV, double daughter_GeV, double f_0);

/// Gamma(P -> V a) = m_P^3 g_ij^2/(64 pi) A_0(m^2)^2 lambda(1, m_V^2/m_P^2, m^2/m_P^2)^(3/2).
double to_vector_GeV(double g_ij_per_GeV, double m_GeV, double parent_GeV, double daughter_GeV, double A_0);

/// Branching ratios at g = 1/GeV, zero beyond the end of the phase space. BR(K+ -> pi+ a) with top and charm; f_+(0)
/// = 1.
double charged_kaon_to_pion(double m_GeV);
double charged_b_to_kaon(double m_GeV);
double neutral_b_to_kaon(double m_GeV);
double charged_b_to_kaon_star(double m_GeV);
double neutral_b_to_kaon_star(double m_GeV);

}  // namespace penumbra
