#include "model/vector_dm/rates.hpp"

#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "model/dark_matter/widths.hpp"
#include "model/vector/widths.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double e_squared = 4.0 * pi * sm::alpha;

double reduced_mass_GeV(double a_GeV, double b_GeV) { return a_GeV * b_GeV / (a_GeV + b_GeV); }

/// int_low^high f(s) / [(s - m^2)^2 + m^2 Gamma^2] ds. Where the pole lies inside, in the angle of the Breit-Wigner.
template <class Function>
double over_breit_wigner(Function const& f, double low, double high, double m_GeV, double width_GeV) {
  double const m2 = m_GeV * m_GeV;
  double const half = m_GeV * width_GeV;
  if (low < m2 && m2 < high && half > 0.0) {
    auto const in_angle = [&](double angle) { return f(m2 + half * std::tan(angle)); };
    double const left = std::atan((low - m2) / half);
    double const right = std::atan((high - m2) / half);
    return (integrate(in_angle, left, 0.0) + integrate(in_angle, 0.0, right)) / half;
  }
  return integrate([&](double s) { return f(s) / ((s - m2) * (s - m2) + half * half); }, low, high);
}

}  // namespace

double pseudoscalar_to_photon_dark_pair(DarkMatter const& dm, double m_GeV, double width_GeV, double parent_GeV,
                                        double br_two_photons) {
  double const sum = dm.mass_GeV + dm.heavier_mass_GeV;
  if (sum >= parent_GeV) return 0.0;
  double const parent2 = parent_GeV * parent_GeV;
  auto const spectrum = [&](double s) {
    if (s <= sum * sum || s >= parent2) return 0.0;
    double const root_s = std::sqrt(s);
    return 2.0 * std::pow(1.0 - s / parent2, 3) * root_s * dark_width_GeV(dm, root_s) / pi;
  };
  return br_two_photons * over_breit_wigner(spectrum, sum * sum, parent2, m_GeV, width_GeV);
}

double heavier_state_emission_GeV(DarkMatter const& dm, double q2_GeV2) {
  double const heavy = dm.heavier_mass_GeV;
  double const sum = dm.mass_GeV + heavy;
  double const difference = heavy - dm.mass_GeV;
  double const left = difference * difference - q2_GeV2;
  double const momentum = std::sqrt(left * (sum * sum - q2_GeV2)) / (2.0 * heavy);
  return left * (sum * sum + 2.0 * q2_GeV2) / q2_GeV2 * momentum / (2.0 * heavy * heavy);
}

double heavier_state_width_GeV(DarkMatter const& dm, double m_GeV, double lepton_GeV) {
  double const difference = dm.heavier_mass_GeV - dm.mass_GeV;
  if (difference <= 2.0 * lepton_GeV || difference >= m_GeV) return 0.0;
  auto const per_q2 = [&](double q2) {
    double const q = std::sqrt(q2);
    double const off_shell = m_GeV * m_GeV - q2;
    return heavier_state_emission_GeV(dm, q2) * q * vector_to_fermions_GeV(e_squared, q, lepton_GeV) /
           (pi * off_shell * off_shell);
  };
  // In ln q^2, so that the threshold of the leptons is resolved.
  return integrate([&](double log_q2) { return std::exp(log_q2) * per_q2(std::exp(log_q2)); },
                   2.0 * std::log(2.0 * lepton_GeV), 2.0 * std::log(difference));
}

double reference_electron_cross_section_cm2(DarkMatter const& dm, double m_GeV) {
  double const mu_GeV = reduced_mass_GeV(dm.mass_GeV, sm::m_e_GeV);
  double const q_GeV = sm::alpha * sm::m_e_GeV;
  double const propagator = m_GeV * m_GeV + q_GeV * q_GeV;
  return 16.0 * pi * mu_GeV * mu_GeV * sm::alpha / (propagator * propagator) * sm::cm2_per_inverse_GeV2;
}

std::optional<double> slow_proton_cross_section_cm2(DarkMatter const& dm, double m_GeV) {
  if (dm.spin == DarkMatter::Spin::majorana || dm.spin == DarkMatter::Spin::pseudo_dirac) return std::nullopt;
  double const mu_GeV = reduced_mass_GeV(dm.mass_GeV, sm::m_p_GeV);
  return 16.0 * pi * sm::alpha * mu_GeV * mu_GeV / std::pow(m_GeV, 4) * sm::cm2_per_inverse_GeV2;
}

}  // namespace penumbra
