#include "analysis/benchmark_vectors.hpp"

#include <array>
#include <cmath>
#include <complex>
#include <map>
#include <numbers>
#include <string>

#include "model/registry.hpp"
#include "model/vector/loop_mixing.hpp"
#include "model/vector/meson_decays.hpp"
#include "particle/constants.hpp"
#include "particle/vector_mesons.hpp"

namespace penumbra {
namespace {

using Inputs = BenchmarkInputs;

constexpr double e_squared = 4.0 * std::numbers::pi * sm::alpha;

bool is_hadronic(std::string const& state) {
  return !state.starts_with("e+") && !state.starts_with("mu+") && !state.starts_with("tau+") &&
         !state.starts_with("nu");
}

/// Width at g = 1 of the final states that a predicate wants.
template <class Wanted>
double width_GeV(Model const& model, double m_GeV, Wanted const& wanted) {
  std::array const masses{m_GeV};
  double sum_GeV = 0.0;
  for (auto const& mode : model.decays(masses))
    if (wanted(mode.final_state)) sum_GeV += mode.width_GeV;
  return sum_GeV;
}

constexpr auto everything = [](std::string const&) { return true; };
constexpr auto electrons = [](std::string const& state) { return state == "e+e-"; };
constexpr auto neutrinos = [](std::string const& state) { return state.starts_with("nu"); };

// B - L

double b_minus_l_total(Inputs& in) {
  in.optional_text("neutrinos", "3 left-handed");
  double const g = in.number("g_BL");
  return g * g * width_GeV(*make_model("b-minus-l"), in.number("m_GeV"), everything);
}

template <auto const& wanted>
double b_minus_l_share(Inputs& in) {
  auto const model = make_model("b-minus-l");
  double const m_GeV = in.number("m_GeV");
  return width_GeV(*model, m_GeV, wanted) / width_GeV(*model, m_GeV, everything);
}

/// With eta = (1, 1, -1): the charges alone, without form factors.
double b_minus_l_eta(Inputs& in) {
  in.require_text("mixing", "eta=(1,1,-1)/sqrt6");
  in.require_text("VMD", "off");
  constexpr double over_photons = (2.0 - 1.0 + 1.0) / 9.0 / ((4.0 + 1.0 - 1.0) / 9.0);
  return over_photons * over_photons / e_squared *
         pseudoscalar_to_photon_vector(in.number("m_GeV"), sm::m_eta_GeV,
                                       in.number_or("BR_gg", sm::br_eta_two_photons));
}

// Baryon number

double baryon_width(Inputs& in, bool (*wanted)(std::string const&)) {
  double const g = in.number("g_B");
  return g * g * width_GeV(*make_model("baryon"), in.number("m_GeV"), wanted);
}

double baryon_hadrons(Inputs& in) { return baryon_width(in, &is_hadronic); }

double baryon_electrons(Inputs& in) {
  in.optional_text("eps_loop", "e*g_B/(4pi)^2");
  return baryon_width(in, [](std::string const& state) { return state == "e+e-"; });
}

/// Through an omega of constant width, from the anomaly (arXiv:1404.4370, eq. 15); our model takes the measured widths
/// of rho, omega and phi instead.
double baryon_pi0_gamma(Inputs& in) {
  in.require_text("VMD", "BW omega");
  double const g = in.number("g_B");
  double const m_GeV = in.number("m_GeV");
  double const f_pi_GeV = in.number("fpi_MeV") * 1e-3;
  double const left = 1.0 - sm::m_pi0_GeV * sm::m_pi0_GeV / (m_GeV * m_GeV);
  double const alpha_B = g * g / (4.0 * std::numbers::pi);
  return alpha_B * sm::alpha * std::pow(m_GeV * left, 3) /
         (96.0 * std::pow(std::numbers::pi, 3) * f_pi_GeV * f_pi_GeV) * std::norm(narrow_pole(meson::omega, m_GeV));
}

double pi0_to_baryon_vector(Inputs& in) {
  in.require_text("F_omega", "VMD 1/(1-m^2/momega^2)");
  double const m_GeV = in.number("m_GeV");
  return std::norm(narrow_pole(meson::omega, m_GeV)) / e_squared *
         pseudoscalar_to_photon_vector(m_GeV, sm::m_pi0_GeV, in.number_or("BR_gg", sm::br_pi0_two_photons));
}

// L_mu - L_tau

double loop_magnitude(Inputs& in) {
  return in.number("g") * std::abs(lepton_loop_mixing(sm::m_mu_GeV, sm::m_tau_GeV, in.number("q2_GeV2")));
}

double flavour_total(Inputs& in) {
  in.require_text("eps_loop", "neglect");
  auto const without_loops =
      make_model("vector", {{"x_mu", "1"}, {"x_tau", "-1"}, {"x_nu_mu", "1"}, {"x_nu_tau", "-1"}});
  double const g = in.number("g");
  return g * g * width_GeV(*without_loops, in.number("m_GeV"), everything);
}

double flavour_electrons(Inputs& in) {
  auto const model = make_model("l-mu-minus-l-tau");
  double const m_GeV = in.number("m_GeV");
  return width_GeV(*model, m_GeV, electrons) / width_GeV(*model, m_GeV, everything);
}

double muonphilic_total(Inputs& in) {
  in.require_prefix("g_nu", "g_mu");
  double const g = in.number("g_mu");
  return g * g * width_GeV(*make_model("vector", {{"x_mu", "1"}, {"x_nu_mu", "1"}}), in.number("m_GeV"), everything);
}

constexpr std::array table{
    BenchmarkQuantity{"B-L", "Gamma_total", "GeV", &b_minus_l_total},
    BenchmarkQuantity{"B-L", "BR_nunu", "1", &b_minus_l_share<neutrinos>},
    BenchmarkQuantity{"B-L", "BR_ee", "1", &b_minus_l_share<electrons>},
    BenchmarkQuantity{"B-L", "BR(eta->gamma Z')/g^2", "1", &b_minus_l_eta},
    BenchmarkQuantity{"B", "Gamma_pi0gamma", "GeV", &baryon_pi0_gamma},
    BenchmarkQuantity{"B", "Gamma_hadrons", "GeV", &baryon_hadrons},
    BenchmarkQuantity{"B", "Gamma_ee_loop", "GeV", &baryon_electrons},
    BenchmarkQuantity{"B", "BR(pi0->gamma B)/g_B^2", "1", &pi0_to_baryon_vector},
    BenchmarkQuantity{"Lmu-Ltau", "eps_loop_abs", "1", &loop_magnitude},
    BenchmarkQuantity{"Lmu-Ltau", "Gamma_total", "GeV", &flavour_total},
    BenchmarkQuantity{"Lmu-Ltau", "BR_ee_loop", "1", &flavour_electrons},
    BenchmarkQuantity{"muonphilic_vector", "Gamma_total", "GeV", &muonphilic_total},
};

}  // namespace

std::span<BenchmarkQuantity const> vector_benchmarks() { return table; }

}  // namespace penumbra
