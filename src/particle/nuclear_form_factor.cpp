#include "particle/nuclear_form_factor.hpp"

#include <gsl/gsl_sf_bessel.h>

#include <cmath>
#include <numbers>

#include "particle/constants.hpp"

namespace penumbra {

double helm_form_factor(double q_GeV, double A) {
  constexpr double s_fm = 0.9;   // skin thickness, Lewin and Smith 1996
  constexpr double a_fm = 0.52;  // the same
  constexpr double fm_per_inverse_GeV = sm::hbar_c_GeV_m * 1e15;
  double const c_fm = 1.23 * std::cbrt(A) - 0.60;  // the same
  double const r_fm =
      std::sqrt(c_fm * c_fm + 7.0 / 3.0 * std::numbers::pi * std::numbers::pi * a_fm * a_fm - 5.0 * s_fm * s_fm);
  double const q_per_fm = q_GeV / fm_per_inverse_GeV;
  double const x = q_per_fm * r_fm;
  double const uniform = x < 1e-3 ? 1.0 - x * x / 10.0 : 3.0 * gsl_sf_bessel_j1(x) / x;
  return uniform * std::exp(-0.5 * q_per_fm * q_per_fm * s_fm * s_fm);
}

}  // namespace penumbra
