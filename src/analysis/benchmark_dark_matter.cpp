#include "analysis/benchmark_dark_matter.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "core/integrate.hpp"
#include "core/whole_number.hpp"
#include "model/dark_matter/scattering.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/vector/vector_mediator.hpp"
#include "model/vector_dm/rates.hpp"
#include "particle/cevns.hpp"
#include "particle/constants.hpp"
#include "particle/neutrino_electron.hpp"
#include "particle/nuclear_form_factor.hpp"
#include "particle/pion_decay_at_rest.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

// Dark matter behind a dark photon.

DarkMatter::Spin spin(Inputs& in) {
  auto const text = in.text("dm");
  for (auto const& [name, spin] : {std::pair{"complex_scalar", DarkMatter::Spin::complex_scalar},
                                   {"majorana", DarkMatter::Spin::majorana},
                                   {"dirac", DarkMatter::Spin::dirac},
                                   {"pseudo_dirac", DarkMatter::Spin::pseudo_dirac}})
    if (text == name) return spin;
  throw UnknownInput("dm: " + text);
}

DarkMatter dark_matter(DarkMatter::Spin spin, double m_GeV, double splitting = 0.0) {
  DarkMatter dm;
  dm.spin = spin;
  dm.mass_GeV = m_GeV;
  dm.heavier_mass_GeV = m_GeV * (1.0 + splitting);
  return dm;
}

DarkMatter elastic(Inputs& in) { return dark_matter(spin(in), in.number("m_chi_GeV")); }
DarkMatter inelastic(Inputs& in) { return dark_matter(spin(in), in.number("m_chi1_GeV"), in.number("Delta")); }
/// For quantities in which the spin plays no role.
DarkMatter spinless(Inputs& in) { return dark_matter(DarkMatter::Spin::complex_scalar, in.number("m_chi_GeV")); }

double couplings(Inputs& in) {
  double const eps = in.number("eps");
  return eps * eps * in.number("alpha_D");
}

double elastic_width(Inputs& in) { return in.number("alpha_D") * dark_width_GeV(elastic(in), in.number("m_Ap_GeV")); }
double inelastic_width(Inputs& in) {
  return in.number("alpha_D") * dark_width_GeV(inelastic(in), in.number("m_Ap_GeV"));
}
double heavier_width(Inputs& in) {
  return couplings(in) * heavier_state_width_GeV(inelastic(in), in.number("m_Ap_GeV"), sm::m_e_GeV);
}

double reference_cross_section(Inputs& in) {
  return couplings(in) * reference_electron_cross_section_cm2(spinless(in), in.number("m_Ap_GeV"));
}
double proton_cross_section(Inputs& in) {
  in.optional_number("q", 0.0);
  return couplings(in) * *slow_proton_cross_section_cm2(spinless(in), in.number("m_Ap_GeV"));
}

double electron_recoil(Inputs& in) {
  return couplings(in) *
         electron_recoil_GeV3(elastic(in), in.number("m_Ap_GeV"), in.number("E_chi_GeV"), in.number("T_GeV")) *
         sm::cm2_per_inverse_GeV2;
}

double electron_above(Inputs& in) {
  auto const dm = elastic(in);
  double const E_GeV = in.number("E_chi_GeV");
  double const m_GeV = in.number("m_Ap_GeV");
  auto const recoil = [&](double T_GeV) { return electron_recoil_GeV3(dm, m_GeV, E_GeV, T_GeV); };
  double const max_GeV = recoil_range(dm, sm::m_e_GeV, E_GeV).max_GeV;
  return couplings(in) * integrate(recoil, in.number("T_min_GeV"), max_GeV) * sm::cm2_per_inverse_GeV2;
}

int charge_number(Inputs& in) {
  auto const Z = whole_number(in.number("Z"));
  if (!Z || *Z < 1) throw InputError("Z is no charge number of a nucleus");
  return *Z;
}

double nucleus_above(Inputs& in) {
  in.require_text("FF", "Helm LS s=0.9fm a=0.52fm c=1.23A^1/3-0.60fm");
  auto const dm = elastic(in);
  double const E_GeV = in.number("E_chi_GeV");
  double const m_GeV = in.number("m_Ap_GeV");
  double const A = in.number("A");
  Nucleus const nucleus{charge_number(in), A, A * sm::atomic_mass_unit_GeV};
  auto const recoil = [&](double T_GeV) { return nucleus_recoil_GeV3(dm, m_GeV, nucleus, E_GeV, T_GeV); };
  double const max_GeV = recoil_range(dm, nucleus.mass_GeV, E_GeV).max_GeV;
  return couplings(in) * integrate(recoil, in.number("T_min_GeV"), max_GeV) * sm::cm2_per_inverse_GeV2;
}

double helm(Inputs& in) {
  in.require_text("param", "LS s=0.9 a=0.52 c=1.23A^1/3-0.60 rn^2=c^2+7pi^2a^2/3-5s^2");
  return helm_form_factor(in.number("q_GeV"), in.number("A"));
}

double off_shell_pi0(Inputs& in) {
  auto const dm = elastic(in);
  double const m_GeV = in.number("m_Ap_GeV");
  double const eps = in.number("eps");
  double const width_GeV =
      in.number("alpha_D") * dark_width_GeV(dm, m_GeV) + eps * eps * vector_width_GeV(m_GeV, kinetic_mixing({{0, 2}}));
  return couplings(in) * pseudoscalar_to_photon_dark_pair(dm, m_GeV, width_GeV, sm::m_pi0_GeV, sm::br_pi0_two_photons);
}

// Coherent neutrino scattering. The files take the mass of a nucleus as its mass number in atomic units.

CevnsTarget cevns_target(Inputs& in) {
  in.optional_number("sw2", sm::sin2_theta_w_low);
  in.optional_text("FF", "Helm LS");
  in.optional_text("M", "A*0.93149 GeV");
  int const Z = charge_number(in);
  double const N = in.number("N");
  return {Z, N, (Z + N) * sm::atomic_mass_unit_GeV};
}

double cevns_total(Inputs& in) {
  return cevns_above_cm2(cevns_target(in), in.number("E_nu_GeV"), in.number_or("T_min_GeV", 0.0));
}

double cevns_prompt(Inputs& in) {
  return cevns_above_cm2(cevns_target(in), in.number("E_GeV"), in.number_or("T_min_GeV", 0.0));
}

/// Sum over the three neutrinos of a pion that decays at rest.
double pion_at_rest_sum_cm2(CevnsTarget const& target, double threshold_GeV) {
  double sum_cm2 = cevns_above_cm2(target, pion_at_rest_prompt_GeV(), threshold_GeV);
  auto const nodes = composite_gauss_legendre(8, 16, 0.0, 0.5 * sm::m_mu_GeV);
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum_cm2 +=
        nodes.w[i] *
        (pion_at_rest_electron_neutrino_per_GeV(nodes.x[i]) + pion_at_rest_muon_antineutrino_per_GeV(nodes.x[i])) *
        cevns_above_cm2(target, nodes.x[i], threshold_GeV);
  return sum_cm2;
}

double cevns_all(Inputs& in) { return pion_at_rest_sum_cm2(cevns_target(in), in.number("T_min_GeV")); }

constexpr double grams_per_tonne = 1e6;
constexpr double avogadro_per_mole = 6.02214076e23;          // exact
constexpr double seconds_per_year = 365.25 * 24.0 * 3600.0;  // Julian year

double argon_events(Inputs& in) {
  in.require_text("mass", "1e6 g natural Ar A=39.948");
  CevnsTarget const argon{18, 22.0, 40.0 * sm::atomic_mass_unit_GeV};
  return in.number("flux_per_flavour_cm2s") * pion_at_rest_sum_cm2(argon, in.number("T_min_GeV")) * grams_per_tonne *
         avogadro_per_mole / 39.948 * seconds_per_year;
}

double solar_events(Inputs& in) {
  in.require_text("spectrum", "E^2(15.04-E)^2.75 MeV");
  auto const per = in.text("per");
  double molar_mass = 0.0;
  if (per == "tonne-year (A=131.29)") molar_mass = 131.29;
  if (per == "tonne-year (A=39.948)") molar_mass = 39.948;
  if (molar_mass == 0.0) throw UnknownInput("per: " + per);
  auto const target = cevns_target(in);
  double const threshold_GeV = in.number("T_min_GeV");
  double events = 0.0;
  double norm = 0.0;
  constexpr double end_GeV = 15.04e-3;
  auto const nodes = composite_gauss_legendre(8, 16, 0.0, end_GeV);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const shape = nodes.w[i] * nodes.x[i] * nodes.x[i] * std::pow(end_GeV - nodes.x[i], 2.75);
    norm += shape;
    events += shape * cevns_above_cm2(target, nodes.x[i], threshold_GeV);
  }
  return in.number("phi_cm2s") * events / norm * grams_per_tonne * avogadro_per_mole / molar_mass * seconds_per_year;
}

template <NeutrinoFlavour flavour>
double on_electron(Inputs& in) {
  in.optional_number("sw2", sm::sin2_theta_w_low);
  in.optional_text("line", "7Be");
  return neutrino_electron_cm2({flavour}, in.number("E_GeV"));
}

/// nu_e on electrons with the gauge boson of B - L beside the Standard Model.
double on_electron_with_vector(Inputs& in) {
  in.optional_number("sw2", sm::sin2_theta_w_low);
  double const E_GeV = in.number("E_GeV");
  double const m_GeV = in.number("m_GeV");
  double const g = in.number("g_BL");
  auto const per_log = [&](double log_T) {
    double const T_GeV = std::exp(log_T);
    double const c = vector_over_weak(g * g, m_GeV, 2.0 * sm::m_e_GeV * T_GeV);
    return T_GeV * neutrino_electron_cm2_per_GeV({NeutrinoFlavour::electron}, E_GeV, T_GeV).at(c);
  };
  return integrate(per_log, std::log(in.number("T_min_GeV")), std::log(largest_electron_recoil_GeV(E_GeV)));
}

constexpr char portal[] = "vector_portal_dm";
constexpr std::array table{
    BenchmarkQuantity{portal, "Gamma_Aprime_to_chichi", "GeV", &elastic_width},
    BenchmarkQuantity{portal, "Gamma_Aprime_to_chi1chi2", "GeV", &inelastic_width},
    BenchmarkQuantity{portal, "Gamma_chi2_to_chi1ee", "GeV", &heavier_width},
    BenchmarkQuantity{portal, "sigmabar_e", "cm2", &reference_cross_section},
    BenchmarkQuantity{portal, "sigma_chi_p (NR)", "cm2", &proton_cross_section},
    BenchmarkQuantity{portal, "dsigma/dT(chi e->chi e)", "cm2/GeV", &electron_recoil},
    BenchmarkQuantity{portal, "sigma(chi e->chi e) above threshold", "cm2", &electron_above},
    BenchmarkQuantity{portal, "sigma(chi A->chi A) coherent", "cm2", &nucleus_above},
    BenchmarkQuantity{portal, "BR(pi0->gamma chi chibar)", "1", &off_shell_pi0},
    BenchmarkQuantity{"generic", "F_Helm(q)", "1", &helm},
    BenchmarkQuantity{"SM", "sigma_CEvNS", "cm2", &cevns_total},
    BenchmarkQuantity{"SM", "<sigma>_piDAR prompt nu_mu", "cm2", &cevns_prompt},
    BenchmarkQuantity{"SM", "<sigma>_piDAR sum over nu_mu,nu_e,nubar_mu", "cm2", &cevns_all},
    BenchmarkQuantity{"SM", "CEvNS events per tonne-year Ar", "events", &argon_events},
    BenchmarkQuantity{"SM", "8B CEvNS rate", "events", &solar_events},
    BenchmarkQuantity{"SM", "sigma(nu_e e)", "cm2", &on_electron<NeutrinoFlavour::electron>},
    BenchmarkQuantity{"SM", "sigma(nu_mu e)", "cm2", &on_electron<NeutrinoFlavour::muon>},
    BenchmarkQuantity{"B-L", "sigma(nu_e e) incl Z'", "cm2", &on_electron_with_vector},
};

}  // namespace

std::span<BenchmarkQuantity const> dark_matter_benchmarks() { return table; }

}  // namespace penumbra
