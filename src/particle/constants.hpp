#pragma once

#include <array>

/// Standard-Model numbers used everywhere. Measured values: PDG, Review of Particle Physics 2024 (masses as adopted by
/// the benchmark sheet of this project, which agrees to the digits given). One place, one value.
namespace penumbra::sm {

// Exact by definition of the SI, or known far better than we need (CODATA 2018).
inline constexpr double alpha = 1.0 / 137.035999;                ///< fine-structure constant at zero momentum transfer
inline constexpr double hbar_c_GeV_m = 1.973269804e-16;          ///< exact
inline constexpr double hbar_GeV_s = 6.582119569e-25;            ///< exact
inline constexpr double cm2_per_inverse_GeV2 = 3.893793721e-28;  ///< (hbar c)^2, exact
inline constexpr double atomic_mass_unit_GeV = 0.93149410;       ///< CODATA 2018

// Weak interaction, PDG.
inline constexpr double G_F_per_GeV2 = 1.1663788e-5;
inline constexpr double higgs_vacuum_GeV = 246.21965;  ///< (sqrt2 G_F)^(-1/2)
inline constexpr double sin2_theta_w_m_Z = 0.23129;    ///< MSbar at m_Z
inline constexpr double sin2_theta_w_low = 0.23857;    ///< MSbar at zero momentum transfer

// Leptons, PDG.
inline constexpr double m_e_GeV = 0.51099895e-3;
inline constexpr double m_mu_GeV = 0.1056583755;
inline constexpr double m_tau_GeV = 1.77693;

// Hadrons, PDG.
inline constexpr double m_pi_GeV = 0.13957039;  ///< charged
inline constexpr double m_pi0_GeV = 0.1349768;
inline constexpr double m_K_GeV = 0.493677;  ///< charged
inline constexpr double m_K0_GeV = 0.497611;
inline constexpr double m_eta_GeV = 0.547862;
inline constexpr double m_etaprime_GeV = 0.95778;
inline constexpr double etaprime_width_GeV = 0.188e-3;
inline constexpr double m_D0_GeV = 1.86484;
inline constexpr double m_B0_GeV = 5.27972;
inline constexpr double m_B_GeV = 5.27941;  ///< charged
inline constexpr double m_p_GeV = 0.93827209;
inline constexpr double m_n_GeV = 0.93956542;

// Lifetimes, PDG.
inline constexpr double muon_lifetime_s = 2.1969811e-6;

// Branching ratios to two photons, PDG.
inline constexpr double br_pi0_two_photons = 0.98823;
inline constexpr double br_eta_two_photons = 0.3936;
inline constexpr double br_etaprime_two_photons = 0.02307;

// Strong coupling and quark masses (MSbar, at their own scale), PDG.
inline constexpr double m_Z_GeV = 91.1880;
inline constexpr double alpha_s_m_Z = 0.1180;
inline constexpr double m_charm_GeV = 1.273;
inline constexpr double m_bottom_GeV = 4.183;
inline constexpr double m_strange_at_2_GeV_GeV = 0.0935;  ///< MSbar at 2 GeV

// Heavy particles of the electroweak theory, PDG; pole masses of quarks: top measured, bottom and charm from the PDG
// review of quark masses (two loops).
inline constexpr double m_W_GeV = 80.3692;
inline constexpr double m_higgs_GeV = 125.20;
inline constexpr double higgs_width_GeV = 4.1e-3;  ///< Standard Model, arXiv:1610.07922
inline constexpr double m_top_GeV = 172.57;
inline constexpr double pole_bottom_GeV = 4.78;
inline constexpr double pole_charm_GeV = 1.67;

// Anomalous magnetic moment of the muon.
inline constexpr double a_mu_white_paper_2020 = 116591810e-11;      ///< +-43e-11, arXiv:2006.04822
inline constexpr double a_mu_white_paper_2025 = 116592033e-11;      ///< +-62e-11, arXiv:2505.21476
inline constexpr double a_mu_world_average_2025 = 116592071.5e-11;  ///< +-14.5e-11, arXiv:2506.03069

}  // namespace penumbra::sm
