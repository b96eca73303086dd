#include "model/alp/channels.hpp"

#include <algorithm>
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

/// c_g/Lambda of 1/f_G = 1/GeV: g_s^2/8 = 4 pi alpha_s/8.
constexpr double c_per_inverse_f_G = 1.0 / 8.0;

struct Lepton {
  std::string_view name;
  char const* pair;
  double mass_GeV;
  double AlpCouplings::*coupling;
};
constexpr std::array<Lepton, 3> leptons{{{"e", "e+e-", sm::m_e_GeV, &AlpCouplings::e},
                                         {"mu", "mu+mu-", sm::m_mu_GeV, &AlpCouplings::mu},
                                         {"tau", "tau+tau-", sm::m_tau_GeV, &AlpCouplings::tau}}};

std::complex<double> photons_of_loops_per_GeV(AlpCouplings const& x, double m_GeV) {
  std::array<AlpLoopFermion, 6> const fermions{{{sm::m_e_GeV, 1.0, x.e},
                                                {sm::m_mu_GeV, 1.0, x.mu},
                                                {sm::m_tau_GeV, 1.0, x.tau},
                                                {sm::m_charm_GeV, 4.0 / 3.0, x.quarks},
                                                {sm::m_bottom_GeV, 1.0 / 3.0, x.quarks},
                                                {sm::m_top_GeV, 4.0 / 3.0, x.top}}};
  return fermion_loop_photon_coupling_per_GeV(m_GeV, fermions);
}

/// Factor of the largest width that two amplitudes of unknown phase can give over the sum of their widths.
double interference(double first, double second) {
  if (first <= 0.0 || second <= 0.0) return 1.0;
  return 1.0 + 2.0 * std::sqrt(first * second) / (first + second);
}

void add_mode(std::vector<DecayMode>& modes, std::string_view final_state, double width_GeV, double daughter_GeV,
              bool two_body, double spread = 1.0) {
  if (width_GeV > 0.0)
    modes.push_back(
        {std::string{final_state}, width_GeV, alp_coupling_squared(), true, daughter_GeV, two_body, spread});
}

void add_photons(std::vector<DecayMode>& modes, AlpCouplings const& x, double m_GeV) {
  auto const to_photons = alp_to_photons_coupling(x, m_GeV);
  add_mode(modes, "gammagamma", alp_to_photons_GeV(to_photons.size_per_GeV(), m_GeV), 0.0, true,
           interference(std::norm(to_photons.coherent_per_GeV), std::pow(to_photons.apart_per_GeV, 2)));
  if (double const direct = x.to_photons_directly(); direct != 0.0)
    add_mode(modes, "e+e-gamma", photon_conversion(sm::m_e_GeV, m_GeV) * alp_to_photons_GeV(direct, m_GeV), sm::m_e_GeV,
             false);
}

void add_hadrons(std::vector<DecayMode>& modes, AlpCouplings const& x, double m_GeV) {
  double const c_gluon = x.gluon * c_per_inverse_f_G;
  auto gluons = gluon_channels_GeV(m_GeV);
  double of_gluons_GeV = 0.0;
  for (auto& channel : gluons) {
    channel.width_GeV *= c_gluon * c_gluon;
    if (channel.daughter_mass_GeV > 0.0) of_gluons_GeV += channel.width_GeV;
  }
  double const of_quarks_GeV = fermion_alp_to_hadrons_GeV(x.quarks, x.top, m_GeV);
  double const known =
      std::clamp((m_GeV - fermion_table_end_GeV) / (2.0 * sm::m_D0_GeV - fermion_table_end_GeV), 0.0, 1.0);
  double const interfering_GeV = known > 0.0 ? known * gluon_interference_GeV(c_gluon, x.quarks, x.top, m_GeV) : 0.0;
  double const unknown = 1.0 + (1.0 - known) * (interference(of_gluons_GeV, of_quarks_GeV) - 1.0);
  for (auto const& channel : gluons) {
    bool const all_others = channel.final_state == "hadrons";
    if (channel.daughter_mass_GeV == 0.0 || all_others) continue;  // photons: with the other photons
    add_mode(modes, channel.final_state, channel.width_GeV, channel.daughter_mass_GeV, false,
             gluon_hadronic_spread(m_GeV) * unknown);
  }
  double const spread = std::max(of_gluons_GeV > 0.0 ? gluon_hadronic_spread(m_GeV) : 1.0,
                                 of_quarks_GeV > 0.0 ? fermion_alp_hadronic_spread(m_GeV) : 1.0);
  add_mode(modes, "hadrons", gluons.back().width_GeV + of_quarks_GeV + interfering_GeV, sm::m_pi_GeV, false,
           spread * unknown);
}

void add_mixing(std::vector<ProductionChannel>& channels, char const* parent, double angle) {
  if (angle == 0.0) return;
  channels.push_back({std::string{"pseudoscalar-mixing:"} + parent, PseudoscalarMixing{parent, angle * angle},
                      alp_coupling_squared(), ""});
}

void add_decay(std::vector<ProductionChannel>& channels, char const* name, char const* parent, double parent_GeV,
               char const* other, double other_GeV, double branching_ratio) {
  if (branching_ratio > 0.0)
    channels.push_back(
        {name, MesonDecay{parent, parent_GeV, other, other_GeV, branching_ratio}, alp_coupling_squared(), ""});
}

/// Signs: by arXiv:2012.12272 those of W, top and gluons are the same for couplings of one sign as in `AlpCouplings`.
FlavourCouplings flavour_couplings(AlpCouplings const& x) {
  return x.w * flavour_couplings_of_w() + x.top * flavour_couplings_of_fermions() +
         x.inverse_f_a() * flavour_couplings_of_gluons();
}

/// Decays of kaons and B mesons.
void add_flavour_changes(std::vector<ProductionChannel>& channels, AlpCouplings const& x, double m_GeV) {
  auto const couplings = flavour_couplings(x);
  add_decay(channels, "meson-decay:K+", "K+", sm::m_K_GeV, "pi+", sm::m_pi_GeV,
            charged_kaon_to_pion(couplings, m_GeV) + std::pow(x.inverse_f_a(), 2) * octet_kaon_to_pion(m_GeV));
  add_decay(channels, "meson-decay:KL", "KL", sm::m_K0_GeV, "pi0", sm::m_pi0_GeV, long_kaon_to_pion(couplings, m_GeV));
  add_decay(channels, "meson-decay:B+", "B+", sm::m_B_GeV, "K+", sm::m_K_GeV, charged_b_to_kaon(couplings, m_GeV));
  add_decay(channels, "meson-decay:B+-Kstar", "B+", sm::m_B_GeV, "K*+", weak::m_Kstar_GeV,
            charged_b_to_kaon_star(couplings, m_GeV));
  add_decay(channels, "meson-decay:B0", "B0", sm::m_B0_GeV, "K0", sm::m_K0_GeV, neutral_b_to_kaon(couplings, m_GeV));
  add_decay(channels, "meson-decay:B0-Kstar", "B0", sm::m_B0_GeV, "K*0", weak::m_Kstar0_GeV,
            neutral_b_to_kaon_star(couplings, m_GeV));
}

}  // namespace

Monomial alp_coupling_squared() { return {{2}}; }

double AlpToPhotons::size_per_GeV() const { return std::hypot(std::abs(coherent_per_GeV), apart_per_GeV); }

AlpToPhotons alp_to_photons_coupling(AlpCouplings const& x, double m_GeV) {
  AlpToPhotons sum{x.to_photons_directly() - photons_of_loops_per_GeV(x, m_GeV), 0.0};
  if (x.gluon == 0.0) return sum;
  double const c_gluon = x.gluon * c_per_inverse_f_G;
  double const width_GeV = c_gluon * c_gluon * gluon_channels_GeV(m_GeV).front().width_GeV;
  double const size_per_GeV = std::sqrt(width_GeV / alp_to_photons_GeV(1.0, m_GeV));
  if (m_GeV < gluon_table_start_GeV)
    sum.coherent_per_GeV += std::copysign(size_per_GeV, gluon_photon_coupling_per_GeV(c_gluon, m_GeV));
  else
    sum.apart_per_GeV = size_per_GeV;
  return sum;
}

std::vector<DecayMode> alp_decays(AlpCouplings const& couplings, double m_GeV) {
  std::vector<DecayMode> modes;
  for (auto const& lepton : leptons)
    add_mode(modes, lepton.pair,
             alp_to_fermions_GeV(couplings.*lepton.coupling, m_GeV, lepton.mass_GeV, 1.0, lepton.mass_GeV),
             lepton.mass_GeV, true);
  add_photons(modes, couplings, m_GeV);
  add_hadrons(modes, couplings, m_GeV);
  return modes;
}

std::vector<ProductionChannel> alp_productions(AlpCouplings const& couplings, double m_GeV) {
  std::vector<ProductionChannel> channels;
  auto const mixing = gluon_meson_mixing(couplings.inverse_f_a(), m_GeV) + quark_meson_mixing(couplings.quarks, m_GeV);
  add_mixing(channels, "pi0", mixing.pi0);
  add_mixing(channels, "eta", mixing.eta);
  add_mixing(channels, "etaprime", mixing.etaprime);
  if (double const g_per_GeV = alp_to_photons_coupling(couplings, m_GeV).size_per_GeV(); g_per_GeV > 0.0)
    channels.push_back({"primakoff", Primakoff{g_per_GeV}, alp_coupling_squared(), ""});
  if (double const direct = std::abs(couplings.to_photons_directly()); direct > 0.0)
    channels.push_back({"photon-fusion", PhotonFusion{direct}, alp_coupling_squared(), ""});
  add_flavour_changes(channels, couplings, m_GeV);
  return channels;
}

std::optional<double> alp_magnetic_moment(AlpCouplings const& couplings, std::string_view name, double m_GeV) {
  for (auto const& lepton : leptons)
    if (double const c_per_GeV = couplings.*lepton.coupling; lepton.name == name && c_per_GeV != 0.0) {
      double const coupling = lepton.mass_GeV * c_per_GeV;
      return coupling * coupling * magnetic_moment_pseudoscalar(m_GeV / lepton.mass_GeV);
    }
  return std::nullopt;
}

}  // namespace penumbra
