#include "analysis/benchmark_quantities.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "analysis/benchmark_alp.hpp"
#include "analysis/benchmark_cosmology.hpp"
#include "analysis/benchmark_dark_matter.hpp"
#include "analysis/benchmark_dark_scalar.hpp"
#include "analysis/benchmark_hnl.hpp"
#include "analysis/benchmark_vectors.hpp"
#include "core/integrate.hpp"
#include "model/registry.hpp"
#include "model/vector/meson_decays.hpp"
#include "particle/constants.hpp"
#include "particle/hadronic_r.hpp"
#include "particle/magnetic_moment.hpp"
#include "particle/pion_form_factor.hpp"
#include "particle/proton_form_factor.hpp"
#include "particle/vector_mesons.hpp"
#include "production/exact_bremsstrahlung.hpp"
#include "production/iww_bremsstrahlung.hpp"
#include "production/proton_bremsstrahlung.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

constexpr double e_squared = 4.0 * std::numbers::pi * sm::alpha;

// Dark photon: widths and lifetimes, from the registered model.

std::vector<DecayMode> dark_photon_decays(double m_GeV) {
  static auto const model = make_model("dark-photon");
  std::array const masses{m_GeV};
  return model->decays(masses);
}

bool is_leptonic(DecayMode const& mode) {
  return mode.final_state == "e+e-" || mode.final_state == "mu+mu-" || mode.final_state == "tau+tau-";
}

/// Width at epsilon = 1 of one final state; of all hadronic ones for "hadronic", of all for "all".
double dark_photon_width_GeV(double m_GeV, std::string_view final_state) {
  double width_GeV = 0.0;
  for (auto const& mode : dark_photon_decays(m_GeV))
    if (final_state == "all" || mode.final_state == final_state || (final_state == "hadronic" && !is_leptonic(mode)))
      width_GeV += mode.width_GeV;
  return width_GeV;
}

template <char const* final_state>
double width(Inputs& in) {
  double const eps = in.number("eps");
  return eps * eps * dark_photon_width_GeV(in.number("m_GeV"), final_state);
}

template <char const* final_state>
double width_per_eps2(Inputs& in) {
  return dark_photon_width_GeV(in.number("m_GeV"), final_state);
}

template <char const* final_state>
double branching_ratio(Inputs& in) {
  in.number_or("eps", 1.0);
  double const m_GeV = in.number("m_GeV");
  return dark_photon_width_GeV(m_GeV, final_state) / dark_photon_width_GeV(m_GeV, "all");
}

constexpr char ee[] = "e+e-";
constexpr char mumu[] = "mu+mu-";
constexpr char tautau[] = "tau+tau-";
constexpr char pipi[] = "pi+pi-";
constexpr char hadronic[] = "hadronic";
constexpr char all[] = "all";

double decay_length(Inputs& in) {
  in.optional_text("final_states", "SM");
  double const eps = in.number("eps");
  return ctau_m(eps * eps * dark_photon_width_GeV(in.number("m_GeV"), all));
}

double r_had(Inputs& in) { return hadronic_r(in.number("m_GeV")); }

double pion_form_factor_squared(Inputs& in) { return std::norm(pion_form_factor(in.number_of({"q_GeV", "m_GeV"}))); }

// Meson decays to a dark photon.

double pi0_decay(Inputs& in) {
  in.optional_number("FF", 1.0);
  return pseudoscalar_to_photon_vector(in.number("m_GeV"), sm::m_pi0_GeV,
                                       in.number_or("BR_gg", sm::br_pi0_two_photons));
}

double eta_decay(Inputs& in) {
  in.optional_number("FF", 1.0);
  return pseudoscalar_to_photon_vector(in.number("m_GeV"), sm::m_eta_GeV,
                                       in.number_or("BR_gg", sm::br_eta_two_photons));
}

double etaprime_decay(Inputs& in) {
  in.optional_number("FF", 1.0);
  return pseudoscalar_to_photon_vector(in.number("m_GeV"), sm::m_etaprime_GeV,
                                       in.number_or("BR_gg", sm::br_etaprime_two_photons));
}

// Masses of the vector mesons as in the benchmark sheet (PDG).
double vector_decay(Inputs& in, double parent_GeV, double pseudoscalar_GeV) {
  in.optional_number("FF", 1.0);
  return vector_to_pseudoscalar_vector(in.number("m_GeV"), parent_GeV, pseudoscalar_GeV, in.number("BR_Pgamma"));
}

double phi_to_eta(Inputs& in) { return vector_decay(in, meson::phi.mass_GeV, sm::m_eta_GeV); }
double phi_to_pi0(Inputs& in) { return vector_decay(in, meson::phi.mass_GeV, sm::m_pi0_GeV); }
double omega_to_pi0(Inputs& in) { return vector_decay(in, meson::omega.mass_GeV, sm::m_pi0_GeV); }
double omega_to_eta(Inputs& in) { return vector_decay(in, meson::omega.mass_GeV, sm::m_eta_GeV); }
double rho_to_pi0(Inputs& in) { return vector_decay(in, meson::rho0.mass_GeV, sm::m_pi0_GeV); }
double rho_to_eta(Inputs& in) { return vector_decay(in, meson::rho0.mass_GeV, sm::m_eta_GeV); }

// Anomalous magnetic moments.

using Loop = double (*)(double r);

template <Loop loop>
double magnetic_moment(Inputs& in, double g, double lepton_GeV) {
  return g * g * loop(in.number("m_GeV") / lepton_GeV);
}

double dark_photon_a_mu(Inputs& in) {
  return e_squared * magnetic_moment<magnetic_moment_vector>(in, in.number("eps"), sm::m_mu_GeV);
}
double dark_photon_a_e(Inputs& in) {
  return e_squared * magnetic_moment<magnetic_moment_vector>(in, in.number("eps"), sm::m_e_GeV);
}
double vector_a_mu(Inputs& in) {
  return magnetic_moment<magnetic_moment_vector>(in, in.number_of({"g", "g_mu", "g_BL", "g_V"}), sm::m_mu_GeV);
}
double vector_a_e(Inputs& in) {
  return magnetic_moment<magnetic_moment_vector>(in, in.number_of({"g", "g_e", "g_BL", "g_V"}), sm::m_e_GeV);
}
double scalar_a_mu(Inputs& in) {
  return magnetic_moment<magnetic_moment_scalar>(in, in.number_of({"g_mu", "g_S", "g"}), sm::m_mu_GeV);
}
double scalar_a_e(Inputs& in) {
  return magnetic_moment<magnetic_moment_scalar>(in, in.number_of({"g_e", "g"}), sm::m_e_GeV);
}
double pseudoscalar_a_mu(Inputs& in) {
  return magnetic_moment<magnetic_moment_pseudoscalar>(in, in.number_of({"g_P_mu", "g_P"}), sm::m_mu_GeV);
}
double pseudoscalar_a_e(Inputs& in) {
  return magnetic_moment<magnetic_moment_pseudoscalar>(in, in.number_of({"g_P_e", "g_P"}), sm::m_e_GeV);
}

double a_mu_2020(Inputs&) { return sm::a_mu_white_paper_2020; }
double a_mu_2025(Inputs&) { return sm::a_mu_white_paper_2025; }
double a_mu_measured(Inputs&) { return sm::a_mu_world_average_2025; }
double a_mu_difference_2025(Inputs&) { return sm::a_mu_world_average_2025 - sm::a_mu_white_paper_2025; }
double a_mu_difference_2020(Inputs&) { return sm::a_mu_world_average_2025 - sm::a_mu_white_paper_2020; }

// Bremsstrahlung off protons.

double proton_splitting(Inputs& in) {
  in.optional_number("FF", 1.0);
  return splitting_per_eps2(in.number("z"), in.number("pT2_GeV2"), in.number("m_GeV"));
}

double proton_splitting_integral(Inputs& in) {
  in.optional_number("FF", 1.0);
  in.optional_number("sigma_ratio", 1.0);
  auto const [z_min, z_max] = in.range("z");
  return splitting_probability_per_eps2(z_min, z_max, in.number("pT_max_GeV"), in.number("m_GeV"));
}

double proton_form_factor(Inputs& in) {
  in.require_prefix("model", "Faessler 0910.5589 rho/omega 3-pole");
  return std::abs(proton_dirac_faessler(in.number("m_GeV")));
}

// Bremsstrahlung off electrons.

struct ElectronOnTarget {
  double m_GeV;
  double E_GeV;
  ElasticTarget target;
};

ElectronOnTarget electron_on_target(Inputs& in) {
  return {in.number("m_GeV"), in.number("E0_GeV"), {in.number("Z"), in.number("A")}};
}

double photon_flux(Inputs& in) {
  in.require_text("tmin", "(m^2/2E0)^2");
  in.require_text("tmax", "m^2");
  auto const [m_GeV, E_GeV, target] = electron_on_target(in);
  double const root_t_min = m_GeV * m_GeV / (2.0 * E_GeV);
  return elastic_photon_flux(target, root_t_min * root_t_min, m_GeV * m_GeV);
}

double iww_dsigma_dx(Inputs& in) {
  auto const [m_GeV, E_GeV, target] = electron_on_target(in);
  return iww_dsigma_dx_cm2(m_GeV, E_GeV, in.number("x"), target);
}

/// Integral over x of a cross section that grows like 1/(1 - x + m_e^2/m^2): even steps in the logarithm of that.
template <class CrossSection>
double over_x(CrossSection const& dsigma_dx_cm2, double x_min, double x_max, double m_GeV) {
  double const floor = sm::m_e_GeV * sm::m_e_GeV / (m_GeV * m_GeV);
  auto const nodes = composite_gauss_legendre(20, 10, std::log(1.0 - x_max + floor), std::log(1.0 - x_min + floor));
  double sum_cm2 = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const left = std::exp(nodes.x[i]);
    sum_cm2 += nodes.w[i] * left * dsigma_dx_cm2(1.0 - (left - floor));
  }
  return sum_cm2;
}

double iww_sigma(Inputs& in) {
  in.require_text("x", "m/E0..1-max(me/E0,(me/m)^2,(m/E0)^2)");
  auto const [m_GeV, E_GeV, target] = electron_on_target(in);
  double const x_max =
      1.0 - std::max({sm::m_e_GeV / E_GeV, std::pow(sm::m_e_GeV / m_GeV, 2), std::pow(m_GeV / E_GeV, 2)});
  return over_x([&, m = m_GeV, E = E_GeV, t = target](double x) { return iww_dsigma_dx_cm2(m, E, x, t); },
                m_GeV / E_GeV, x_max, m_GeV);
}

double exact_sigma(Inputs& in) {
  in.require_text("FF", "elastic a=111Z^-1/3/me,d=0.164A^-2/3");
  auto const [m_GeV, E_GeV, target] = electron_on_target(in);
  return over_x([m = m_GeV, E = E_GeV, t = target](double x) { return exact_dsigma_dx_cm2(m, E, x, t); }, m_GeV / E_GeV,
                1.0 - sm::m_e_GeV / E_GeV, m_GeV);
}

/// The vocabulary of the benchmark files in our functions.
constexpr std::array table{
    BenchmarkQuantity{"dark_photon", "Gamma_ee", "GeV", &width<ee>},
    BenchmarkQuantity{"dark_photon", "Gamma_mumu", "GeV", &width<mumu>},
    BenchmarkQuantity{"dark_photon", "Gamma_tautau", "GeV", &width<tautau>},
    BenchmarkQuantity{"dark_photon", "Gamma_hadrons", "GeV", &width<hadronic>},
    BenchmarkQuantity{"dark_photon", "Gamma_total", "GeV", &width<all>},
    BenchmarkQuantity{"dark_photon", "Gamma_pipi/eps^2", "GeV", &width_per_eps2<pipi>},
    BenchmarkQuantity{"dark_photon", "BR_ee", "1", &branching_ratio<ee>},
    BenchmarkQuantity{"dark_photon", "BR_mumu", "1", &branching_ratio<mumu>},
    BenchmarkQuantity{"dark_photon", "BR_tautau", "1", &branching_ratio<tautau>},
    BenchmarkQuantity{"dark_photon", "BR_hadrons", "1", &branching_ratio<hadronic>},
    BenchmarkQuantity{"dark_photon", "ctau", "m", &decay_length},
    BenchmarkQuantity{"dark_photon", "R_had_eff=Gamma_had/(eps^2 alpha m/3)", "1", &r_had},
    BenchmarkQuantity{"dark_photon", "|F_pi|^2", "1", &pion_form_factor_squared},
    BenchmarkQuantity{"dark_photon", "BR(pi0->gamma A')/eps^2", "1", &pi0_decay},
    BenchmarkQuantity{"dark_photon", "BR(eta->gamma A')/eps^2", "1", &eta_decay},
    BenchmarkQuantity{"dark_photon", "BR(etap->gamma A')/eps^2", "1", &etaprime_decay},
    BenchmarkQuantity{"dark_photon", "BR(phi->eta A')/eps^2", "1", &phi_to_eta},
    BenchmarkQuantity{"dark_photon", "BR(phi->pi0 A')/eps^2", "1", &phi_to_pi0},
    BenchmarkQuantity{"dark_photon", "BR(omega->pi0 A')/eps^2", "1", &omega_to_pi0},
    BenchmarkQuantity{"dark_photon", "BR(omega->eta A')/eps^2", "1", &omega_to_eta},
    BenchmarkQuantity{"dark_photon", "BR(rho->pi0 A')/eps^2", "1", &rho_to_pi0},
    BenchmarkQuantity{"dark_photon", "BR(rho->eta A')/eps^2", "1", &rho_to_eta},
    BenchmarkQuantity{"dark_photon", "Delta_a_mu", "1", &dark_photon_a_mu},
    BenchmarkQuantity{"dark_photon", "Delta_a_e", "1", &dark_photon_a_e},
    BenchmarkQuantity{"Lmu-Ltau", "Delta_a_mu", "1", &vector_a_mu},
    BenchmarkQuantity{"B-L", "Delta_a_mu", "1", &vector_a_mu},
    BenchmarkQuantity{"B-L", "Delta_a_e", "1", &vector_a_e},
    BenchmarkQuantity{"muonphilic_vector", "Delta_a_mu", "1", &vector_a_mu},
    BenchmarkQuantity{"muonphilic_scalar", "Delta_a_mu", "1", &scalar_a_mu},
    BenchmarkQuantity{"scalar", "Delta_a_mu", "1", &scalar_a_mu},
    BenchmarkQuantity{"scalar", "Delta_a_e", "1", &scalar_a_e},
    BenchmarkQuantity{"alp_fermion", "Delta_a_mu", "1", &pseudoscalar_a_mu},
    BenchmarkQuantity{"alp_fermion", "Delta_a_e", "1", &pseudoscalar_a_e},
    BenchmarkQuantity{"constants", "a_mu_SM_WP2020", "1", &a_mu_2020},
    BenchmarkQuantity{"constants", "a_mu_SM_WP2025", "1", &a_mu_2025},
    BenchmarkQuantity{"constants", "a_mu_exp_world_avg_2025", "1", &a_mu_measured},
    BenchmarkQuantity{"constants", "Delta_a_mu(exp2025-WP2025)", "1", &a_mu_difference_2025},
    BenchmarkQuantity{"constants", "Delta_a_mu(exp2025-WP2020)", "1", &a_mu_difference_2020},
    BenchmarkQuantity{"dark_photon", "w_ba(z,pT2)/eps^2", "GeV^-2", &proton_splitting},
    BenchmarkQuantity{"dark_photon", "int w_ba dz dpT2/eps^2", "1", &proton_splitting_integral},
    BenchmarkQuantity{"dark_photon", "|F1p(m^2)| timelike", "1", &proton_form_factor},
    BenchmarkQuantity{"dark_photon", "chi_WW_flux_elastic", "1", &photon_flux},
    BenchmarkQuantity{"dark_photon", "dsigma_dx_IWW_elastic/eps^2", "cm2", &iww_dsigma_dx},
    BenchmarkQuantity{"dark_photon", "sigma_IWW_elastic/eps^2", "cm2", &iww_sigma},
    BenchmarkQuantity{"dark_photon", "sigma_exact2to3_elastic/eps^2", "cm2", &exact_sigma},
};

}  // namespace

BenchmarkQuantity const* find_benchmark_quantity(std::string_view model, std::string_view quantity) {
  for (std::span<BenchmarkQuantity const> const entries :
       {std::span<BenchmarkQuantity const>{table}, dark_matter_benchmarks(), cosmology_benchmarks(),
        dark_scalar_benchmarks(), hnl_benchmarks(), alp_benchmarks(), vector_benchmarks()}) {
    auto const found = std::find_if(entries.begin(), entries.end(), [&](BenchmarkQuantity const& entry) {
      return entry.model == model && entry.quantity == quantity;
    });
    if (found != entries.end()) return &*found;
  }
  return nullptr;
}

}  // namespace penumbra
