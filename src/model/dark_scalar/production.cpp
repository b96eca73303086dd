#include "model/dark_scalar/production.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

/// sqrt lambda(M^2, m1^2, m2^2) in GeV^2; zero below threshold.
double root_lambda_GeV2(double parent_GeV, double first_GeV, double second_GeV) {
  double const sum = first_GeV + second_GeV;
  double const difference = first_GeV - second_GeV;
  double const parent2 = parent_GeV * parent_GeV;
  if (parent_GeV <= sum) return 0.0;
  return std::sqrt((parent2 - sum * sum) * (parent2 - difference * difference));
}

/// C of the header over the mass of the heavier quark, GeV^-1.
double per_quark_mass(double top_GeV, double ckm) {
  return 3.0 * std::numbers::sqrt2 * sm::G_F_per_GeV2 * top_GeV * top_GeV * ckm /
         (16.0 * pi * pi * sm::higgs_vacuum_GeV);
}

double coupling(QuarkTransition const& quarks) { return per_quark_mass(quarks.top_GeV, quarks.ckm) * quarks.from_GeV; }

/// lifetime / hbar x |M|^2 root_lambda/(16 pi M^3)
double branching_ratio(double parent_GeV, double root_lambda, double amplitude_squared_GeV2, double lifetime_s) {
  return lifetime_s / sm::hbar_GeV_s * amplitude_squared_GeV2 * root_lambda / (16.0 * pi * std::pow(parent_GeV, 3));
}

}  // namespace

double to_pseudoscalar_and_scalar(double m_GeV, double parent_GeV, double other_GeV, double lifetime_s,
                                  QuarkTransition const& quarks, double f_0) {
  double const matrix_element_GeV =
      0.5 * f_0 * (parent_GeV * parent_GeV - other_GeV * other_GeV) / (quarks.from_GeV - quarks.to_GeV);
  double const amplitude_GeV = coupling(quarks) * matrix_element_GeV;
  return branching_ratio(parent_GeV, root_lambda_GeV2(parent_GeV, other_GeV, m_GeV), amplitude_GeV * amplitude_GeV,
                         lifetime_s);
}

double to_vector_and_scalar(double m_GeV, double parent_GeV, double other_GeV, double lifetime_s,
                            QuarkTransition const& quarks, double A_0) {
  double const root_lambda = root_lambda_GeV2(parent_GeV, other_GeV, m_GeV);
  double const amplitude_GeV = coupling(quarks) * 0.5 * A_0 * root_lambda / (quarks.from_GeV + quarks.to_GeV);
  return branching_ratio(parent_GeV, root_lambda, amplitude_GeV * amplitude_GeV, lifetime_s);
}

double inclusive_with_scalar(double m_GeV, double lifetime_s, QuarkTransition const& quarks) {
  double const b = quarks.from_GeV;
  double const left_GeV2 = std::max(0.0, b * b - m_GeV * m_GeV);
  double const C = coupling(quarks);
  return lifetime_s / sm::hbar_GeV_s * C * C * left_GeV2 * left_GeV2 / (32.0 * pi * b * b * b);
}

double kaon_to_pion_and_scalar(double m_GeV, double kaon_GeV, double pion_GeV, double lifetime_s, double top_GeV,
                               double ckm, double f_plus) {
  double const amplitude_GeV =
      per_quark_mass(top_GeV, ckm) * 0.5 * f_plus * (kaon_GeV * kaon_GeV - pion_GeV * pion_GeV);
  return branching_ratio(kaon_GeV, root_lambda_GeV2(kaon_GeV, pion_GeV, m_GeV), amplitude_GeV * amplitude_GeV,
                         lifetime_s);
}

double etaprime_to_eta_and_scalar(double m_GeV) {
  constexpr double kaon2_GeV2 = 0.5 * (sm::m_K_GeV * sm::m_K_GeV + sm::m_K0_GeV * sm::m_K0_GeV);
  constexpr double pion2_GeV2 = sm::m_pi0_GeV * sm::m_pi0_GeV;
  constexpr double eta2_GeV2 = sm::m_eta_GeV * sm::m_eta_GeV;
  constexpr double etaprime2_GeV2 = sm::m_etaprime_GeV * sm::m_etaprime_GeV;
  constexpr double anomaly_GeV2 = etaprime2_GeV2 + eta2_GeV2 - 2.0 * kaon2_GeV2;
  constexpr double mixing = 2.0 * std::numbers::sqrt2 / 3.0 * (kaon2_GeV2 - pion2_GeV2) / (etaprime2_GeV2 - eta2_GeV2);
  constexpr double amplitude_GeV = 7.0 / 9.0 * anomaly_GeV2 * mixing / sm::higgs_vacuum_GeV;
  return amplitude_GeV * amplitude_GeV * root_lambda_GeV2(sm::m_etaprime_GeV, sm::m_eta_GeV, m_GeV) /
         (16.0 * pi * std::pow(sm::m_etaprime_GeV, 3) * sm::etaprime_width_GeV);
}

double higgs_to_scalar_pair(double m_GeV) {
  double const ratio = 2.0 * m_GeV / sm::m_higgs_GeV;
  if (ratio >= 1.0) return 0.0;
  return sm::higgs_vacuum_GeV * sm::higgs_vacuum_GeV * std::sqrt(1.0 - ratio * ratio) /
         (8.0 * pi * sm::m_higgs_GeV * sm::higgs_width_GeV);
}

}  // namespace penumbra
