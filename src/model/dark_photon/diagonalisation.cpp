#include "model/dark_photon/diagonalisation.hpp"

#include <cmath>
#include <numbers>

#include "particle/constants.hpp"
#include "particle/weak_hadrons.hpp"

namespace penumbra {

std::optional<MixedVectors> diagonalise(double m_GeV, double epsilon) {
  double const eps2 = epsilon * epsilon;
  double const tan2 = sm::sin2_theta_w_m_Z / (1.0 - sm::sin2_theta_w_m_Z);  // mixing with the Z matters at m_Z
  // lambda^2 (1 - eps^2 - eps^2 tan^2) - lambda [m_Z0^2 (1 - eps^2) + m_X^2] + m_Z0^2 m_X^2 = 0 has the physical
  // squared masses as its roots: their sum and product give m_Z0^2 and m_X^2.
  double const determinant = 1.0 - eps2 * (1.0 + tan2);
  double const light = m_GeV * m_GeV;
  double const heavy = sm::m_Z_GeV * sm::m_Z_GeV;
  double const sum = determinant * (light + heavy);
  double const product = determinant * light * heavy;
  // m_X^2 and (1 - eps^2) m_Z0^2 have this sum, and (1 - eps^2) times this product.
  double const discriminant = sum * sum - 4.0 * (1.0 - eps2) * product;
  if (determinant <= 0.0 || discriminant < 0.0) return std::nullopt;
  double const larger = 0.5 * (sum + std::sqrt(discriminant));
  double const smaller = (1.0 - eps2) * product / larger;
  bool const below = light < heavy;
  double const X2 = below ? smaller : larger;
  double const Z2 = (below ? larger : smaller) / (1.0 - eps2);
  double const tangent = std::sqrt(tan2);
  // Z over X component, and the X component from the kinetic norm Z^2 + 2 eps t Z X + (1 - eps^2) X^2 = 1.
  auto const ratio = [&](double squared_mass) { return squared_mass * epsilon * tangent / (Z2 - squared_mass); };
  auto const norm = [&](double z, double x) {
    return std::sqrt(z * z + 2.0 * epsilon * tangent * z * x + (1.0 - eps2) * x * x);
  };
  double const dark_ratio = ratio(light);
  double const dark_X = 1.0 / norm(dark_ratio, 1.0);
  // Of the Z the X component is the small one: from the row of X, (X2 - m^2 (1 - eps^2)) x = m^2 eps t z.
  double const Z_ratio = heavy * epsilon * tangent / (X2 - heavy * (1.0 - eps2));
  return MixedVectors{std::sqrt(X2), sm::m_Z_GeV / std::sqrt(Z2) - 1.0, epsilon * dark_X, dark_ratio * dark_X,
                      Z_ratio / norm(1.0, Z_ratio)};
}

Quantities mixing_quantities(double m_GeV, double epsilon) {
  auto const mixed = diagonalise(m_GeV, epsilon);
  if (!mixed) return {};
  return {{"mixing: coupling to J_em / e", mixed->electromagnetic},
          {"mixing: coupling to the Z current / g_Z", mixed->Z_current},
          {"mixing: coupling of the Z to the dark current / g_D", mixed->Z_to_dark},
          {"mixing: shift of m_Z / m_Z", mixed->Z_mass_shift}};
}

double loop_mixing(double g_D, std::span<LoopFermion const> fermions) {
  double const e = std::sqrt(4.0 * std::numbers::pi * sm::alpha);
  double sum = 0.0;
  for (auto const& one : fermions) sum -= 2.0 * one.charge * one.dark_charge * std::log(one.mass_GeV);
  return e * g_D / (12.0 * std::numbers::pi * std::numbers::pi) * sum;
}

}  // namespace penumbra
