#include "model/hnl/phase_space.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"

namespace penumbra {
namespace {

/// Nodes in t of x = a + (b - a) sin^2 t; with 64 of them halving the step changes no width by 1e-6.
constexpr int node_count = 64;

}  // namespace

double kallen_of_masses(double a, double b, double c) { return (a - b - c) * (a + b + c) * (a - b + c) * (a + b - c); }

double integrate_between_thresholds(std::function<double(double)> const& f, double a, double b) {
  static Nodes const nodes = gauss_legendre(node_count, 0.0, 0.5 * std::numbers::pi);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double const sine = std::sin(nodes.x[i]);
    double const cosine = std::cos(nodes.x[i]);
    sum += nodes.w[i] * 2.0 * sine * cosine * f(a + (b - a) * sine * sine);
  }
  return (b - a) * sum;
}

double left_left_phase_space(double a, double b, double c) {
  // The heaviest alone and the two lightest as the pair: the points where the other factors of the square roots vanish
  // are then as far as they can be from the range of integration.
  std::array masses{a, b, c};
  std::sort(masses.begin(), masses.end());
  auto const [light, middle, heavy] = masses;
  if (light + middle + heavy >= 1.0) return 0.0;
  double const heavy2 = heavy * heavy;
  double const pair2 = light * light + middle * middle;
  auto const integrand = [&, light = light, middle = middle, heavy = heavy](double s) {
    double const root_s = std::sqrt(s);
    double const lambdas =
        std::max(kallen_of_masses(root_s, light, middle), 0.0) * std::max(kallen_of_masses(1.0, root_s, heavy), 0.0);
    return s > 0.0 ? (s - pair2) / s * (1.0 + heavy2 - s) * std::sqrt(lambdas) : 0.0;
  };
  return 12.0 * integrate_between_thresholds(integrand, std::pow(light + middle, 2), std::pow(1.0 - heavy, 2));
}

double left_right_phase_space(double x) {
  double const threshold = 4.0 * x * x;
  if (threshold >= 1.0 || x == 0.0) return 0.0;
  auto const integrand = [&](double s) { return std::pow(1.0 - s, 2) * std::sqrt(std::max(1.0 - threshold / s, 0.0)); };
  return 24.0 * x * x * integrate_between_thresholds(integrand, threshold, 1.0);
}

}  // namespace penumbra
