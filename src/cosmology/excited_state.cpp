#include "cosmology/excited_state.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/degrees_of_freedom.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

constexpr double hottest = 0.1;       // times the mass, above freeze-out
constexpr double coldest_GeV = 1e-9;  // 1 eV: recombination is near
constexpr double step = 0.8;          // between temperatures

/// Electrons and positrons times their cross section times velocity, at alpha_D eps^2/m^4 = 1.
double electron_rate(double T_GeV, double splitting_GeV) {
  static auto const nodes = composite_gauss_legendre(4, 8, 0.0, 30.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const kinetic_GeV = nodes.x[i] * T_GeV;
    double const E_GeV = sm::m_e_GeV + kinetic_GeV;
    double const p_GeV = std::sqrt(kinetic_GeV * (kinetic_GeV + 2.0 * sm::m_e_GeV));
    double const after_GeV = E_GeV + splitting_GeV;
    double const p_after_GeV = std::sqrt(after_GeV * after_GeV - sm::m_e_GeV * sm::m_e_GeV);
    double const occupied = 1.0 / (std::exp(E_GeV / T_GeV) + 1.0);
    sum += nodes.w[i] * T_GeV * p_GeV * E_GeV * occupied * after_GeV * p_after_GeV;  // p^2 dp = p E dE
  }
  return 4.0 / (2.0 * pi * pi) * 16.0 * pi * sm::alpha * sum;
}

/// Dark matter at Omega h^2 = 1: n/s is constant, today's is known.
double number_density_GeV3(double m_chi_GeV, double T_GeV) {
  double const per_entropy =
      cosmology::critical_density_over_h2_GeV_cm3 / (m_chi_GeV * cosmology::entropy_today_per_cm3);
  return per_entropy * 2.0 * pi * pi / 45.0 * entropy_degrees_of_freedom(T_GeV) * T_GeV * T_GeV * T_GeV;
}

/// The last temperature with a rate above H, straight in the logarithms between nodes; the hottest one where there is
/// none.
template <class RateOverH>
double end_of(std::vector<double> const& T_GeV, RateOverH const& rate) {
  double above = 0.0;
  for (std::size_t i = T_GeV.size(); i-- > 0;) {
    double const here = rate(i);
    if (here > 1.0) {
      if (i + 1 == T_GeV.size()) return T_GeV[i];
      double const fraction = above > 0.0 ? std::log(here) / std::log(here / above) : 0.0;
      return T_GeV[i] * std::pow(T_GeV[i + 1] / T_GeV[i], fraction);
    }
    above = here;
  }
  return T_GeV.front();
}

}  // namespace

ExcitedState::ExcitedState(DarkMatter const& dm, double mediator_GeV)
    : m_chi_GeV_{dm.mass_GeV},
      splitting_GeV_{dm.heavier_mass_GeV - dm.mass_GeV},
      contact_GeV4_{std::pow(mediator_GeV, -4)} {
  for (double T_GeV = hottest * dm.mass_GeV; T_GeV > coldest_GeV; T_GeV *= step) {
    T_GeV_.push_back(T_GeV);
    double const H_GeV = hubble_rate_GeV(T_GeV);
    electrons_.push_back(electron_rate(T_GeV, splitting_GeV_) / H_GeV);
    density_.push_back(number_density_GeV3(dm.mass_GeV, T_GeV) / H_GeV);
  }
}

ExcitedShare ExcitedState::operator()(double alpha_D, double epsilon_squared, double omega_h2) const {
  double const electron = alpha_D * epsilon_squared * contact_GeV4_;
  ExcitedShare result;
  result.electrons_end_GeV = end_of(T_GeV_, [&](std::size_t i) { return electron * electrons_[i]; });
  auto const T_chi = [&](double T_GeV) { return T_GeV * std::min(1.0, T_GeV / result.electrons_end_GeV); };
  auto const share = [&](double T_GeV) { return 1.0 / (1.0 + std::exp(splitting_GeV_ / T_chi(T_GeV))); };
  double const chi = std::pow(2.0, 2.5) * pi * alpha_D * alpha_D * contact_GeV4_ * m_chi_GeV_ * m_chi_GeV_ * omega_h2;
  double const chi_end_GeV = end_of(T_GeV_, [&](std::size_t i) {
    double const energy_GeV = std::max(splitting_GeV_, T_chi(T_GeV_[i]));
    return chi * std::sqrt(energy_GeV / m_chi_GeV_) * share(T_GeV_[i]) * density_[i];
  });
  result.all_end_GeV = std::min(chi_end_GeV, result.electrons_end_GeV);
  result.share = share(result.all_end_GeV);
  return result;
}

}  // namespace penumbra
