#include "model/hnl/semileptonic_channels.hpp"

#include <array>

#include "particle/constants.hpp"
#include "particle/vector_mesons.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

// Form factors. Pseudoscalars first.

/// f_+(0): FLAG 2021 (arXiv:2111.09849), N_f = 2+1+1; slopes: arXiv:1805.08567, appendix C (PDG, K_L).
constexpr LinearFormFactors K_to_pi{0.9698, 0.0297, 0.0149};
/// recalled: ETM, arXiv:1706.03017, with the parameters of arXiv:1805.08567, appendix C.
constexpr ZExpansionFormFactors D_to_K{0.7647, -0.066, 0.224, -2.084, 0.0, sm::m_D0_GeV, sm::m_K_GeV};
constexpr ZExpansionFormFactors D_to_pi{0.6117, -1.985, 0.1314, -1.188, 0.0342, sm::m_D0_GeV, sm::m_pi_GeV};
/// recalled: f(0) of D_s -> eta, eta' from arXiv:1505.04620 by way of arXiv:1805.08567, appendix C; poles D_s*(1-) of
/// the PDG and D_s1(2460) in place of D_s(0+), as in the benchmark sheet.
constexpr PoleFormFactors Ds_to_eta{0.495, 2.112, 2.46};
constexpr PoleFormFactors Ds_to_etaprime{0.557, 2.112, 2.46};
/// assumed: D_s -> K0 as D -> pi (flavour symmetry of the spectator).
constexpr ZExpansionFormFactors Ds_to_K = D_to_pi;
/// f(0): HPQCD (arXiv:1505.03925); poles B_c(1-) and B_c(0+) as in the benchmark sheet.
constexpr PoleFormFactors B_to_D{0.66, 6.3, 6.7};
/// recalled: f(0): arXiv:1106.3003; poles as B -> D.
constexpr PoleFormFactors Bs_to_Ds{0.65, 6.3, 6.7};
/// Ball and Zwicky, arXiv:hep-ph/0406232, table 1 (recalled).
constexpr TwoPoleFormFactors B_to_pi{0.744, 5.32, -0.486, 40.73, 0.258, 33.81};

// Vectors: Melikhov and Stech, arXiv:hep-ph/0001113, tables IV, VI, X, XII; B_s -> D_s*: arXiv:1212.3167, table 1; both
// read in public code, not in the papers.
constexpr double m_Bc_vector_GeV = 6.331;  // arXiv:1805.08567, appendix C
constexpr QuarkModelFormFactors D_to_Kstar{{1.03, 0.27, 0.0},  {0.76, 0.17, 0.0},  {0.66, 0.30, 0.20},
                                           {0.49, 0.67, 0.16}, weak::m_Dsstar_GeV, weak::m_Ds_GeV};
constexpr QuarkModelFormFactors D_to_rho{{0.90, 0.46, 0.0}, {0.66, 0.36, 0.0}, {0.59, 0.50, 0.0},
                                         {0.49, 0.89, 0.0}, weak::m_Dstar_GeV, weak::m_D_GeV};
constexpr QuarkModelFormFactors Ds_to_phi{{1.10, 0.26, 0.0}, {0.73, 0.10, 0.0},  {0.64, 0.29, 0.0},
                                          {0.47, 0.63, 0.0}, weak::m_Dsstar_GeV, weak::m_Ds_GeV};
constexpr QuarkModelFormFactors Ds_to_Kstar{{1.04, 0.24, 0.0}, {0.67, 0.20, 0.0}, {0.57, 0.29, 0.42},
                                            {0.42, 0.58, 0.0}, weak::m_Dstar_GeV, weak::m_D_GeV};
constexpr QuarkModelFormFactors B_to_Dstar{{0.76, 0.57, 0.0}, {0.69, 0.58, 0.0}, {0.66, 0.78, 0.0},
                                           {0.62, 1.04, 0.0}, m_Bc_vector_GeV,   weak::m_Bc_GeV};
constexpr QuarkModelFormFactors Bs_to_Dsstar{{0.95, 0.372, 0.0}, {0.67, 0.35, 0.0}, {0.70, 0.463, 0.0},
                                             {0.75, 1.04, 0.0},  m_Bc_vector_GeV,   weak::m_Bc_GeV};
constexpr QuarkModelFormFactors B_to_rho{{0.31, 0.59, 0.0},  {0.30, 0.54, 0.0}, {0.26, 0.73, 0.10},
                                         {0.24, 1.40, 0.50}, weak::m_Bstar_GeV, sm::m_B_GeV};

template <auto const& form_factors>
HelicityAmplitudes by(double parent_GeV, double daughter_GeV, double q2_GeV2) {
  return helicity_amplitudes(form_factors(q2_GeV2), parent_GeV, daughter_GeV, q2_GeV2);
}

constexpr double up_type = 1.0;     // charm decays
constexpr double down_type = -1.0;  // strange and bottom decay

using namespace weak;
constexpr double m_rho_GeV = meson::rho0.mass_GeV;
constexpr double m_omega_GeV = meson::omega.mass_GeV;
constexpr std::array channels{
    SemileptonicChannel{"K+", "pi0", sm::m_K_GeV, sm::m_pi0_GeV, K_lifetime_s, V_us, 0.5, down_type, &by<K_to_pi>},
    SemileptonicChannel{"KL", "pi", sm::m_K0_GeV, sm::m_pi_GeV, K_L_lifetime_s, V_us, 1.0, down_type, &by<K_to_pi>},
    SemileptonicChannel{"KS", "pi", sm::m_K0_GeV, sm::m_pi_GeV, K_S_lifetime_s, V_us, 1.0, down_type, &by<K_to_pi>},
    SemileptonicChannel{"D0", "K-", sm::m_D0_GeV, sm::m_K_GeV, D0_lifetime_s, V_cs, 1.0, up_type, &by<D_to_K>},
    SemileptonicChannel{"D0", "K*-", sm::m_D0_GeV, m_Kstar_GeV, D0_lifetime_s, V_cs, 1.0, up_type, &by<D_to_Kstar>},
    SemileptonicChannel{"D0", "pi-", sm::m_D0_GeV, sm::m_pi_GeV, D0_lifetime_s, V_cd, 1.0, up_type, &by<D_to_pi>},
    SemileptonicChannel{"D0", "rho-", sm::m_D0_GeV, m_rho_GeV, D0_lifetime_s, V_cd, 1.0, up_type, &by<D_to_rho>},
    SemileptonicChannel{"D+", "K0bar", m_D_GeV, sm::m_K0_GeV, D_lifetime_s, V_cs, 1.0, up_type, &by<D_to_K>},
    SemileptonicChannel{"D+", "K*0bar", m_D_GeV, m_Kstar0_GeV, D_lifetime_s, V_cs, 1.0, up_type, &by<D_to_Kstar>},
    SemileptonicChannel{"D+", "pi0", m_D_GeV, sm::m_pi0_GeV, D_lifetime_s, V_cd, 0.5, up_type, &by<D_to_pi>},
    SemileptonicChannel{"D+", "rho0", m_D_GeV, m_rho_GeV, D_lifetime_s, V_cd, 0.5, up_type, &by<D_to_rho>},
    SemileptonicChannel{"D+", "omega", m_D_GeV, m_omega_GeV, D_lifetime_s, V_cd, 0.5, up_type, &by<D_to_rho>},
    SemileptonicChannel{"Ds+", "eta", m_Ds_GeV, sm::m_eta_GeV, Ds_lifetime_s, V_cs, 1.0, up_type, &by<Ds_to_eta>},
    SemileptonicChannel{"Ds+", "eta'", m_Ds_GeV, sm::m_etaprime_GeV, Ds_lifetime_s, V_cs, 1.0, up_type,
                        &by<Ds_to_etaprime>},
    SemileptonicChannel{"Ds+", "phi", m_Ds_GeV, meson::phi.mass_GeV, Ds_lifetime_s, V_cs, 1.0, up_type, &by<Ds_to_phi>},
    SemileptonicChannel{"Ds+", "K0", m_Ds_GeV, sm::m_K0_GeV, Ds_lifetime_s, V_cd, 1.0, up_type, &by<Ds_to_K>},
    SemileptonicChannel{"Ds+", "K*0", m_Ds_GeV, m_Kstar0_GeV, Ds_lifetime_s, V_cd, 1.0, up_type, &by<Ds_to_Kstar>},
    SemileptonicChannel{"B+", "D0bar", sm::m_B_GeV, sm::m_D0_GeV, B_lifetime_s, V_cb, 1.0, down_type, &by<B_to_D>},
    SemileptonicChannel{"B+", "D*0bar", sm::m_B_GeV, m_Dstar0_GeV, B_lifetime_s, V_cb, 1.0, down_type, &by<B_to_Dstar>},
    SemileptonicChannel{"B+", "pi0", sm::m_B_GeV, sm::m_pi0_GeV, B_lifetime_s, V_ub, 0.5, down_type, &by<B_to_pi>},
    SemileptonicChannel{"B+", "rho0", sm::m_B_GeV, m_rho_GeV, B_lifetime_s, V_ub, 0.5, down_type, &by<B_to_rho>},
    SemileptonicChannel{"B+", "omega", sm::m_B_GeV, m_omega_GeV, B_lifetime_s, V_ub, 0.5, down_type, &by<B_to_rho>},
    SemileptonicChannel{"B0", "D-", sm::m_B0_GeV, m_D_GeV, B0_lifetime_s, V_cb, 1.0, down_type, &by<B_to_D>},
    SemileptonicChannel{"B0", "D*-", sm::m_B0_GeV, m_Dstar_GeV, B0_lifetime_s, V_cb, 1.0, down_type, &by<B_to_Dstar>},
    SemileptonicChannel{"B0", "pi-", sm::m_B0_GeV, sm::m_pi_GeV, B0_lifetime_s, V_ub, 1.0, down_type, &by<B_to_pi>},
    SemileptonicChannel{"B0", "rho-", sm::m_B0_GeV, m_rho_GeV, B0_lifetime_s, V_ub, 1.0, down_type, &by<B_to_rho>},
    SemileptonicChannel{"Bs0", "Ds-", m_Bs_GeV, m_Ds_GeV, Bs_lifetime_s, V_cb, 1.0, down_type, &by<Bs_to_Ds>},
    SemileptonicChannel{"Bs0", "Ds*-", m_Bs_GeV, m_Dsstar_GeV, Bs_lifetime_s, V_cb, 1.0, down_type, &by<Bs_to_Dsstar>},
};

}  // namespace

std::span<SemileptonicChannel const> semileptonic_channels() { return channels; }

SemileptonicDecay decay_of(SemileptonicChannel const& channel, double lepton_GeV) {
  return {channel.parent_GeV,
          channel.daughter_GeV,
          lepton_GeV,
          channel.ckm * channel.ckm * channel.isospin,
          [&channel](double q2) { return channel.amplitudes(channel.parent_GeV, channel.daughter_GeV, q2); },
          channel.parity_sign};
}

double semileptonic_branching_ratio(SemileptonicChannel const& channel, double lepton_GeV, double m_N_GeV) {
  return channel.lifetime_s / sm::hbar_GeV_s * width_GeV(decay_of(channel, lepton_GeV), m_N_GeV);
}

}  // namespace penumbra
