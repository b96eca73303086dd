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

double b_coupling_per_GeV() { return w_flavour_coupling_per_GeV(1.0, quark_in_w_loop(weak::V_ts_V_tb, sm::m_top_GeV)); }

double b_to_kaon_GeV(double m_GeV, double parent_GeV, double kaon_GeV) {
  if (m_GeV + kaon_GeV >= parent_GeV) return 0.0;
  return to_pseudoscalar_GeV(b_coupling_per_GeV(), m_GeV, parent_GeV, kaon_GeV, B_to_K_f_0(m_GeV * m_GeV));
}

double b_to_kaon_star_GeV(double m_GeV, double parent_GeV, double kaon_GeV) {
  if (m_GeV + kaon_GeV >= parent_GeV) return 0.0;
  return to_vector_GeV(b_coupling_per_GeV(), m_GeV, parent_GeV, kaon_GeV, B_to_Kstar_A_0(m_GeV * m_GeV, parent_GeV));
}

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

double charged_kaon_to_pion(double m_GeV) {
  double const sum = quark_in_w_loop(weak::V_td_V_ts, sm::m_top_GeV) + quark_in_w_loop(V_cs_V_cd, sm::m_charm_GeV);
  return share(to_pseudoscalar_GeV(w_flavour_coupling_per_GeV(1.0, sum), m_GeV, sm::m_K_GeV, sm::m_pi_GeV, 1.0),
               weak::K_lifetime_s);
}

double charged_b_to_kaon(double m_GeV) {
  return share(b_to_kaon_GeV(m_GeV, sm::m_B_GeV, sm::m_K_GeV), weak::B_lifetime_s);
}
double neutral_b_to_kaon(double m_GeV) {
  return share(b_to_kaon_GeV(m_GeV, sm::m_B0_GeV, sm::m_K0_GeV), weak::B0_lifetime_s);
}
double charged_b_to_kaon_star(double m_GeV) {
  return share(b_to_kaon_star_GeV(m_GeV, sm::m_B_GeV, weak::m_Kstar_GeV), weak::B_lifetime_s);
}
double neutral_b_to_kaon_star(double m_GeV) {
  return share(b_to_kaon_star_GeV(m_GeV, sm::m_B0_GeV, weak::m_Kstar0_GeV), weak::B0_lifetime_s);
}

}  // namespace penumbra
