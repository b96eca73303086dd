#include "model/hnl/decays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/hnl/flavours.hpp"
#include "model/hnl/seen_masses.hpp"
#include "model/hnl/widths.hpp"
#include "particle/vector_mesons.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

/// Quarks beyond single mesons count from here: alpha_s, and with it the correction, grows beyond use below.
constexpr double quarks_from_GeV = 1.0;

constexpr double well_known = 1.0;  // spread of a width

enum class Heaviest { light, charm, bottom };
constexpr std::array all_heaviest{Heaviest::light, Heaviest::charm, Heaviest::bottom};

struct ChargedMeson {
  char const* name;
  double mass_GeV;
  double constant;  ///< f in GeV or, for a vector, g in GeV^2
  double ckm;
  bool vector;
  Heaviest heaviest;
};
constexpr std::array charged_mesons{
    ChargedMeson{"pi+", sm::m_pi_GeV, weak::f_pi_GeV, weak::V_ud, false, Heaviest::light},
    ChargedMeson{"K+", sm::m_K_GeV, weak::f_K_GeV, weak::V_us, false, Heaviest::light},
    ChargedMeson{"rho+", meson::rho0.mass_GeV, weak::g_rho_GeV2, weak::V_ud, true, Heaviest::light},
    ChargedMeson{"K*+", weak::m_Kstar_GeV, weak::g_Kstar_GeV2, weak::V_us, true, Heaviest::light},
    ChargedMeson{"D+", weak::m_D_GeV, weak::f_D_GeV, weak::V_cd, false, Heaviest::charm},
    ChargedMeson{"Ds+", weak::m_Ds_GeV, weak::f_Ds_GeV, weak::V_cs, false, Heaviest::charm},
    ChargedMeson{"D*+", weak::m_Dstar_GeV, weak::g_Dstar_GeV2, weak::V_cd, true, Heaviest::charm},
    ChargedMeson{"Ds*+", weak::m_Dsstar_GeV, weak::g_Dsstar_GeV2, weak::V_cs, true, Heaviest::charm},
    ChargedMeson{"B+", sm::m_B_GeV, weak::f_B_GeV, weak::V_ub, false, Heaviest::bottom},
    ChargedMeson{"Bc+", weak::m_Bc_GeV, weak::f_Bc_GeV, weak::V_cb, false, Heaviest::bottom},
};

struct NeutralMeson {
  char const* name;
  double mass_GeV;
  double constant;     ///< f in GeV or, for a vector, g in GeV^2
  double kappa;        ///< coupling of a vector to the neutral current; 0 for pseudoscalars
  double charged_GeV;  ///< lightest charged particle that it usually decays to; 0 for photons
};
constexpr double s2 = sm::sin2_theta_w_m_Z;
constexpr std::array neutral_mesons{
    NeutralMeson{"pi0", sm::m_pi0_GeV, weak::f_pi_GeV, 0.0, 0.0},
    NeutralMeson{"eta", sm::m_eta_GeV, weak::f_eta_GeV, 0.0, 0.0},
    NeutralMeson{"eta'", sm::m_etaprime_GeV, weak::f_etaprime_GeV, 0.0, sm::m_pi_GeV},
    NeutralMeson{"rho0", meson::rho0.mass_GeV, weak::g_rho_GeV2, 1.0 - 2.0 * s2, sm::m_pi_GeV},
    NeutralMeson{"omega", meson::omega.mass_GeV, weak::g_omega_GeV2, 4.0 / 3.0 * s2, sm::m_pi_GeV},
    NeutralMeson{"phi", meson::phi.mass_GeV, weak::g_phi_GeV2, 4.0 / 3.0 * s2 - 1.0, sm::m_K_GeV},
};

/// Quarks of the charged current, with the hadrons that close their phase space.
struct ChargedPair {
  double ckm;
  double first_GeV;
  double second_GeV;
  Heaviest heaviest;
};
constexpr std::array charged_pairs{
    ChargedPair{weak::V_ud, sm::m_pi_GeV, sm::m_pi0_GeV, Heaviest::light},
    ChargedPair{weak::V_us, sm::m_K_GeV, sm::m_pi0_GeV, Heaviest::light},
    ChargedPair{weak::V_cd, weak::m_D_GeV, sm::m_pi0_GeV, Heaviest::charm},
    ChargedPair{weak::V_cs, weak::m_D_GeV, sm::m_K0_GeV, Heaviest::charm},
    ChargedPair{weak::V_ub, sm::m_B_GeV, sm::m_pi0_GeV, Heaviest::bottom},
    ChargedPair{weak::V_cb, sm::m_B_GeV, sm::m_D0_GeV, Heaviest::bottom},
};

/// Quarks of the neutral current, with the hadron whose pair closes their phase space.
struct NeutralPair {
  NeutralCurrentPair kind;
  double hadron_GeV;
  Heaviest heaviest;
};
constexpr std::array neutral_pairs{
    NeutralPair{NeutralCurrentPair::up_quarks, sm::m_pi_GeV, Heaviest::light},
    NeutralPair{NeutralCurrentPair::down_quarks, sm::m_pi_GeV, Heaviest::light},
    NeutralPair{NeutralCurrentPair::down_quarks, sm::m_K_GeV, Heaviest::light},
    NeutralPair{NeutralCurrentPair::up_quarks, sm::m_D0_GeV, Heaviest::charm},
    NeutralPair{NeutralCurrentPair::down_quarks, sm::m_B_GeV, Heaviest::bottom},
};

double width_GeV(ChargedMeson const& meson, double m_GeV, double lepton_GeV) {
  return meson.vector ? to_lepton_vector_GeV(m_GeV, lepton_GeV, meson.mass_GeV, meson.constant, meson.ckm)
                      : to_lepton_pseudoscalar_GeV(m_GeV, lepton_GeV, meson.mass_GeV, meson.constant, meson.ckm);
}

double width_GeV(NeutralMeson const& meson, double m_GeV) {
  return meson.kappa != 0.0 ? to_neutrino_vector_GeV(m_GeV, meson.mass_GeV, meson.constant, meson.kappa)
                            : to_neutrino_pseudoscalar_GeV(m_GeV, meson.mass_GeV, meson.constant);
}

/// Quarks by the charged current beyond single mesons.
double other_charged_GeV(double m_GeV, double lepton_GeV) {
  double sum_GeV = 0.0;
  for (auto const heaviest : all_heaviest) {
    double beyond_GeV = 0.0;
    for (auto const& pair : charged_pairs)
      if (pair.heaviest == heaviest)
        beyond_GeV += by_charged_current_GeV(m_GeV, lepton_GeV, pair.first_GeV, pair.second_GeV,
                                             3.0 * pair.ckm * pair.ckm * quark_correction(m_GeV));
    for (auto const& meson : charged_mesons)
      if (meson.heaviest == heaviest) beyond_GeV -= width_GeV(meson, m_GeV, lepton_GeV);
    sum_GeV += std::max(beyond_GeV, 0.0);
  }
  return sum_GeV;
}

/// Quarks by the neutral current beyond single mesons, of which none here has charm or bottom.
double other_neutral_GeV(double m_GeV) {
  double light_GeV = 0.0;
  double heavy_GeV = 0.0;
  for (auto const& pair : neutral_pairs) {
    double const one_GeV = to_neutrino_and_pair_GeV(pair.kind, m_GeV, pair.hadron_GeV) * quark_correction(m_GeV);
    (pair.heaviest == Heaviest::light ? light_GeV : heavy_GeV) += one_GeV;
  }
  for (auto const& meson : neutral_mesons) light_GeV -= width_GeV(meson, m_GeV);
  return std::max(light_GeV, 0.0) + heavy_GeV;
}

}  // namespace

std::vector<DecayMode> hnl_decays(double m_GeV) {
  std::vector<DecayMode> modes;
  double const other_neutral = m_GeV > quarks_from_GeV ? other_neutral_GeV(m_GeV) : 0.0;
  for (auto const& flavour : hnl_flavours) {
    auto const mixing = mixing_with(flavour);
    double const lepton_GeV = flavour.lepton_GeV;
    auto const add_all_seen = [&](std::string name, double one_GeV, double hadron_GeV) {
      if (one_GeV > 0.0)
        modes.push_back({std::move(name), one_GeV, mixing, true, lepton_GeV, false, well_known, hadron_GeV});
    };
    auto const add_with_neutrino = [&](std::string name, double one_GeV, double first_GeV, double second_GeV,
                                       std::vector<PairMass> seen) {
      if (one_GeV > 0.0)
        modes.push_back(
            {std::move(name), one_GeV, mixing, true, first_GeV, false, well_known, second_GeV, std::move(seen)});
    };
    modes.push_back({fmt::format("3nu({})", flavour.name), to_three_neutrinos_GeV(m_GeV), mixing, false, 0.0, false});
    for (auto const& other : hnl_flavours) {
      bool const same = other.place == flavour.place;
      auto const current = same ? NeutralCurrentPair::same_lepton : NeutralCurrentPair::other_lepton;
      add_with_neutrino(fmt::format("nu({}){}+{}-", flavour.name, other.name, other.name),
                        to_neutrino_and_pair_GeV(current, m_GeV, other.lepton_GeV), other.lepton_GeV, other.lepton_GeV,
                        masses_beside_neutrino(current, m_GeV, other.lepton_GeV));
      if (!same)
        add_with_neutrino(fmt::format("{}-{}+nu", flavour.name, other.name),
                          by_charged_current_GeV(m_GeV, lepton_GeV, 0.0, other.lepton_GeV, 1.0), lepton_GeV,
                          other.lepton_GeV, masses_by_charged_current(m_GeV, lepton_GeV, other.lepton_GeV));
    }
    for (auto const& meson : charged_mesons)
      add_all_seen(fmt::format("{}-{}", flavour.name, meson.name), width_GeV(meson, m_GeV, lepton_GeV), meson.mass_GeV);
    for (auto const& meson : neutral_mesons)
      add_with_neutrino(fmt::format("nu({}){}", flavour.name, meson.name), width_GeV(meson, m_GeV), meson.charged_GeV,
                        meson.charged_GeV, {{meson.mass_GeV, 1.0}});
    if (m_GeV <= quarks_from_GeV) continue;
    add_all_seen(fmt::format("{}-hadrons", flavour.name), other_charged_GeV(m_GeV, lepton_GeV), sm::m_pi_GeV);
    add_with_neutrino(fmt::format("nu({})hadrons", flavour.name), other_neutral, sm::m_pi_GeV, sm::m_pi_GeV,
                      masses_beside_neutrino(NeutralCurrentPair::up_quarks, m_GeV, sm::m_pi_GeV));
  }
  return modes;
}

}  // namespace penumbra
