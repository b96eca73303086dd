#pragma once

/// Hadrons and the tau as the charged weak current sees them. Masses, lifetimes and CKM elements: PDG, Review of
/// Particle Physics 2024. One place, one value.
namespace penumbra::weak {

// CKM elements (absolute values), PDG averages: V_ub and V_cb are those of exclusive and inclusive decays together.
inline constexpr double V_ud = 0.97367;
inline constexpr double V_us = 0.22431;
inline constexpr double V_ub = 3.82e-3;
inline constexpr double V_cd = 0.221;
inline constexpr double V_cs = 0.975;
inline constexpr double V_cb = 41.1e-3;
inline constexpr double V_ts_V_tb = 0.0411;     ///< product of the absolute values
inline constexpr double V_td_V_ts = 3.53e-4;    ///< product of the absolute values, 0.00858 x 0.0411
inline constexpr double Re_V_td_V_ts = 3.3e-4;  ///< real part of V_td V_ts^*, absolute value
inline constexpr double Im_V_td_V_ts = 1.4e-4;  ///< imaginary part, A^2 lambda^5 eta with lambda = 0.2250, A = 0.826,
                                                ///< eta = 0.348

// Masses that are not in particle/constants.hpp, GeV.
inline constexpr double m_Kstar_GeV = 0.89167;   ///< charged
inline constexpr double m_Kstar0_GeV = 0.89555;  ///< neutral
inline constexpr double m_a1_GeV = 1.230;
inline constexpr double m_D_GeV = 1.86966;       ///< charged
inline constexpr double m_Dstar_GeV = 2.01026;   ///< charged
inline constexpr double m_Dstar0_GeV = 2.00685;  ///< neutral
inline constexpr double m_Ds_GeV = 1.96835;
inline constexpr double m_Dsstar_GeV = 2.1122;
inline constexpr double m_Bstar_GeV = 5.32475;
inline constexpr double m_Bs_GeV = 5.36693;
inline constexpr double m_Bc_GeV = 6.27447;

// Lifetimes, s.
inline constexpr double pi_lifetime_s = 2.6033e-8;
inline constexpr double K_lifetime_s = 1.2380e-8;
inline constexpr double K_L_lifetime_s = 5.116e-8;
inline constexpr double K_S_lifetime_s = 8.954e-11;
inline constexpr double D_lifetime_s = 1.033e-12;
inline constexpr double D0_lifetime_s = 4.103e-13;
inline constexpr double Ds_lifetime_s = 5.012e-13;
inline constexpr double B_lifetime_s = 1.638e-12;
inline constexpr double B0_lifetime_s = 1.517e-12;
inline constexpr double Bs_lifetime_s = 1.520e-12;
inline constexpr double Bc_lifetime_s = 5.10e-13;
inline constexpr double tau_lifetime_s = 2.903e-13;

// Decay constants of pseudoscalars, GeV, with <0|A_mu|P> = i f p_mu, f_pi = 130 MeV. FLAG 2021 (arXiv:2111.09849,
// N_f = 2+1+1 for pi, K, D, D_s, B); B_c: HPQCD, arXiv:1503.05762.
inline constexpr double f_pi_GeV = 0.1302;
inline constexpr double f_K_GeV = 0.1557;
inline constexpr double f_D_GeV = 0.2120;
inline constexpr double f_Ds_GeV = 0.2499;
inline constexpr double f_B_GeV = 0.1900;
inline constexpr double f_Bc_GeV = 0.434;
// Neutral ones for the axial part of the neutral current, arXiv:1805.08567, table 8: eta and eta' as mixtures.
inline constexpr double f_eta_GeV = 0.0817;
inline constexpr double f_etaprime_GeV = 0.0947;

// Decay constants of vectors, GeV^2, <0|V_mu|V> = i g epsilon_mu; g = f m. rho, omega, phi: arXiv:1805.08567, table 9
// (from tau -> rho nu and V -> e+ e-). K*: f = 0.204 GeV, arXiv:1503.05534, table 1.
inline constexpr double g_rho_GeV2 = 0.162;
inline constexpr double g_omega_GeV2 = 0.153;
inline constexpr double g_phi_GeV2 = 0.234;
inline constexpr double g_Kstar_GeV2 = 0.204 * m_Kstar_GeV;
// a_1: from tau -> 3 pi nu, 9.02 + 9.26 % (PDG 2024), as a resonance without width.
inline constexpr double g_a1_GeV2 = 0.286;
// recalled: D* and D_s*, arXiv:1805.08567, table 9.
inline constexpr double g_Dstar_GeV2 = 0.535;
inline constexpr double g_Dsstar_GeV2 = 0.650;

}  // namespace penumbra::weak
