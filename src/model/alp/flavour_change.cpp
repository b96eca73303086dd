#include "model/alp/flavour_change.hpp"

#include <cmath>
#include <numbers>

#include "particle/b_to_strange.hpp"
#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double V_cs_V_cd = weak::V_cs * weak::V_cd;

/// Kallen function of (1, a, b).
double lambda(double a, double b) { return 1.0 + a * a + b * b - 2.0 * (a + b + a * b); }

/// lambda of squared mass ratios, zero when the decay is closed.
double phase_space(double m_GeV, double parent_GeV, double daughter_GeV) {
  if (m_GeV + daughter_GeV >= parent_GeV) return 0.0;
  return lambda(std::pow(daughter_GeV / parent_GeV, 2), std::pow(m_GeV / parent_GeV, 2));
}

double amplitude_squared_GeV(double g_per_GeV, double parent_GeV) {
  return parent_GeV * parent_GeV * parent_GeV * g_per_GeV * g_per_GeV / (64.0 * pi);
}

double share(double width_GeV, double lifetime_s) { return width_GeV * lifetime_s / sm::hbar_GeV_s; }

double to_kaon_GeV(FlavourCouplings const& couplings, double m_GeV, double parent_GeV, double kaon_GeV) {
  if (m_GeV + kaon_GeV >= parent_GeV) return 0.0;
  return to_pseudoscalar_GeV(couplings.b_to_s_per_GeV, m_GeV, parent_GeV, kaon_GeV, B_to_K_f_0(m_GeV * m_GeV));
}

double to_kaon_star_GeV(FlavourCouplings const& couplings, double m_GeV, double parent_GeV, double kaon_GeV) {
  if (m_GeV + kaon_GeV >= parent_GeV) return 0.0;
  return to_vector_GeV(couplings.b_to_s_per_GeV, m_GeV, parent_GeV, kaon_GeV,
                       B_to_Kstar_A_0(m_GeV * m_GeV, parent_GeV));
}

constexpr FlavourCouplings ckm_of_top{weak::V_ts_V_tb, weak::V_td_V_ts, weak::Im_V_td_V_ts};

}  // namespace

double w_loop(double x) { return x * (1.0 + x * (std::log(x) - 1.0)) / ((1.0 - x) * (1.0 - x)); }

double quark_in_w_loop(double ckm, double quark_GeV) { return ckm * w_loop(std::pow(quark_GeV / sm::m_W_GeV, 2)); }

double w_flavour_coupling_per_GeV(double g_per_GeV, double sum) {
  return -3.0 * std::numbers::sqrt2 * sm::G_F_per_GeV2 * sm::m_W_GeV * sm::m_W_GeV * g_per_GeV / (16.0 * pi * pi) * sum;
}

double to_pseudoscalar_GeV(double g_ij_per_GeV, double m_GeV, double parent_GeV, double daughter_GeV, double f_0) {
  double const split = 1.0 - daughter_GeV * daughter_GeV / (parent_GeV * parent_GeV);
  return amplitude_squared_GeV(g_ij_per_GeV, parent_GeV) * split * split * f_0 * f_0 *
         std::sqrt(phase_space(m_GeV, parent_GeV, daughter_GeV));
}

double to_vector_GeV(double g_ij_per_GeV, double m_GeV, double parent_GeV, double daughter_GeV, double A_0) {
  return amplitude_squared_GeV(g_ij_per_GeV, parent_GeV) * A_0 * A_0 *
         std::pow(phase_space(m_GeV, parent_GeV, daughter_GeV), 1.5);
}

FlavourCouplings flavour_couplings_of_w() {
  auto const coupling = [](double sum) { return w_flavour_coupling_per_GeV(1.0, sum); };
  return {coupling(quark_in_w_loop(weak::V_ts_V_tb, sm::m_top_GeV)),
          coupling(quark_in_w_loop(weak::V_td_V_ts, sm::m_top_GeV) + quark_in_w_loop(V_cs_V_cd, sm::m_charm_GeV)),
          coupling(quark_in_w_loop(weak::Im_V_td_V_ts, sm::m_top_GeV))};
}

double top_loop(double alpha_s_at_scale) {
  constexpr double alpha_t = 0.0694;      // y_t = sqrt2 162.5 GeV/v: MSbar mass of the top quark, PDG 2024
  constexpr double alpha_s_top = 0.1084;  // running from 0.1180 at m_Z
  double const x = std::pow(sm::m_top_GeV / sm::m_W_GeV, 2);
  double const u = 4.5 * alpha_t / alpha_s_top * (1.0 - std::pow(alpha_s_at_scale / alpha_s_top, 1.0 / 7.0));
  double const matching = -0.25 - 1.5 * (1.0 - x + std::log(x)) / ((1.0 - x) * (1.0 - x));
  return u / 9.0 + alpha_t / (4.0 * pi) * (1.0 - u) * matching;
}

FlavourCouplings flavour_couplings_of_fermions() {
  constexpr double alpha_s_one_TeV = 0.0885;  // running from 0.1180 at m_Z, six flavours above the top quark
  return -top_loop(alpha_s_one_TeV) * ckm_of_top;
}

FlavourCouplings flavour_couplings_of_gluons() {
  constexpr double published = 0.11;  // BR(B+ -> K+ a) at f_a = 1 GeV
  constexpr double at_mass_GeV = 1.0;
  double const per_coupling = charged_b_to_kaon({1.0, 0.0, 0.0}, at_mass_GeV);
  return {std::sqrt(published / per_coupling), 0.0, 0.0};
}

double charged_kaon_to_pion(FlavourCouplings const& couplings, double m_GeV) {
  return share(to_pseudoscalar_GeV(couplings.s_to_d_per_GeV, m_GeV, sm::m_K_GeV, sm::m_pi_GeV, 1.0),
               weak::K_lifetime_s);
}
double long_kaon_to_pion(FlavourCouplings const& couplings, double m_GeV) {
  return share(to_pseudoscalar_GeV(couplings.imaginary_s_to_d_per_GeV, m_GeV, sm::m_K0_GeV, sm::m_pi0_GeV, 1.0),
               weak::K_L_lifetime_s);
}
double charged_b_to_kaon(FlavourCouplings const& couplings, double m_GeV) {
  return share(to_kaon_GeV(couplings, m_GeV, sm::m_B_GeV, sm::m_K_GeV), weak::B_lifetime_s);
}
double neutral_b_to_kaon(FlavourCouplings const& couplings, double m_GeV) {
  return share(to_kaon_GeV(couplings, m_GeV, sm::m_B0_GeV, sm::m_K0_GeV), weak::B0_lifetime_s);
}
double charged_b_to_kaon_star(FlavourCouplings const& couplings, double m_GeV) {
  return share(to_kaon_star_GeV(couplings, m_GeV, sm::m_B_GeV, weak::m_Kstar_GeV), weak::B_lifetime_s);
}
double neutral_b_to_kaon_star(FlavourCouplings const& couplings, double m_GeV) {
  return share(to_kaon_star_GeV(couplings, m_GeV, sm::m_B0_GeV, weak::m_Kstar0_GeV), weak::B0_lifetime_s);
}

double octet_kaon_to_pion(double m_GeV) {
  constexpr double g_8 = 5.0;  // arXiv:2102.13112
  constexpr double K2 = sm::m_K_GeV * sm::m_K_GeV;
  constexpr double pi2 = sm::m_pi_GeV * sm::m_pi_GeV;
  double const N_8 =
      sm::G_F_per_GeV2 / std::numbers::sqrt2 * weak::V_ud * weak::V_us * g_8 * weak::f_pi_GeV * weak::f_pi_GeV;
  double const m2 = m_GeV * m_GeV;
  double const amplitude_GeV = 2.0 * N_8 * (K2 - pi2) * (K2 - m2) / (4.0 * K2 - pi2 - 3.0 * m2);
  // Gamma = |A|^2 sqrt(lambda)/(16 pi m_K)
  double const root = std::sqrt(phase_space(m_GeV, sm::m_K_GeV, sm::m_pi_GeV));
  return share(amplitude_GeV * amplitude_GeV * root / (16.0 * pi * sm::m_K_GeV), weak::K_lifetime_s);
}

}  // namespace penumbra
