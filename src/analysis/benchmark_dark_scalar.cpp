#include "analysis/benchmark_dark_scalar.hpp"

#include <array>
#include <initializer_list>

#include "model/dark_scalar/production.hpp"
#include "model/dark_scalar/widths.hpp"
#include "model/registry.hpp"
#include "particle/b_to_strange.hpp"
#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

// Widths and lifetimes, from the registered model.

/// Width at sin theta = 1 of the final states named; of all when none is.
double width_at_one_GeV(double m_GeV, std::initializer_list<std::string_view> final_states) {
  static auto const model = make_model("dark-scalar");
  std::array const masses{m_GeV};
  double width_GeV = 0.0;
  for (auto const& mode : model->decays(masses)) {
    bool wanted = final_states.size() == 0;
    for (auto const name : final_states) wanted = wanted || mode.final_state == name;
    if (wanted) width_GeV += mode.width_GeV;
  }
  return width_GeV;
}

double mixing_squared(Inputs& in) {
  double const sin_theta = in.number("sin_theta");
  return sin_theta * sin_theta;
}

double electrons(Inputs& in) { return mixing_squared(in) * width_at_one_GeV(in.number("m_GeV"), {"e+e-"}); }
double muons(Inputs& in) { return mixing_squared(in) * width_at_one_GeV(in.number("m_GeV"), {"mu+mu-"}); }
double pions(Inputs& in) { return mixing_squared(in) * width_at_one_GeV(in.number("m_GeV"), {"pi+pi-", "pi0pi0"}); }
double kaons(Inputs& in) {
  in.optional_text("channels", "K+K- + K0K0bar");
  return mixing_squared(in) * width_at_one_GeV(in.number("m_GeV"), {"K+K-", "K0K0bar"});
}
double decay_length(Inputs& in) { return ctau_m(mixing_squared(in) * width_at_one_GeV(in.number("m_GeV"), {})); }
double to_muons(Inputs& in) {
  double const m_GeV = in.number("m_GeV");
  return width_at_one_GeV(m_GeV, {"mu+mu-"}) / width_at_one_GeV(m_GeV, {});
}

// Closed formulas with the inputs of the row.

double chiral_pions(Inputs& in) {
  in.optional_text("channels", "pi+pi- + pi0pi0");
  return mixing_squared(in) * scalar_to_pions_chiral_GeV(in.number("m_GeV"));
}

double free_quark_photons(Inputs& in) {
  in.require_text("loop", "W,e,mu,tau,t(172.5),b(4.78),c(1.67) free");
  in.require_text(" no u,d,s, no pi/K loops", "");
  std::array const fermions{LoopParticle{sm::m_e_GeV, 1.0},   LoopParticle{sm::m_mu_GeV, 1.0},
                            LoopParticle{sm::m_tau_GeV, 1.0}, LoopParticle{172.5, 4.0 / 3.0},
                            LoopParticle{4.78, 1.0 / 3.0},    LoopParticle{1.67, 4.0 / 3.0}};
  return mixing_squared(in) * scalar_to_photons_GeV(in.number("m_GeV"), fermions);
}

double gluons(Inputs& in) {
  in.require_text("loop", "t172.5,b4.78,c1.67");
  std::array const quarks{LoopParticle{172.5, 0.0}, LoopParticle{4.78, 0.0}, LoopParticle{1.67, 0.0}};
  return mixing_squared(in) * scalar_to_gluons_GeV(in.number("m_GeV"), in.number("alpha_s"), quarks);
}

double strange_quarks(Inputs& in) {
  in.require_text("threshold", "(1-4mK^2/m^2)^1.5");
  return mixing_squared(in) * scalar_to_quarks_GeV(in.number("m_GeV"), in.number("ms_run_GeV"), sm::m_K_GeV);
}

// Rare decays of mesons.

QuarkTransition transition(Inputs& in, double strange_GeV) {
  return {in.number("mt_GeV"), in.number_or("VtsVtb", weak::V_ts_V_tb), in.number("mb_GeV"), strange_GeV};
}

double to_kaon(Inputs& in) {
  in.require_text("f0", "0.330/(1-q2/37.46)");
  double const m_GeV = in.number("m_GeV");
  return to_pseudoscalar_and_scalar(m_GeV, sm::m_B_GeV, sm::m_K_GeV, weak::B_lifetime_s,
                                    transition(in, in.number("ms_GeV")), B_to_K_f_0(m_GeV * m_GeV));
}

double to_excited_kaon(Inputs& in) {
  in.require_text("A0", "1.364/(1-q2/mB^2)-0.990/(1-q2/36.78)");
  double const m_GeV = in.number("m_GeV");
  return to_vector_and_scalar(m_GeV, sm::m_B_GeV, weak::m_Kstar_GeV, weak::B_lifetime_s,
                              transition(in, in.number("ms_GeV")), B_to_Kstar_A_0(m_GeV * m_GeV, sm::m_B_GeV));
}

double inclusive(Inputs& in) {
  return inclusive_with_scalar(in.number("m_GeV"), weak::B_lifetime_s, transition(in, 0.0));
}

double charged_kaon(Inputs& in) {
  in.require_text("VtdVts", "3.566e-4 (abs)");
  return kaon_to_pion_and_scalar(in.number("m_GeV"), sm::m_K_GeV, sm::m_pi_GeV, weak::K_lifetime_s, in.number("mt_GeV"),
                                 3.566e-4, in.number("f_plus0"));
}

double long_kaon(Inputs& in) {
  return kaon_to_pion_and_scalar(in.number("m_GeV"), sm::m_K0_GeV, sm::m_pi0_GeV, weak::K_L_lifetime_s,
                                 in.number("mt_GeV"), in.number("Re_VtdVts"), in.number_or("f_plus0", 0.9698));
}

constexpr char higgs[] = "dark_higgs";
constexpr std::array table{
    BenchmarkQuantity{higgs, "Gamma_ee", "GeV", &electrons},
    BenchmarkQuantity{higgs, "Gamma_mumu", "GeV", &muons},
    BenchmarkQuantity{higgs, "Gamma_pipi_dispersive", "GeV", &pions},
    BenchmarkQuantity{higgs, "Gamma_KK_dispersive", "GeV", &kaons},
    BenchmarkQuantity{higgs, "Gamma_pipi_LO_ChPT", "GeV", &chiral_pions},
    BenchmarkQuantity{higgs, "Gamma_gammagamma_freequark", "GeV", &free_quark_photons},
    BenchmarkQuantity{higgs, "Gamma_gg_LO", "GeV", &gluons},
    BenchmarkQuantity{higgs, "Gamma_ss_spectator_LO", "GeV", &strange_quarks},
    BenchmarkQuantity{higgs, "ctau", "m", &decay_length},
    BenchmarkQuantity{higgs, "BR_mumu", "1", &to_muons},
    BenchmarkQuantity{higgs, "BR(B+->K+S)/sin^2theta", "1", &to_kaon},
    BenchmarkQuantity{higgs, "BR(B+->K*+S)/sin^2theta", "1", &to_excited_kaon},
    BenchmarkQuantity{higgs, "BR(B+->X_s S)_inclusive/sin^2theta", "1", &inclusive},
    BenchmarkQuantity{higgs, "BR(K+->pi+S)/sin^2theta", "1", &charged_kaon},
    BenchmarkQuantity{higgs, "BR(K_L->pi0S)/sin^2theta", "1", &long_kaon},
};

}  // namespace

std::span<BenchmarkQuantity const> dark_scalar_benchmarks() { return table; }

}  // namespace penumbra
