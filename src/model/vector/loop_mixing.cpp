#include "model/vector/loop_mixing.hpp"

#include <cmath>
#include <complex>
#include <numbers>

#include "core/contracts.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

double elementary_charge() { return std::sqrt(4.0 * pi * sm::alpha); }

/// int_0^1 dx x (1 - x) ln[1 - x (1 - x) s], s = q^2/m^2 with its sign above threshold from s + i 0.
std::complex<double> vacuum_polarisation(double s) {
  constexpr double small = 0.02;  // the next term of the series is s^4/(4 x 2772): 2e-11 there
  if (std::abs(s) < small) return -s / 30.0 - s * s / 280.0 - s * s * s / 1890.0;
  std::complex<double> const root = std::sqrt(std::complex<double>{1.0 - 4.0 / s, 0.0});
  std::complex<double> ratio = (root + 1.0) / (root - 1.0);
  // above threshold the argument is negative, approached from below the axis
  auto const log = s > 4.0 ? std::complex<double>{std::log(std::abs(ratio.real())), -pi} : std::log(ratio);
  return -5.0 / 18.0 - 2.0 / (3.0 * s) + (1.0 + 2.0 / s) / 6.0 * root * log;
}

}  // namespace

std::complex<double> lepton_loop_mixing(double first_GeV, double second_GeV, double q2_GeV2) {
  PENUMBRA_EXPECT(first_GeV > 0.0 && second_GeV > 0.0);
  double const m1 = first_GeV * first_GeV;
  double const m2 = second_GeV * second_GeV;
  auto const integral = std::log(m2 / m1) / 6.0 + vacuum_polarisation(q2_GeV2 / m2) - vacuum_polarisation(q2_GeV2 / m1);
  return elementary_charge() / (2.0 * pi * pi) * integral;
}

double baryon_loop_mixing() { return elementary_charge() / (16.0 * pi * pi); }

}  // namespace penumbra
