#include "model/alp/widths.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/perturbative_r.hpp"

namespace penumbra {

using std::numbers::pi;

double alp_to_photons_GeV(double g_per_GeV, double m_GeV) {
  return g_per_GeV * g_per_GeV * m_GeV * m_GeV * m_GeV / (64.0 * pi);
}

double photon_conversion(double lepton_GeV, double m_GeV) {
  double const r = lepton_GeV * lepton_GeV / (m_GeV * m_GeV);
  if (4.0 * r >= 1.0) return 0.0;
  // Even steps in ln x; the square root at threshold costs 1e-4 of the integral.
  auto const nodes = gauss_legendre(24, std::log(4.0 * r), 0.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const x = std::exp(nodes.x[i]);
    sum += nodes.w[i] * std::pow(1.0 - x, 3) * (1.0 + 2.0 * r / x) * std::sqrt(std::max(0.0, 1.0 - 4.0 * r / x));
  }
  return 2.0 * sm::alpha / (3.0 * pi) * sum;
}

double alp_to_fermions_GeV(double c_per_GeV, double m_GeV, double fermion_GeV, double colours, double threshold_GeV) {
  double const beta2 = 1.0 - 4.0 * threshold_GeV * threshold_GeV / (m_GeV * m_GeV);
  if (beta2 <= 0.0) return 0.0;
  double const coupling = c_per_GeV * fermion_GeV;
  return colours * coupling * coupling * m_GeV * std::sqrt(beta2) / (8.0 * pi);
}

std::complex<double> fermion_loop(double fermion_GeV, double m_GeV) {
  double const tau = 4.0 * fermion_GeV * fermion_GeV / (m_GeV * m_GeV);
  if (tau > 1e3) return -(1.0 + 8.0 / (15.0 * tau)) / (3.0 * tau);  // series of arcsin^2, to 1e-6
  if (tau >= 1.0) {
    double const f = std::asin(1.0 / std::sqrt(tau));
    return 1.0 - tau * f * f;
  }
  double const root = std::sqrt(1.0 - tau);
  std::complex<double> const f{0.5 * pi, 0.5 * std::log((1.0 + root) / (1.0 - root))};
  return 1.0 - tau * f * f;
}

std::complex<double> fermion_loop_photon_coupling_per_GeV(double m_GeV, std::span<AlpLoopFermion const> fermions) {
  std::complex<double> sum = 0.0;
  for (auto const& fermion : fermions)
    sum += fermion.c_per_GeV * fermion.weight * fermion_loop(fermion.mass_GeV, m_GeV);
  return sm::alpha / pi * sum;
}

double alp_to_gluons_GeV(std::complex<double> c_per_GeV, double m_GeV) {
  double const strong = alpha_s(m_GeV);
  return 32.0 * pi * strong * strong * m_GeV * m_GeV * m_GeV * std::norm(c_per_GeV) *
         (1.0 + 83.0 * strong / (4.0 * pi));
}

}  // namespace penumbra
