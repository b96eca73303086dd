#include "production/meson_decay.hpp"

#include <cmath>
#include <numbers>

#include "production/two_body_rows.hpp"

namespace penumbra {

double two_body_momentum_GeV(double M_GeV, double m1_GeV, double m2_GeV) {
  double const sum = m1_GeV + m2_GeV;
  double const difference = m1_GeV - m2_GeV;
  double const square = (M_GeV - sum) * (M_GeV + sum) * (M_GeV - difference) * (M_GeV + difference);
  return square <= 0.0 ? 0.0 : std::sqrt(square) / (2.0 * M_GeV);
}

void meson_decay_rows(ParentSpectrum const& spectrum, double parent_mass_GeV, double mediator_mass_GeV,
                      double other_mass_GeV, Numerics const& numerics, std::span<double const> theta_rad,
                      std::span<double const> k_GeV, std::span<double> out) {
  two_body_rows(spectrum, {parent_mass_GeV, mediator_mass_GeV, other_mass_GeV}, numerics, theta_rad, k_GeV, out);
}

void mixing_rows(ParentSpectrum const& spectrum, std::span<double const> theta_rad, std::span<double const> k_GeV,
                 std::span<double> out) {
  for (std::size_t i = 0; i < theta_rad.size(); ++i)
    for (std::size_t j = 0; j < k_GeV.size(); ++j) {
      // d2N/(dlnp dt^2) with t = 2 p sin(theta/2): dt^2 = p^2 dOmega / pi.
      double const k = k_GeV[j];
      double const t = 2.0 * k * std::abs(std::sin(0.5 * theta_rad[i]));
      out[i * k_GeV.size() + j] = spectrum.density(k, t) * k * k / std::numbers::pi;
    }
}

}  // namespace penumbra
