#include "model/dark_scalar/widths.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "core/contracts.hpp"
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

/// |G|^2 of one meson: for couplings that are alike in hadrons, or for any.
double width_of_pairs_GeV(FormFactor const& winkler_2018, std::span<omnes::FormFactors const> omnes_2024, double factor,
                          double m_GeV, double daughter_GeV, ScalarFormFactors source,
                          ScalarCouplings const& couplings) {
  double const beta = velocity(m_GeV, daughter_GeV);
  if (beta <= 0.0) return 0.0;
  if (source == ScalarFormFactors::winkler) {
    PENUMBRA_EXPECT(couplings.alike_in_hadrons());
    return couplings.strange * couplings.strange * winkler_2018.width_GeV(m_GeV, daughter_GeV);
  }
  auto const above =
      std::find_if(omnes_2024.begin() + 1, omnes_2024.end() - 1, [&](auto const& node) { return node.m_GeV > m_GeV; });
  auto const& left = *(above - 1);
  double const f = std::clamp((m_GeV - left.m_GeV) / (above->m_GeV - left.m_GeV), 0.0, 1.0);
  auto const between = [&](std::complex<double> omnes::FormFactors::*one) {
    return left.*one + f * ((*above).*one - left.*one);
  };
  auto const Gamma = between(&omnes::FormFactors::Gamma);
  auto const Delta = between(&omnes::FormFactors::Delta);
  auto const theta = between(&omnes::FormFactors::theta);
  auto const of_gluons = omnes::heavy_quarks * (theta - omnes::one_minus_gamma_m * (Gamma + Delta));
  auto const G = couplings.light() * Gamma + couplings.strange * Delta + couplings.heavy() * of_gluons;
  return factor * beta / (32.0 * pi * m_GeV * v2_GeV2) * std::norm(G);
}

}  // namespace

double scalar_to_leptons_GeV(double m_GeV, double lepton_GeV) {
  return lepton_GeV * lepton_GeV * m_GeV * std::pow(velocity(m_GeV, lepton_GeV), 3) / (8.0 * pi * v2_GeV2);
}

double scalar_to_photons_GeV(double m_GeV, std::span<LoopParticle const> fermions, double kappa_V) {
  std::complex<double> amplitude = kappa_V * loop_of_W(tau(m_GeV, sm::m_W_GeV));
  for (auto const& one : fermions)
    amplitude += one.kappa * one.colours_charge_squared * loop_of_fermion(tau(m_GeV, one.mass_GeV));
  return sm::alpha * sm::alpha * std::pow(m_GeV, 3) / (256.0 * std::pow(pi, 3) * v2_GeV2) * std::norm(amplitude);
}

double scalar_to_gluons_GeV(double m_GeV, double alpha_s, std::span<LoopParticle const> quarks) {
  std::complex<double> amplitude = 0.0;
  for (auto const& one : quarks) amplitude += one.kappa * loop_of_fermion(tau(m_GeV, one.mass_GeV));
  return alpha_s * alpha_s * std::pow(m_GeV, 3) / (128.0 * std::pow(pi, 3) * v2_GeV2) * std::norm(amplitude);
}

double scalar_to_quarks_GeV(double m_GeV, double running_GeV, double meson_GeV) {
  return 3.0 * running_GeV * running_GeV * m_GeV * std::pow(velocity(m_GeV, meson_GeV), 3) / (8.0 * pi * v2_GeV2);
}

double scalar_to_pions_chiral_GeV(double m_GeV, ScalarCouplings const& couplings) {
  constexpr double pion2_GeV2 = sm::m_pi_GeV * sm::m_pi_GeV;
  double const trace_GeV2 =
      (2.0 * couplings.heavy() * (m_GeV * m_GeV + pion2_GeV2) + 9.0 * couplings.light() * pion2_GeV2) / 9.0;
  return 3.0 * velocity(m_GeV, sm::m_pi_GeV) * trace_GeV2 * trace_GeV2 / (32.0 * pi * v2_GeV2 * m_GeV);
}

double scalar_to_pions_GeV(double m_GeV, ScalarFormFactors source, ScalarCouplings const& couplings) {
  return scalar_to_pion_pair_GeV(m_GeV, 1.0, sm::m_pi_GeV, source, couplings);
}

double scalar_to_pion_pair_GeV(double m_GeV, double isospin_squared, double pion_GeV, ScalarFormFactors source,
                               ScalarCouplings const& couplings) {
  static FormFactor const winkler_2018{winkler::pion_pairs, sm::m_pi_GeV};
  return isospin_squared * width_of_pairs_GeV(winkler_2018, omnes::pions, 3.0, m_GeV, pion_GeV, source, couplings);
}

double scalar_to_kaon_pair_GeV(double m_GeV, double kaon_GeV, ScalarFormFactors source,
                               ScalarCouplings const& couplings) {
  static FormFactor const winkler_2018{winkler::kaon_pairs, sm::m_K_GeV};
  return 0.5 * width_of_pairs_GeV(winkler_2018, omnes::kaons, 4.0, m_GeV, kaon_GeV, source, couplings);
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
