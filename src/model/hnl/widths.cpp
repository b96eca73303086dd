#include "model/hnl/widths.hpp"

#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "model/hnl/phase_space.hpp"
#include "particle/constants.hpp"
#include "particle/perturbative_r.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double G_F2 = sm::G_F_per_GeV2 * sm::G_F_per_GeV2;
constexpr double s2 = sm::sin2_theta_w_m_Z;

/// The unit of every decay to three fermions.
double three_fermion_unit_GeV(double m_GeV) { return G_F2 * std::pow(m_GeV, 5) / (192.0 * pi * pi * pi); }

/// The propagators of a pair: W and Z weighted with their amplitudes where both take part.
double propagators(NeutralCurrentPair pair, double m_GeV) {
  double const Z = boson_propagator(m_GeV, sm::m_Z_GeV);
  if (pair != NeutralCurrentPair::same_lepton) return Z;
  double const W = boson_propagator(m_GeV, sm::m_W_GeV);
  constexpr double neutral = -0.5 + s2;  // left-handed, beside 1 of the charged current
  return (W + 2.0 * neutral * std::sqrt(W * Z) + neutral * neutral * Z) / ((1.0 + neutral) * (1.0 + neutral));
}

}  // namespace

ChiralCouplings couplings_of(NeutralCurrentPair pair) {
  auto const of = [](double left, double right, double colours) {
    return ChiralCouplings{left * left + right * right, left * right, colours};
  };
  switch (pair) {
    case NeutralCurrentPair::same_lepton:
      return of(0.5 + s2, s2, 1.0);
    case NeutralCurrentPair::other_lepton:
      return of(-0.5 + s2, s2, 1.0);
    case NeutralCurrentPair::up_quarks:
      return of(0.5 - 2.0 / 3.0 * s2, -2.0 / 3.0 * s2, 3.0);
    case NeutralCurrentPair::down_quarks:
      break;
  }
  return of(-0.5 + s2 / 3.0, s2 / 3.0, 3.0);
}

double boson_propagator(double m_GeV, double boson_GeV) {
  // Ten nodes: the pole lies far outside the range.
  static Nodes const nodes = gauss_legendre(10, 0.0, 1.0);
  double const x = std::pow(m_GeV / boson_GeV, 2);
  PENUMBRA_EXPECT(x < 0.5);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const s = nodes.x[i];
    sum += nodes.w[i] * 2.0 * std::pow((1.0 - s) / (1.0 - s * x), 2) * (1.0 + 2.0 * s);
  }
  return sum;
}

double to_three_neutrinos_GeV(double m_GeV) {
  return three_fermion_unit_GeV(m_GeV) * boson_propagator(m_GeV, sm::m_Z_GeV);
}

double to_neutrino_and_pair_GeV(NeutralCurrentPair pair, double m_GeV, double fermion_GeV) {
  double const x = fermion_GeV / m_GeV;
  auto const c = couplings_of(pair);
  return c.colours * three_fermion_unit_GeV(m_GeV) * propagators(pair, m_GeV) *
         (c.same * left_left_phase_space(0.0, x, x) + c.opposite * left_right_phase_space(x));
}

double by_charged_current_GeV(double m_GeV, double lepton_GeV, double first_GeV, double second_GeV, double strength) {
  return strength * three_fermion_unit_GeV(m_GeV) * boson_propagator(m_GeV, sm::m_W_GeV) *
         left_left_phase_space(lepton_GeV / m_GeV, first_GeV / m_GeV, second_GeV / m_GeV);
}

double to_lepton_pseudoscalar_GeV(double m_GeV, double lepton_GeV, double meson_GeV, double f_GeV, double ckm) {
  if (m_GeV <= lepton_GeV + meson_GeV) return 0.0;
  double const l = std::pow(lepton_GeV / m_GeV, 2);
  double const p = std::pow(meson_GeV / m_GeV, 2);
  double const root = std::sqrt(kallen_of_masses(m_GeV, lepton_GeV, meson_GeV)) / (m_GeV * m_GeV);
  return G_F2 * f_GeV * f_GeV * ckm * ckm * std::pow(m_GeV, 3) / (16.0 * pi) * (std::pow(1.0 - l, 2) - p * (1.0 + l)) *
         root;
}

double to_neutrino_pseudoscalar_GeV(double m_GeV, double meson_GeV, double f_GeV) {
  if (m_GeV <= meson_GeV) return 0.0;
  double const p = std::pow(meson_GeV / m_GeV, 2);
  return G_F2 * f_GeV * f_GeV * std::pow(m_GeV, 3) / (32.0 * pi) * std::pow(1.0 - p, 2);
}

double to_lepton_vector_GeV(double m_GeV, double lepton_GeV, double meson_GeV, double g_GeV2, double ckm) {
  if (m_GeV <= lepton_GeV + meson_GeV) return 0.0;
  double const l = std::pow(lepton_GeV / m_GeV, 2);
  double const v = std::pow(meson_GeV / m_GeV, 2);
  double const root = std::sqrt(kallen_of_masses(m_GeV, lepton_GeV, meson_GeV)) / (m_GeV * m_GeV);
  return G_F2 * g_GeV2 * g_GeV2 * ckm * ckm * std::pow(m_GeV, 3) / (16.0 * pi * meson_GeV * meson_GeV) *
         (std::pow(1.0 - l, 2) + v * (1.0 + l) - 2.0 * v * v) * root;
}

double to_neutrino_vector_GeV(double m_GeV, double meson_GeV, double g_GeV2, double kappa) {
  if (m_GeV <= meson_GeV) return 0.0;
  double const v = std::pow(meson_GeV / m_GeV, 2);
  return G_F2 * kappa * kappa * g_GeV2 * g_GeV2 * std::pow(m_GeV, 3) / (32.0 * pi * meson_GeV * meson_GeV) *
         (1.0 + 2.0 * v) * std::pow(1.0 - v, 2);
}

double quark_correction(double m_GeV) {
  double const a = alpha_s(m_GeV) / pi;
  return 1.0 + a + 5.2 * a * a + 26.4 * a * a * a;
}

}  // namespace penumbra
