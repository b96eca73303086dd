#include "model/alp/channels.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "model/alp/fermion_widths.hpp"
#include "model/alp/flavour_change.hpp"
#include "model/alp/gluon_widths.hpp"
#include "model/alp/meson_mixing.hpp"
#include "model/alp/widths.hpp"
#include "particle/constants.hpp"
#include "particle/magnetic_moment.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

/// 1/v = sqrt(sqrt(2) G_F), GeV^-1.
double inverse_v_per_GeV() { return std::sqrt(std::numbers::sqrt2 * sm::G_F_per_GeV2); }

/// c_g/Lambda of 1/f_G = 1/GeV: g_s^2/8 = 4 pi alpha_s/8.
constexpr double c_per_inverse_f_G = 1.0 / 8.0;

struct Lepton {
  std::string_view name;
  char const* pair;
  double mass_GeV;
};
constexpr std::array<Lepton, 3> leptons{
    {{"e", "e+e-", sm::m_e_GeV}, {"mu", "mu+mu-", sm::m_mu_GeV}, {"tau", "tau+tau-", sm::m_tau_GeV}}};

/// Leptons and heavy quarks, number of colours times squared charge.
constexpr std::array<AlpLoopFermion, 6> loop_fermions{{{sm::m_e_GeV, 1.0},
                                                       {sm::m_mu_GeV, 1.0},
                                                       {sm::m_tau_GeV, 1.0},
                                                       {sm::m_charm_GeV, 4.0 / 3.0},
                                                       {sm::m_bottom_GeV, 1.0 / 3.0},
                                                       {sm::m_top_GeV, 4.0 / 3.0}}};

DecayMode two_photons(double width_GeV) { return {"gammagamma", width_GeV, alp_coupling_squared(), true, 0.0, true}; }

std::vector<DecayMode> photon_decays(double g_per_GeV, double m_GeV) {
  double const width_GeV = alp_to_photons_GeV(g_per_GeV, m_GeV);
  std::vector<DecayMode> modes{two_photons(width_GeV)};
  if (double const share = photon_conversion(sm::m_e_GeV, m_GeV); share > 0.0)
    modes.push_back({"e+e-gamma", share * width_GeV, alp_coupling_squared(), true, sm::m_e_GeV, false});
  return modes;
}

ProductionChannel primakoff(double g_per_GeV) {
  return {"primakoff", Primakoff{g_per_GeV}, alp_coupling_squared(), ""};
}

std::vector<ProductionChannel> photon_productions(double g_per_GeV) {
  return {primakoff(g_per_GeV), {"photon-fusion", PhotonFusion{g_per_GeV}, alp_coupling_squared(), ""}};
}

void add_mixing(std::vector<ProductionChannel>& channels, char const* parent, double angle) {
  if (angle == 0.0) return;
  channels.push_back({std::string{"pseudoscalar-mixing:"} + parent, PseudoscalarMixing{parent, angle * angle},
                      alp_coupling_squared(), ""});
}

std::vector<ProductionChannel> mixing_productions(MesonMixing const& mixing) {
  std::vector<ProductionChannel> channels;
  add_mixing(channels, "pi0", mixing.pi0);
  add_mixing(channels, "eta", mixing.eta);
  add_mixing(channels, "etaprime", mixing.etaprime);
  return channels;
}

/// |g| that gives this width to two photons.
double photon_coupling_per_GeV(double width_GeV, double m_GeV) {
  return std::sqrt(width_GeV / alp_to_photons_GeV(1.0, m_GeV));
}

}  // namespace

Monomial alp_coupling_squared() { return {{2}}; }

std::vector<DecayMode> alp_photon_decays(double m_GeV) { return photon_decays(1.0, m_GeV); }

std::vector<ProductionChannel> alp_photon_productions(double) { return photon_productions(1.0); }

std::vector<DecayMode> alp_fermion_decays(double m_GeV) {
  double const c_per_GeV = inverse_v_per_GeV();
  std::vector<DecayMode> modes;
  for (auto const& lepton : leptons)
    if (double const width_GeV = alp_to_fermions_GeV(c_per_GeV, m_GeV, lepton.mass_GeV, 1.0, lepton.mass_GeV);
        width_GeV > 0.0)
      modes.push_back({lepton.pair, width_GeV, alp_coupling_squared(), true, lepton.mass_GeV, true});
  modes.push_back(two_photons(
      alp_to_photons_GeV(std::abs(fermion_loop_photon_coupling_per_GeV(c_per_GeV, m_GeV, loop_fermions)), m_GeV)));
  if (double const width_GeV = fermion_alp_to_hadrons_GeV(c_per_GeV, m_GeV); width_GeV > 0.0)
    modes.push_back({"hadrons", width_GeV, alp_coupling_squared(), true, sm::m_pi_GeV, false});
  return modes;
}

std::vector<ProductionChannel> alp_fermion_productions(double m_GeV) {
  double const c_per_GeV = inverse_v_per_GeV();
  auto channels = mixing_productions(quark_meson_mixing(c_per_GeV, m_GeV));
  channels.push_back(primakoff(std::abs(fermion_loop_photon_coupling_per_GeV(c_per_GeV, m_GeV, loop_fermions))));
  return channels;
}

std::optional<double> alp_fermion_magnetic_moment(std::string_view name, double m_GeV) {
  for (auto const& lepton : leptons)
    if (lepton.name == name) {
      double const coupling = lepton.mass_GeV * inverse_v_per_GeV();
      return coupling * coupling * magnetic_moment_pseudoscalar(m_GeV / lepton.mass_GeV);
    }
  return std::nullopt;
}

std::vector<DecayMode> alp_gluon_decays(double m_GeV) {
  std::vector<DecayMode> modes;
  for (auto const& channel : gluon_channels_GeV(m_GeV)) {
    double const width_GeV = c_per_inverse_f_G * c_per_inverse_f_G * channel.width_GeV;
    if (width_GeV <= 0.0) continue;
    bool const photons = channel.daughter_mass_GeV == 0.0;
    modes.push_back({std::string{channel.final_state}, width_GeV, alp_coupling_squared(), true,
                     channel.daughter_mass_GeV, photons});
  }
  return modes;
}

std::vector<ProductionChannel> alp_gluon_productions(double m_GeV) {
  auto channels = mixing_productions(gluon_meson_mixing(32.0 * pi * pi * c_per_inverse_f_G, m_GeV));
  double const width_GeV = c_per_inverse_f_G * c_per_inverse_f_G * gluon_channels_GeV(m_GeV).front().width_GeV;
  if (width_GeV > 0.0) channels.push_back(primakoff(photon_coupling_per_GeV(width_GeV, m_GeV)));
  return channels;
}

std::vector<DecayMode> alp_w_decays(double m_GeV) { return photon_decays(sm::sin2_theta_w_m_Z, m_GeV); }

std::vector<ProductionChannel> alp_w_productions(double m_GeV) {
  auto channels = photon_productions(sm::sin2_theta_w_m_Z);
  auto const add = [&](char const* name, char const* parent, double parent_GeV, char const* other, double other_GeV,
                       double branching_ratio) {
    if (branching_ratio > 0.0)
      channels.push_back(
          {name, MesonDecay{parent, parent_GeV, other, other_GeV, branching_ratio}, alp_coupling_squared(), ""});
  };
  add("meson-decay:K+", "K+", sm::m_K_GeV, "pi+", sm::m_pi_GeV, charged_kaon_to_pion(m_GeV));
  add("meson-decay:B+", "B+", sm::m_B_GeV, "K+", sm::m_K_GeV, charged_b_to_kaon(m_GeV));
  add("meson-decay:B+-Kstar", "B+", sm::m_B_GeV, "K*+", weak::m_Kstar_GeV, charged_b_to_kaon_star(m_GeV));
  add("meson-decay:B0", "B0", sm::m_B0_GeV, "K0", sm::m_K0_GeV, neutral_b_to_kaon(m_GeV));
  add("meson-decay:B0-Kstar", "B0", sm::m_B0_GeV, "K*0", weak::m_Kstar0_GeV, neutral_b_to_kaon_star(m_GeV));
  return channels;
}

std::vector<DecayMode> alp_hypercharge_decays(double m_GeV) { return photon_decays(1.0 - sm::sin2_theta_w_m_Z, m_GeV); }

std::vector<ProductionChannel> alp_hypercharge_productions(double) {
  return photon_productions(1.0 - sm::sin2_theta_w_m_Z);
}

std::optional<double> no_magnetic_moment(std::string_view, double) { return std::nullopt; }

}  // namespace penumbra
