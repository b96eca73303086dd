#include "model/hnl/production_rates.hpp"

#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "model/hnl/phase_space.hpp"
#include "model/hnl/widths.hpp"
#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double tau_lifetime_per_GeV = weak::tau_lifetime_s / sm::hbar_GeV_s;

/// Squared mass s of a pair beside a single particle, in units of the parent's, and its weight in the decay.
struct PairMass {
  double s;
  double weight;
};

/// Nodes in the mass of the pair (first, second) beside `single`: the integrand of `left_left_phase_space`, where the
/// single particle is the one that shares a factor (P.p) with the parent.
std::vector<PairMass> pair_masses(double single, double first, double second) {
  constexpr int node_count = 24;
  static Nodes const angles = gauss_legendre(node_count, 0.0, 0.5 * pi);
  std::vector<PairMass> masses;
  double const low = std::pow(first + second, 2);
  double const high = std::pow(1.0 - single, 2);
  if (low >= high) return masses;
  for (std::size_t i = 0; i < angles.size(); ++i) {
    double const sine = std::sin(angles.x[i]);
    double const s = low + (high - low) * sine * sine;
    double const root_s = std::sqrt(s);
    double const lambdas = kallen_of_masses(root_s, first, second) * kallen_of_masses(1.0, root_s, single);
    if (lambdas <= 0.0) continue;
    masses.push_back({s, angles.w[i] * sine * std::cos(angles.x[i]) * (s - first * first - second * second) / s *
                             (1.0 + single * single - s) * std::sqrt(lambdas)});
  }
  return masses;
}

std::vector<ThreeBodyDecay::Energy> normalised(std::vector<ThreeBodyDecay::Energy> energies) {
  double sum = 0.0;
  for (auto const& one : energies) sum += one.share;
  for (auto& one : energies) one.share /= sum;
  return energies;
}

}  // namespace

double meson_to_lepton_branching_ratio(double m_N_GeV, double meson_GeV, double lepton_GeV, double f_GeV, double ckm,
                                       double lifetime_s) {
  if (m_N_GeV + lepton_GeV >= meson_GeV) return 0.0;
  double const N = std::pow(m_N_GeV / meson_GeV, 2);
  double const l = std::pow(lepton_GeV / meson_GeV, 2);
  double const root = std::sqrt(kallen_of_masses(meson_GeV, m_N_GeV, lepton_GeV)) / (meson_GeV * meson_GeV);
  return lifetime_s / sm::hbar_GeV_s * std::pow(sm::G_F_per_GeV2 * f_GeV * ckm, 2) * std::pow(meson_GeV, 3) /
         (8.0 * pi) * (N + l - (N - l) * (N - l)) * root;
}

double tau_to_pseudoscalar_branching_ratio(double m_N_GeV, double meson_GeV, double f_GeV, double ckm) {
  return tau_lifetime_per_GeV * to_lepton_pseudoscalar_GeV(sm::m_tau_GeV, m_N_GeV, meson_GeV, f_GeV, ckm);
}

double tau_to_vector_branching_ratio(double m_N_GeV, double meson_GeV, double g_GeV2, double ckm) {
  return tau_lifetime_per_GeV * to_lepton_vector_GeV(sm::m_tau_GeV, m_N_GeV, meson_GeV, g_GeV2, ckm);
}

double lepton_to_lepton_branching_ratio(double m_N_GeV, double parent_GeV, double lepton_GeV, double lifetime_s) {
  return lifetime_s / sm::hbar_GeV_s * by_charged_current_GeV(parent_GeV, m_N_GeV, lepton_GeV, 0.0, 1.0);
}

std::vector<ThreeBodyDecay::Energy> spectrum_with_heavy_mixing(double m_N_GeV, double parent_GeV, double lepton_GeV) {
  // The antineutrino is single; N, with the charged lepton in a pair of mass sqrt s, goes anywhere in the pair's frame.
  constexpr int cosine_count = 6;
  static Nodes const cosines = gauss_legendre(cosine_count, -1.0, 1.0);
  double const n = m_N_GeV / parent_GeV;
  double const l = lepton_GeV / parent_GeV;
  std::vector<ThreeBodyDecay::Energy> energies;
  for (auto const& [s, weight] : pair_masses(0.0, n, l)) {
    double const root_s = std::sqrt(s);
    double const in_pair = (s + n * n - l * l) / (2.0 * root_s);
    double const p = std::sqrt(kallen_of_masses(root_s, n, l)) / (2.0 * root_s);
    double const pair_energy = 0.5 * (1.0 + s);
    double const pair_p = 0.5 * (1.0 - s);
    for (std::size_t i = 0; i < cosines.size(); ++i)
      energies.push_back(
          {parent_GeV * (pair_energy * in_pair + pair_p * p * cosines.x[i]) / root_s, weight * cosines.w[i]});
  }
  return normalised(std::move(energies));
}

std::vector<ThreeBodyDecay::Energy> spectrum_with_light_mixing(double m_N_GeV, double parent_GeV, double lepton_GeV) {
  double const n = m_N_GeV / parent_GeV;
  std::vector<ThreeBodyDecay::Energy> energies;
  for (auto const& [s, weight] : pair_masses(n, lepton_GeV / parent_GeV, 0.0))
    energies.push_back({parent_GeV * 0.5 * (1.0 + n * n - s), weight});
  return normalised(std::move(energies));
}

double boson_phase_space(double m_N_GeV, double boson_GeV) {
  if (m_N_GeV >= boson_GeV) return 0.0;
  double const y = std::pow(m_N_GeV / boson_GeV, 2);
  return (1.0 - y) * (1.0 - y) * (1.0 + 0.5 * y);
}

}  // namespace penumbra
