#include "model/dark_scalar/loop_functions.hpp"

#include <cmath>
#include <numbers>

namespace penumbra {
namespace {

constexpr double heavy_tau = 1e-3;  ///< below, differences of nearly equal numbers: the series is closer

std::complex<double> f(double tau) {
  if (tau <= 1.0) {
    double const angle = std::asin(std::sqrt(tau));
    return angle * angle;
  }
  double const b = std::sqrt(1.0 - 1.0 / tau);
  // (1 + b)/(1 - b) = tau (1 + b)^2, without the difference.
  std::complex<double> const log{std::log(tau * (1.0 + b) * (1.0 + b)), -std::numbers::pi};
  return -0.25 * log * log;
}

}  // namespace

std::complex<double> loop_of_fermion(double tau) {
  if (tau < heavy_tau) return 4.0 / 3.0 + tau * (14.0 / 45.0 + tau * 8.0 / 63.0);
  return 2.0 * (tau + (tau - 1.0) * f(tau)) / (tau * tau);
}

std::complex<double> loop_of_W(double tau) {
  if (tau < heavy_tau) return -(7.0 + tau * (22.0 / 15.0 + tau * 76.0 / 105.0));
  return -(2.0 * tau * tau + 3.0 * tau + 3.0 * (2.0 * tau - 1.0) * f(tau)) / (tau * tau);
}

}  // namespace penumbra
