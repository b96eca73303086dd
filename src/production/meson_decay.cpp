#include "production/meson_decay.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/contracts.hpp"
#include "core/integrate.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double usual_range = 3.0;  // of ln(energy of the parent) that Numerics::parent_energies are for

}  // namespace

double two_body_momentum_GeV(double M_GeV, double m1_GeV, double m2_GeV) {
  double const sum = m1_GeV + m2_GeV;
  double const difference = m1_GeV - m2_GeV;
  double const square = (M_GeV - sum) * (M_GeV + sum) * (M_GeV - difference) * (M_GeV + difference);
  return square <= 0.0 ? 0.0 : std::sqrt(square) / (2.0 * M_GeV);
}

void meson_decay_rows(ParentSpectrum const& spectrum, double parent_mass_GeV, double mediator_mass_GeV,
                      double other_mass_GeV, Numerics const& numerics, std::span<double const> theta_rad,
                      std::span<double const> k_GeV, std::span<double> out) {
  PENUMBRA_EXPECT(out.size() == theta_rad.size() * k_GeV.size());
  double const M = parent_mass_GeV;
  double const m = mediator_mass_GeV;
  double const p_star = two_body_momentum_GeV(M, m, other_mass_GeV);
  PENUMBRA_EXPECT(p_star > 0.0);
  double const E_tilde = (M * M + m * m - other_mass_GeV * other_mass_GeV) / (2.0 * m);
  double const p_tilde = p_star * M / m;
  double const E_min = std::hypot(spectrum.p_min_GeV(), M);
  double const E_max = std::hypot(spectrum.p_max_GeV(), M);

  // Midpoints of the azimuth on half a turn: the integrand is even and periodic, so this converges fast.
  std::vector<double> haversine_phi;
  for (int i = 0; i < numerics.parent_azimuths; ++i)
    haversine_phi.push_back(std::pow(std::sin(0.5 * pi * (i + 0.5) / numerics.parent_azimuths), 2));
  std::vector<double> sin_theta;
  for (double const theta : theta_rad) sin_theta.push_back(std::sin(theta));

  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t j = 0; j < k_GeV.size(); ++j) {
    double const k = k_GeV[j];
    double const E = std::hypot(k, m);
    // Both limits written without cancellation.
    double const lowest = (E * E * M * M + m * m * (E_tilde * E_tilde - M * M)) / (m * (E * E_tilde + k * p_tilde));
    double const highest = std::min((E * E_tilde + k * p_tilde) / m, E_max);
    double const first = std::max(lowest, E_min);  // the table begins sharply
    if (highest <= first) continue;
    double const forward = (E * E * M * M - m * m * E_tilde * E_tilde) / (k * E_tilde + E * p_tilde);
    // More where a light mediator of low momentum has parents of every energy.
    double const start = std::log(first / lowest);
    double const range = std::log(highest / first);
    auto const nodes =
        gauss_legendre(static_cast<int>(std::ceil(numerics.parent_energies * std::max(1.0, range / usual_range))),
                       start, start + range);
    // dE = k^2 dlnk / E; the azimuth integral is 2 pi times the mean; f = density / (pi P), E_M dE_M = E_M^2 dlnE_M.
    double const common = M / (4.0 * pi * p_star) * (k * k / E) * 2.0 / static_cast<double>(haversine_phi.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      double const excess = lowest * std::expm1(nodes.x[i]);
      double const E_M = lowest + excess;
      double const P2 = (E_M - M) * (E_M + M);
      if (P2 <= 0.0) continue;
      // Parent momentum along and across the mediator's direction: c is its cosine in the mediator's frame.
      double const one_plus_c = std::min(2.0, excess * m / (k * p_tilde));
      double const across = p_tilde * std::sqrt(one_plus_c * (2.0 - one_plus_c));
      double const along = (forward + E * p_tilde * one_plus_c) / m;
      double const alpha = std::atan2(across, along);
      double const sin_alpha = std::sin(alpha);
      double const P = std::sqrt(P2);
      auto const row = spectrum.row(std::log(P));
      double const weight = common * nodes.w[i] * E_M * E_M / P;
      for (std::size_t t = 0; t < theta_rad.size(); ++t) {
        double const half = std::sin(0.5 * (theta_rad[t] - alpha));
        double const nearest = half * half;
        double const swing = sin_theta[t] * sin_alpha;
        double sum = 0.0;
        for (double const turn : haversine_phi) sum += row(2.0 * P * std::sqrt(std::max(nearest + swing * turn, 0.0)));
        out[t * k_GeV.size() + j] += weight * sum;
      }
    }
  }
}

void mixing_rows(ParentSpectrum const& spectrum, std::span<double const> theta_rad, std::span<double const> k_GeV,
                 std::span<double> out) {
  for (std::size_t i = 0; i < theta_rad.size(); ++i)
    for (std::size_t j = 0; j < k_GeV.size(); ++j) {
      // d2N/(dlnp dt^2) with t = 2 p sin(theta/2): dt^2 = p^2 dOmega / pi.
      double const k = k_GeV[j];
      double const t = 2.0 * k * std::abs(std::sin(0.5 * theta_rad[i]));
      out[i * k_GeV.size() + j] = spectrum.density(k, t) * k * k / pi;
    }
}

}  // namespace penumbra
