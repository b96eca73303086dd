#include "model/dark_scalar/widths.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "core/interpolate.hpp"
#include "model/dark_scalar/loop_functions.hpp"
#include "model/dark_scalar/omnes_data.hpp"
#include "model/dark_scalar/winkler_data.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double v2_GeV2 = sm::higgs_vacuum_GeV * sm::higgs_vacuum_GeV;

/// Velocity of each of two daughters; zero below threshold.
double velocity(double m_GeV, double daughter_GeV) {
  double const ratio = 2.0 * daughter_GeV / m_GeV;
  return std::sqrt(std::max(0.0, 1.0 - ratio * ratio));
}

double tau(double m_GeV, double loop_GeV) {
  double const ratio = 0.5 * m_GeV / loop_GeV;
  return ratio * ratio;
}

/// log of width x mass / velocity, which is |G|^2 but for constants.
struct FormFactor {
  std::vector<double> m_GeV;
  std::vector<double> log_squared;

  FormFactor(std::span<winkler::WidthPoint const> points, double daughter_GeV) {
    for (auto const& point : points) {
      m_GeV.push_back(point.m_GeV);
      log_squared.push_back(std::log(point.width_GeV * point.m_GeV / velocity(point.m_GeV, daughter_GeV)));
    }
  }
  double width_GeV(double mass_GeV, double daughter_GeV) const {
    double const beta = velocity(mass_GeV, daughter_GeV);
    return beta > 0.0 ? std::exp(interpolate(m_GeV, log_squared, mass_GeV)) * beta / mass_GeV : 0.0;
  }
};

FormFactor const& pion_form_factor_of_scalar(ScalarFormFactors source) {
  static FormFactor const winkler_2018{winkler::pion_pairs, sm::m_pi_GeV};
  static FormFactor const omnes_2024{omnes::pion_pairs, sm::m_pi_GeV};
  return source == ScalarFormFactors::winkler ? winkler_2018 : omnes_2024;
}

FormFactor const& kaon_form_factor_of_scalar(ScalarFormFactors source) {
  static FormFactor const winkler_2018{winkler::kaon_pairs, sm::m_K_GeV};
  static FormFactor const omnes_2024{omnes::kaon_pairs, sm::m_K_GeV};
  return source == ScalarFormFactors::winkler ? winkler_2018 : omnes_2024;
}

}  // namespace

double scalar_to_leptons_GeV(double m_GeV, double lepton_GeV) {
  return lepton_GeV * lepton_GeV * m_GeV * std::pow(velocity(m_GeV, lepton_GeV), 3) / (8.0 * pi * v2_GeV2);
}

double scalar_to_photons_GeV(double m_GeV, std::span<LoopParticle const> fermions) {
  std::complex<double> amplitude = loop_of_W(tau(m_GeV, sm::m_W_GeV));
  for (auto const& one : fermions) amplitude += one.colours_charge_squared * loop_of_fermion(tau(m_GeV, one.mass_GeV));
  return sm::alpha * sm::alpha * std::pow(m_GeV, 3) / (256.0 * std::pow(pi, 3) * v2_GeV2) * std::norm(amplitude);
}

double scalar_to_gluons_GeV(double m_GeV, double alpha_s, std::span<LoopParticle const> quarks) {
  std::complex<double> amplitude = 0.0;
  for (auto const& one : quarks) amplitude += loop_of_fermion(tau(m_GeV, one.mass_GeV));
  return alpha_s * alpha_s * std::pow(m_GeV, 3) / (128.0 * std::pow(pi, 3) * v2_GeV2) * std::norm(amplitude);
}

double scalar_to_quarks_GeV(double m_GeV, double running_GeV, double meson_GeV) {
  return 3.0 * running_GeV * running_GeV * m_GeV * std::pow(velocity(m_GeV, meson_GeV), 3) / (8.0 * pi * v2_GeV2);
}

double scalar_to_pions_chiral_GeV(double m_GeV) {
  double const trace_GeV2 = (2.0 * m_GeV * m_GeV + 11.0 * sm::m_pi_GeV * sm::m_pi_GeV) / 9.0;
  return 3.0 * velocity(m_GeV, sm::m_pi_GeV) * trace_GeV2 * trace_GeV2 / (32.0 * pi * v2_GeV2 * m_GeV);
}

double scalar_to_pions_GeV(double m_GeV, ScalarFormFactors source) {
  return scalar_to_pion_pair_GeV(m_GeV, 1.0, sm::m_pi_GeV, source);
}

double scalar_to_pion_pair_GeV(double m_GeV, double isospin_squared, double pion_GeV, ScalarFormFactors source) {
  return isospin_squared * pion_form_factor_of_scalar(source).width_GeV(m_GeV, pion_GeV);
}

double scalar_to_kaon_pair_GeV(double m_GeV, double kaon_GeV, ScalarFormFactors source) {
  return 0.5 * kaon_form_factor_of_scalar(source).width_GeV(m_GeV, kaon_GeV);
}

double scalar_to_more_hadrons_GeV(double m_GeV) {
  constexpr double strength_per_GeV2 = 5.1e-9;
  return strength_per_GeV2 * std::pow(m_GeV, 3) * velocity(m_GeV, 2.0 * sm::m_pi_GeV);
}

double scalar_hadronic_spread(double m_GeV) {
  constexpr double resonances_from_GeV = 0.8;
  constexpr double many_hadrons_from_GeV = 1.2;
  constexpr double quarks_from_GeV = 2.0;
  if (m_GeV < resonances_from_GeV) return 1.8;
  return m_GeV > many_hadrons_from_GeV && m_GeV < quarks_from_GeV ? 3.0 : 2.0;
}

}  // namespace penumbra
