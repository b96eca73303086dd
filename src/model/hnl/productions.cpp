#include "model/hnl/productions.hpp"

#include <fmt/format.h>

#include <array>

#include "model/hnl/flavours.hpp"
#include "model/hnl/production_rates.hpp"
#include "model/hnl/semileptonic_channels.hpp"
#include "particle/vector_mesons.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

struct LeptonicMeson {
  char const* name;
  double mass_GeV;
  double f_GeV;
  double ckm;
  double lifetime_s;
};
constexpr std::array leptonic_mesons{
    LeptonicMeson{"pi+", sm::m_pi_GeV, weak::f_pi_GeV, weak::V_ud, weak::pi_lifetime_s},
    LeptonicMeson{"K+", sm::m_K_GeV, weak::f_K_GeV, weak::V_us, weak::K_lifetime_s},
    LeptonicMeson{"D+", weak::m_D_GeV, weak::f_D_GeV, weak::V_cd, weak::D_lifetime_s},
    LeptonicMeson{"Ds+", weak::m_Ds_GeV, weak::f_Ds_GeV, weak::V_cs, weak::Ds_lifetime_s},
    LeptonicMeson{"B+", sm::m_B_GeV, weak::f_B_GeV, weak::V_ub, weak::B_lifetime_s},
    LeptonicMeson{"Bc+", weak::m_Bc_GeV, weak::f_Bc_GeV, weak::V_cb, weak::Bc_lifetime_s},
};

struct HadronOfTau {
  char const* name;
  double mass_GeV;
  double constant;  ///< f in GeV or, for a vector, g in GeV^2
  double ckm;
  bool vector;
};
constexpr std::array hadrons_of_tau{
    HadronOfTau{"pi", sm::m_pi_GeV, weak::f_pi_GeV, weak::V_ud, false},
    HadronOfTau{"K", sm::m_K_GeV, weak::f_K_GeV, weak::V_us, false},
    HadronOfTau{"rho", meson::rho0.mass_GeV, weak::g_rho_GeV2, weak::V_ud, true},
    HadronOfTau{"a1", weak::m_a1_GeV, weak::g_a1_GeV2, weak::V_ud, true},
    HadronOfTau{"K*", weak::m_Kstar_GeV, weak::g_Kstar_GeV2, weak::V_us, true},
};

struct DecayingLepton {
  char const* name;
  std::size_t place;  ///< among the flavours
  double lifetime_s;
};
constexpr std::array decaying_leptons{DecayingLepton{"mu", 1, sm::muon_lifetime_s},
                                      DecayingLepton{"tau", 2, weak::tau_lifetime_s}};

void add_two_body(std::vector<ProductionChannel>& channels, MesonDecay decay, Monomial const& mixing) {
  if (decay.branching_ratio <= 0.0) return;
  auto name = fmt::format("meson-decay:{}->{}", decay.parent, decay.other);
  channels.push_back({std::move(name), std::move(decay), mixing, ""});
}

void add_three_body(std::vector<ProductionChannel>& channels, ThreeBodyDecay decay, HnlFlavour const& mixing) {
  if (decay.branching_ratio <= 0.0) return;
  auto name = fmt::format("three-body-decay:{}->{}{}({})", decay.parent, decay.others[0], decay.others[1], mixing.name);
  channels.push_back({std::move(name), std::move(decay), mixing_with(mixing), ""});
}

void add_leptonic(std::vector<ProductionChannel>& channels, double m_GeV) {
  for (auto const& meson : leptonic_mesons)
    for (auto const& flavour : hnl_flavours)
      add_two_body(channels,
                   {meson.name, meson.mass_GeV, flavour.name, flavour.lepton_GeV,
                    meson_to_lepton_branching_ratio(m_GeV, meson.mass_GeV, flavour.lepton_GeV, meson.f_GeV, meson.ckm,
                                                    meson.lifetime_s)},
                   mixing_with(flavour));
}

void add_semileptonic(std::vector<ProductionChannel>& channels, double m_GeV) {
  for (auto const& channel : semileptonic_channels())
    for (auto const& flavour : hnl_flavours) {
      double const rate = semileptonic_branching_ratio(channel, flavour.lepton_GeV, m_GeV);
      if (rate <= 0.0) continue;
      add_three_body(channels,
                     {channel.parent,
                      channel.parent_GeV,
                      {channel.daughter, flavour.name},
                      {channel.daughter_GeV, flavour.lepton_GeV},
                      rate,
                      spectrum(decay_of(channel, flavour.lepton_GeV), m_GeV)},
                     flavour);
    }
}

void add_tau_to_hadrons(std::vector<ProductionChannel>& channels, double m_GeV) {
  for (auto const& hadron : hadrons_of_tau)
    add_two_body(
        channels,
        {"tau", sm::m_tau_GeV, hadron.name, hadron.mass_GeV,
         hadron.vector ? tau_to_vector_branching_ratio(m_GeV, hadron.mass_GeV, hadron.constant, hadron.ckm)
                       : tau_to_pseudoscalar_branching_ratio(m_GeV, hadron.mass_GeV, hadron.constant, hadron.ckm)},
        mixing_with(hnl_flavours[2]));
}

void add_lepton_to_leptons(std::vector<ProductionChannel>& channels, double m_GeV) {
  for (auto const& parent : decaying_leptons)
    for (auto const& light : hnl_flavours) {
      auto const& heavy = hnl_flavours[parent.place];
      if (light.place >= heavy.place) continue;
      double const rate =
          lepton_to_lepton_branching_ratio(m_GeV, heavy.lepton_GeV, light.lepton_GeV, parent.lifetime_s);
      if (rate <= 0.0) continue;
      ThreeBodyDecay decay{parent.name, heavy.lepton_GeV, {light.name, "nu"}, {light.lepton_GeV, 0.0}, rate, {}};
      decay.energies = spectrum_with_heavy_mixing(m_GeV, heavy.lepton_GeV, light.lepton_GeV);
      add_three_body(channels, decay, heavy);
      decay.energies = spectrum_with_light_mixing(m_GeV, heavy.lepton_GeV, light.lepton_GeV);
      add_three_body(channels, std::move(decay), light);
    }
}

void add_bosons(std::vector<ProductionChannel>& channels, double m_GeV) {
  constexpr double W_to_lepton = 0.1086;      // PDG 2024, lepton universality
  constexpr double Z_to_invisible = 0.20000;  // PDG 2024
  for (auto const& flavour : hnl_flavours) {
    if (m_GeV + flavour.lepton_GeV < sm::m_W_GeV)
      add_two_body(
          channels,
          {"W+", sm::m_W_GeV, flavour.name, flavour.lepton_GeV, W_to_lepton * boson_phase_space(m_GeV, sm::m_W_GeV)},
          mixing_with(flavour));
    // One of three flavours of neutrinos; N nubar and Nbar nu (or, for a Majorana N, N nubar and N nu).
    auto const name = fmt::format("nu({})", flavour.name);
    add_two_body(channels,
                 {"Z", sm::m_Z_GeV, name, 0.0, 2.0 * Z_to_invisible / 3.0 * boson_phase_space(m_GeV, sm::m_Z_GeV)},
                 mixing_with(flavour));
  }
}

}  // namespace

std::vector<ProductionChannel> hnl_productions(double m_GeV) {
  std::vector<ProductionChannel> channels;
  add_leptonic(channels, m_GeV);
  add_semileptonic(channels, m_GeV);
  add_tau_to_hadrons(channels, m_GeV);
  add_lepton_to_leptons(channels, m_GeV);
  add_bosons(channels, m_GeV);
  return channels;
}

}  // namespace penumbra
