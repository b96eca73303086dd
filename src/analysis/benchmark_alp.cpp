#include "analysis/benchmark_alp.hpp"

#include <array>
#include <cmath>
#include <string>

#include "model/alp/fermion_widths.hpp"
#include "model/alp/flavour_change.hpp"
#include "model/alp/gluon_widths.hpp"
#include "model/alp/widths.hpp"
#include "model/registry.hpp"
#include "particle/b_to_strange.hpp"
#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"
#include "production/primakoff.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

double to_photons(Inputs& in) { return alp_to_photons_GeV(in.number("g_agg_GeVinv"), in.number("m_GeV")); }

double photon_decay_length(Inputs& in) {
  std::array const masses{in.number("m_GeV")};
  std::array const couplings{in.number("g_agg_GeVinv")};
  return ctau_m(total_width_GeV(make_model("alp-photon")->decays(masses), couplings));
}

/// c/Lambda of one coupling to all fermions.
double fermion_coupling(Inputs& in, char const* c = "c_ff") { return in.number(c) / in.number("Lambda_GeV"); }

double to_leptons(Inputs& in, double lepton_GeV) {
  return alp_to_fermions_GeV(fermion_coupling(in), in.number("m_GeV"), lepton_GeV, 1.0, lepton_GeV);
}
double to_electrons(Inputs& in) { return to_leptons(in, sm::m_e_GeV); }
double to_muons(Inputs& in) { return to_leptons(in, sm::m_mu_GeV); }
double to_taus(Inputs& in) { return to_leptons(in, sm::m_tau_GeV); }

double to_photons_by_leptons(Inputs& in) {
  in.require_text("c_ff", "1 (e,mu,tau only)");
  double const m_GeV = in.number("m_GeV");
  double const c_per_GeV = 1.0 / in.number("Lambda_GeV");
  std::array<AlpLoopFermion, 3> const leptons{
      {{sm::m_e_GeV, 1.0, c_per_GeV}, {sm::m_mu_GeV, 1.0, c_per_GeV}, {sm::m_tau_GeV, 1.0, c_per_GeV}}};
  auto const g = fermion_loop_photon_coupling_per_GeV(m_GeV, leptons);
  return alp_to_photons_GeV(std::abs(g), m_GeV);
}

double to_hadrons(Inputs& in) {
  in.require_text("c_ff", "1 (all fermions at Lambda)");
  double const c_per_GeV = 1.0 / in.number("Lambda_GeV");
  return fermion_alp_to_hadrons_GeV(c_per_GeV, c_per_GeV, in.number("m_GeV"));
}

double gluon_decay_length(Inputs& in) {
  in.require_text("L", "-(4 pi alpha_s c_g/Lambda) a G Gtilde");
  std::array const masses{in.number("m_GeV")};
  std::array const couplings{8.0 * in.number("c_g") / in.number("Lambda_GeV")};
  return ctau_m(total_width_GeV(make_model("alp-gluon")->decays(masses), couplings));
}

/// Index among `gluon_channels_GeV`.
template <std::size_t channel>
double gluon_share(Inputs& in) {
  in.number("c_g");  // drops out
  auto const channels = gluon_channels_GeV(in.number("m_GeV"));
  double total_GeV = 0.0;
  for (auto const& one : channels) total_GeV += one.width_GeV;
  return channels[channel].width_GeV / total_GeV;
}

double gluon_to_photons(Inputs& in) {
  in.require_text("f_a_GeV", "Lambda/(32 pi^2)");
  in.optional_number("md_MeV", 4.7);
  in.optional_number("mu_MeV", 2.16);
  double const m_GeV = in.number("m_GeV");
  return alp_to_photons_GeV(gluon_photon_coupling_per_GeV(fermion_coupling(in, "c_g"), m_GeV), m_GeV);
}

double kaon_to_pion(Inputs& in) {
  in.require_text("top_only", "true");
  double const g = w_flavour_coupling_per_GeV(1.0, quark_in_w_loop(in.number("VtsVtd"), in.number("mt_GeV")));
  return to_pseudoscalar_GeV(g, in.number("m_GeV"), sm::m_K_GeV, sm::m_pi_GeV, 1.0) * weak::K_lifetime_s /
         sm::hbar_GeV_s;
}

double b_to_kaon(Inputs& in) {
  in.require_text("f0", "0.330/(1-q2/37.46)");
  double const m_GeV = in.number("m_GeV");
  double const g = w_flavour_coupling_per_GeV(1.0, quark_in_w_loop(in.number("VtsVtb"), in.number("mt_GeV")));
  return to_pseudoscalar_GeV(g, m_GeV, sm::m_B_GeV, sm::m_K_GeV, B_to_K_f_0(m_GeV * m_GeV)) * weak::B_lifetime_s /
         sm::hbar_GeV_s;
}

double primakoff(Inputs& in) {
  in.require_text("FF", "atomic a0^2q2/(1+a0^2q2), a0=111 Z^-1/3/me, times Helm LS(s=0.9,a=0.52)");
  return primakoff_cross_section_cm2(in.number("g_agg_GeVinv"), in.number("m_GeV"), in.number("E_gamma_GeV"),
                                     in.number("Z"), in.number("A"), in.number("q2max_GeV2"));
}

double primakoff_angle(Inputs& in) {
  in.optional_number("FF", 1.0);
  return primakoff_dsigma_dtheta_cm2(in.number("g_agg_GeVinv"), in.number("m_GeV"), in.number("E_gamma_GeV"),
                                     in.number("Z"), in.number("theta_rad"));
}

constexpr std::array table{
    BenchmarkQuantity{"alp_photon", "Gamma_gammagamma", "GeV", &to_photons},
    BenchmarkQuantity{"alp_photon", "ctau", "m", &photon_decay_length},
    BenchmarkQuantity{"alp_photon", "sigma_Primakoff(gamma Z->a Z)", "cm2", &primakoff},
    BenchmarkQuantity{"alp_photon", "dsigma/dtheta Primakoff", "cm2/rad", &primakoff_angle},
    BenchmarkQuantity{"alp_fermion", "Gamma_ee", "GeV", &to_electrons},
    BenchmarkQuantity{"alp_fermion", "Gamma_mumu", "GeV", &to_muons},
    BenchmarkQuantity{"alp_fermion", "Gamma_tautau", "GeV", &to_taus},
    BenchmarkQuantity{"alp_fermion", "Gamma_gammagamma_lepton_loops", "GeV", &to_photons_by_leptons},
    BenchmarkQuantity{"alp_fermion", "Gamma_hadronic_universal", "GeV", &to_hadrons},
    BenchmarkQuantity{"alp_gluon", "ctau", "m", &gluon_decay_length},
    BenchmarkQuantity{"alp_gluon", "BR_gammagamma", "1", &gluon_share<0>},
    BenchmarkQuantity{"alp_gluon", "BR_3pi0+pi+pi-pi0", "1", &gluon_share<1>},
    BenchmarkQuantity{"alp_gluon", "Gamma_gammagamma_ChPT", "GeV", &gluon_to_photons},
    BenchmarkQuantity{"alp_W", "BR(K+->pi+a)/g^2_GeV2", "1", &kaon_to_pion},
    BenchmarkQuantity{"alp_W", "BR(B+->K+a)/g^2_GeV2", "1", &b_to_kaon},
};

}  // namespace

std::span<BenchmarkQuantity const> alp_benchmarks() { return table; }

}  // namespace penumbra
