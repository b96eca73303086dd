#include "analysis/benchmark_hnl.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/table_reader.hpp"
#include "model/hnl/flavours.hpp"
#include "model/hnl/production_rates.hpp"
#include "model/hnl/semileptonic.hpp"
#include "model/hnl/widths.hpp"
#include "model/registry.hpp"
#include "particle/vector_mesons.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

HnlFlavour const& flavour(Inputs& in) {
  auto const name = in.text("flavour");
  for (auto const& one : hnl_flavours)
    if (name == one.name) return one;
  throw UnknownInput("flavour: " + name);
}

/// Twice for a Majorana lepton.
double lepton_numbers(Inputs& in) {
  auto const nature = in.text("nature");
  if (nature == "Majorana") return 2.0;
  if (nature == "Dirac") return 1.0;
  throw UnknownInput("nature: " + nature);
}

double mixing(Inputs& in) { return in.number("U2"); }

// Widths, from the plain functions, so that decay constants can be those of the row.

double to_neutrinos(Inputs& in) {
  flavour(in);
  return lepton_numbers(in) * mixing(in) * to_three_neutrinos_GeV(in.number("m_N_GeV"));
}

double to_neutrino_and_pair(Inputs& in, HnlFlavour const& pair) {
  bool const same = flavour(in).place == pair.place;
  auto const kind = same ? NeutralCurrentPair::same_lepton : NeutralCurrentPair::other_lepton;
  return lepton_numbers(in) * mixing(in) * to_neutrino_and_pair_GeV(kind, in.number("m_N_GeV"), pair.lepton_GeV);
}
double to_neutrino_electrons(Inputs& in) { return to_neutrino_and_pair(in, hnl_flavours[0]); }
double to_neutrino_muons(Inputs& in) { return to_neutrino_and_pair(in, hnl_flavours[1]); }

double to_two_leptons(Inputs& in, char const* vertex) {
  in.require_text("flavour", vertex);
  return lepton_numbers(in) * mixing(in) *
         by_charged_current_GeV(in.number("m_N_GeV"), sm::m_mu_GeV, sm::m_e_GeV, 0.0, 1.0);
}
double by_muon_vertex(Inputs& in) { return to_two_leptons(in, "mu"); }
double by_electron_vertex(Inputs& in) { return to_two_leptons(in, "e"); }

double to_charged_pseudoscalar(Inputs& in, double meson_GeV, double f_GeV, double ckm) {
  return lepton_numbers(in) * mixing(in) *
         to_lepton_pseudoscalar_GeV(in.number("m_N_GeV"), flavour(in).lepton_GeV, meson_GeV, f_GeV, ckm);
}
double to_charged_pion(Inputs& in) {
  return to_charged_pseudoscalar(in, sm::m_pi_GeV, in.number("fpi_GeV"), in.number("Vud"));
}
double to_charged_kaon(Inputs& in) {
  return to_charged_pseudoscalar(in, sm::m_K_GeV, in.number("fK_GeV"), in.number("Vus"));
}
double to_charged_rho(Inputs& in) {
  in.require_text("zero_width", "true");
  return lepton_numbers(in) * mixing(in) *
         to_lepton_vector_GeV(in.number("m_N_GeV"), flavour(in).lepton_GeV, in.number("m_rho"), in.number("g_rho_GeV2"),
                              weak::V_ud);
}

double to_neutral_pseudoscalar(Inputs& in, double meson_GeV, double f_GeV) {
  flavour(in);
  return lepton_numbers(in) * mixing(in) * to_neutrino_pseudoscalar_GeV(in.number("m_N_GeV"), meson_GeV, f_GeV);
}
double to_neutral_pion(Inputs& in) { return to_neutral_pseudoscalar(in, sm::m_pi0_GeV, in.number("fpi_GeV")); }
double to_eta(Inputs& in) { return to_neutral_pseudoscalar(in, sm::m_eta_GeV, in.number("f_eta_GeV")); }
double to_etaprime(Inputs& in) { return to_neutral_pseudoscalar(in, sm::m_etaprime_GeV, in.number("f_etap_GeV")); }

double to_neutral_vector(Inputs& in, double meson_GeV, char const* constant, double kappa, char const* kappa_text) {
  flavour(in);
  in.require_text("kappa", kappa_text);
  return lepton_numbers(in) * mixing(in) *
         to_neutrino_vector_GeV(in.number("m_N_GeV"), meson_GeV, in.number(constant), kappa);
}
constexpr double s2 = sm::sin2_theta_w_m_Z;
double to_rho(Inputs& in) {
  return to_neutral_vector(in, meson::rho0.mass_GeV, "g_rho_GeV2", 1.0 - 2.0 * s2, "1-2sw2");
}
double to_omega(Inputs& in) {
  return to_neutral_vector(in, meson::omega.mass_GeV, "g_omega_GeV2", 4.0 / 3.0 * s2, "4sw2/3");
}
double to_phi(Inputs& in) {
  return to_neutral_vector(in, meson::phi.mass_GeV, "g_phi_GeV2", 4.0 / 3.0 * s2 - 1.0, "4sw2/3-1");
}

// Lifetimes and branching ratios, from the registered model.

std::vector<DecayMode> decays(Inputs& in, std::string const& nature) {
  std::array const masses{in.number("m_N_GeV")};
  return make_model("hnl", {{"nature", nature}})->decays(masses);
}

/// Ue2, Umu2, Utau2 of "U2" and "flavour", or of "U2_total" shared in "ratios_e_mu_tau" a:b:c.
std::array<double, 3> mixings(Inputs& in, bool shared) {
  std::array<double, 3> all{};
  if (!shared) {
    all[flavour(in).place] = mixing(in);
    return all;
  }
  std::string const ratios = in.text("ratios_e_mu_tau");
  std::string_view left = ratios;
  double sum = 0.0;
  for (auto& one : all) {
    auto const end = std::min(left.find(':'), left.size());
    one = parse_number(left.substr(0, end));
    sum += one;
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  double const total = in.number("U2_total");
  for (auto& one : all) one *= total / sum;
  return all;
}

double decay_length(Inputs& in) {
  // The model describes hadrons one by one and inclusively at once, see hnl_decays.
  in.optional_text_of("method", {"exclusive", "inclusive quarks + QCD"});
  auto const nature = in.text("nature");
  if (nature != "Majorana" && nature != "Dirac") throw UnknownInput("nature: " + nature);
  auto const modes = decays(in, nature == "Dirac" ? "dirac" : "majorana");
  return ctau_m(total_width_GeV(modes, mixings(in, in.has("U2_total"))));
}

double branching_ratio(Inputs& in, std::string const& final_state) {
  in.require_text("nature", "any");
  std::array<double, 3> one{};
  one[flavour(in).place] = 1.0;
  auto const modes = decays(in, "majorana");
  for (auto const& mode : modes)
    if (mode.final_state == final_state && mode.monomial(one) > 0.0)
      return mode.width_GeV / total_width_GeV(modes, one);
  return 0.0;
}
double to_e_pi(Inputs& in) { return branching_ratio(in, "e-pi+"); }
double to_mu_pi(Inputs& in) { return branching_ratio(in, "mu-pi+"); }
double of_nu(Inputs& in, std::string const& rest) {
  return branching_ratio(in, std::string("nu(") + flavour(in).name + ")" + rest);
}
double to_nu_pi0(Inputs& in) { return of_nu(in, "pi0"); }
double to_nu_ee(Inputs& in) { return of_nu(in, "e+e-"); }
double to_nu_mumu(Inputs& in) { return of_nu(in, "mu+mu-"); }
double to_3nu(Inputs& in) { return branching_ratio(in, std::string("3nu(") + flavour(in).name + ")"); }

// Production.

template <auto const& meson_GeV, auto const& lepton_GeV>
double from_meson(Inputs& in) {
  return meson_to_lepton_branching_ratio(in.number("m_N_GeV"), meson_GeV, lepton_GeV, in.number("f_M_GeV"),
                                         in.number("V"), in.number("tau_s"));
}

double semileptonic(Inputs& in, double parent_GeV, double daughter_GeV, double lepton_GeV, double isospin,
                    std::function<ScalarFormFactors(double)> const& form_factors) {
  double const V = in.number("V");
  SemileptonicDecay const decay{
      parent_GeV,
      daughter_GeV,
      lepton_GeV,
      V * V * isospin,
      [&](double q2) { return helicity_amplitudes(form_factors(q2), parent_GeV, daughter_GeV, q2); },
      1.0};
  return in.number("tau_s") / sm::hbar_GeV_s * width_GeV(decay, in.number("m_N_GeV"));
}

// Form factors as the rows state them.
constexpr LinearFormFactors K_to_pi{0.9698, 0.0297, 0.0149};
constexpr PoleFormFactors D_to_K{0.765, 2.112, 2.46};
constexpr PoleFormFactors B_to_D{0.66, 6.3, 6.7};

template <auto const& lepton_GeV>
double K_to_pi0(Inputs& in) {
  in.require_text("FF", "f+=0.9698(1+0.0297q2/mpi+^2) , f0=0.9698(1+0.0149q2/mpi+^2) , C2=0.5");
  return semileptonic(in, sm::m_K_GeV, sm::m_pi0_GeV, lepton_GeV, 0.5, K_to_pi);
}
template <auto const& lepton_GeV>
double K_L_to_pi(Inputs& in) {
  in.require_text("FF", "f+ f0 as K+ case , C2=1 (sum over both charges)");
  return semileptonic(in, sm::m_K0_GeV, sm::m_pi_GeV, lepton_GeV, 1.0, K_to_pi);
}
constexpr std::string_view D_to_K_text = "f+=0.765/(1-q2/2.112^2) , f0=0.765/(1-q2/2.46^2)";
template <auto const& lepton_GeV>
double D0_to_K(Inputs& in) {
  in.require_text("FF", D_to_K_text);
  return semileptonic(in, sm::m_D0_GeV, sm::m_K_GeV, lepton_GeV, 1.0, D_to_K);
}
template <auto const& lepton_GeV>
double D_to_K0(Inputs& in) {
  in.require_text("FF", D_to_K_text);
  return semileptonic(in, weak::m_D_GeV, sm::m_K0_GeV, lepton_GeV, 1.0, D_to_K);
}
template <auto const& lepton_GeV>
double B_to_D0(Inputs& in) {
  in.require_text("FF", "f+=0.66/(1-q2/6.3^2) , f0=0.66/(1-q2/6.7^2)");
  return semileptonic(in, sm::m_B_GeV, sm::m_D0_GeV, lepton_GeV, 1.0, B_to_D);
}

double tau_to_pi(Inputs& in) {
  return tau_to_pseudoscalar_branching_ratio(in.number("m_N_GeV"), sm::m_pi_GeV, in.number("f_GeV"), in.number("V"));
}
double tau_to_K(Inputs& in) {
  return tau_to_pseudoscalar_branching_ratio(in.number("m_N_GeV"), sm::m_K_GeV, in.number("f_GeV"), in.number("V"));
}
template <auto const& lepton_GeV>
double tau_to_lepton(Inputs& in) {
  in.require_text("mixing", "tau");
  return lepton_to_lepton_branching_ratio(in.number("m_N_GeV"), sm::m_tau_GeV, lepton_GeV, weak::tau_lifetime_s);
}

constexpr std::array table{
    BenchmarkQuantity{"hnl", "Gamma_3nu", "GeV", &to_neutrinos},
    BenchmarkQuantity{"hnl", "Gamma_nu_ee", "GeV", &to_neutrino_electrons},
    BenchmarkQuantity{"hnl", "Gamma_nu_mumu", "GeV", &to_neutrino_muons},
    BenchmarkQuantity{"hnl", "Gamma(N->mu-+ e+- nu) both charges, CC mu vertex", "GeV", &by_muon_vertex},
    BenchmarkQuantity{"hnl", "Gamma(N->e-+ mu+- nu) both charges, CC e vertex", "GeV", &by_electron_vertex},
    BenchmarkQuantity{"hnl", "Gamma(N->l-+ pi+-) both charges", "GeV", &to_charged_pion},
    BenchmarkQuantity{"hnl", "Gamma(N->l-+ K+-) both charges", "GeV", &to_charged_kaon},
    BenchmarkQuantity{"hnl", "Gamma(N->l-+ rho+-) both charges", "GeV", &to_charged_rho},
    BenchmarkQuantity{"hnl", "Gamma(N->nu pi0)", "GeV", &to_neutral_pion},
    BenchmarkQuantity{"hnl", "Gamma(N->nu eta)", "GeV", &to_eta},
    BenchmarkQuantity{"hnl", "Gamma(N->nu eta')", "GeV", &to_etaprime},
    BenchmarkQuantity{"hnl", "Gamma(N->nu rho0)", "GeV", &to_rho},
    BenchmarkQuantity{"hnl", "Gamma(N->nu omega)", "GeV", &to_omega},
    BenchmarkQuantity{"hnl", "Gamma(N->nu phi)", "GeV", &to_phi},
    BenchmarkQuantity{"hnl", "ctau", "m", &decay_length},
    BenchmarkQuantity{"hnl", "BR(N->e pi)", "1", &to_e_pi},
    BenchmarkQuantity{"hnl", "BR(N->mu pi)", "1", &to_mu_pi},
    BenchmarkQuantity{"hnl", "BR(N->nu mu mu)", "1", &to_nu_mumu},
    BenchmarkQuantity{"hnl", "BR(N->nu pi0)", "1", &to_nu_pi0},
    BenchmarkQuantity{"hnl", "BR(N->nu e e)", "1", &to_nu_ee},
    BenchmarkQuantity{"hnl", "BR(N->3nu)", "1", &to_3nu},
    BenchmarkQuantity{"hnl", "BR(pi+->e+N)/U2", "1", &from_meson<sm::m_pi_GeV, sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(pi+->mu+N)/U2", "1", &from_meson<sm::m_pi_GeV, sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(K+->e+N)/U2", "1", &from_meson<sm::m_K_GeV, sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(K+->mu+N)/U2", "1", &from_meson<sm::m_K_GeV, sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(D+->e+N)/U2", "1", &from_meson<weak::m_D_GeV, sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(D+->mu+N)/U2", "1", &from_meson<weak::m_D_GeV, sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(Ds+->e+N)/U2", "1", &from_meson<weak::m_Ds_GeV, sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(Ds+->mu+N)/U2", "1", &from_meson<weak::m_Ds_GeV, sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(Ds+->tau+N)/U2", "1", &from_meson<weak::m_Ds_GeV, sm::m_tau_GeV>},
    BenchmarkQuantity{"hnl", "BR(B+->e+N)/U2", "1", &from_meson<sm::m_B_GeV, sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(B+->mu+N)/U2", "1", &from_meson<sm::m_B_GeV, sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(B+->tau+N)/U2", "1", &from_meson<sm::m_B_GeV, sm::m_tau_GeV>},
    BenchmarkQuantity{"hnl", "BR(Bc+->e+N)/U2", "1", &from_meson<weak::m_Bc_GeV, sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(Bc+->mu+N)/U2", "1", &from_meson<weak::m_Bc_GeV, sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(Bc+->tau+N)/U2", "1", &from_meson<weak::m_Bc_GeV, sm::m_tau_GeV>},
    BenchmarkQuantity{"hnl", "BR(K+->pi0 e+ N)/U2", "1", &K_to_pi0<sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(K+->pi0 mu+ N)/U2", "1", &K_to_pi0<sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(K_L->pi-+ e+- N (both))/U2", "1", &K_L_to_pi<sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(K_L->pi-+ mu+- N (both))/U2", "1", &K_L_to_pi<sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(D0->K- e+ N)/U2", "1", &D0_to_K<sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(D0->K- mu+ N)/U2", "1", &D0_to_K<sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(D+->K0bar e+ N)/U2", "1", &D_to_K0<sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(D+->K0bar mu+ N)/U2", "1", &D_to_K0<sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(B+->D0bar e+ N)/U2", "1", &B_to_D0<sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(B+->D0bar mu+ N)/U2", "1", &B_to_D0<sm::m_mu_GeV>},
    BenchmarkQuantity{"hnl", "BR(B+->D0bar tau+ N)/U2", "1", &B_to_D0<sm::m_tau_GeV>},
    BenchmarkQuantity{"hnl", "BR(tau->pi N)/U2", "1", &tau_to_pi},
    BenchmarkQuantity{"hnl", "BR(tau->K N)/U2", "1", &tau_to_K},
    BenchmarkQuantity{"hnl", "BR(tau->e nu_ebar N (U_tau))/U2", "1", &tau_to_lepton<sm::m_e_GeV>},
    BenchmarkQuantity{"hnl", "BR(tau->mu nu_mubar N (U_tau))/U2", "1", &tau_to_lepton<sm::m_mu_GeV>},
};

}  // namespace

std::span<BenchmarkQuantity const> hnl_benchmarks() { return table; }

}  // namespace penumbra
