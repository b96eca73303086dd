#include "particle/nucleon_scalar_form_factor.hpp"

#include <algorithm>
#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// Mass, width and residue of a scalar meson.
struct Pole {
  double m_GeV;
  double width_GeV;
  double residue;

  std::complex<double> at(double q2_GeV2) const {
    double const m2 = m_GeV * m_GeV;
    return residue * m2 / std::complex{m2 - q2_GeV2, -m_GeV * width_GeV};
  }
};

/// f0(500), f0(980), f0(1370): see the header.
constexpr std::array poles{Pole{0.475, 0.55, 0.28}, Pole{0.98, 0.055, 1.8}, Pole{1.35, 0.35, -0.99}};

}  // namespace

std::complex<double> nucleon_scalar_three_poles(double m_GeV) {
  std::complex<double> sum = 0.0;
  for (auto const& pole : poles) sum += pole.at(m_GeV * m_GeV);
  return sum;
}

std::complex<double> nucleon_scalar_ground_state(double m_GeV) {
  auto const& pole = poles.front();
  double const m2 = pole.m_GeV * pole.m_GeV;
  double const q2 = m_GeV * m_GeV;
  constexpr double threshold = 4.0 * sm::m_pi_GeV * sm::m_pi_GeV;
  double const phase_space = std::sqrt(std::max(0.0, q2 - threshold) / (m2 - threshold));
  double const q_width = q2 > threshold ? pole.width_GeV * m2 / m_GeV * phase_space : 0.0;
  return m2 / std::complex{m2 - q2, -q_width};
}

std::array<NucleonScalarFormFactor, 2> const nucleon_scalar_form_factors{
    {{"f0-three-poles", nucleon_scalar_three_poles, "f0(500), f0(980), f0(1370), arXiv:2108.05900"},
     {"f0-500", nucleon_scalar_ground_state, "f0(500) alone"}}};

}  // namespace penumbra
