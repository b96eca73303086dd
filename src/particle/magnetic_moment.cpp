#include "particle/magnetic_moment.hpp"

#include <cmath>
#include <numbers>

#include "core/integrate.hpp"

namespace penumbra {
namespace {

/// Nodes in x = 1 - z, dense (in the logarithm) towards both ends, where the denominator x^2 + r^2 (1-x) turns over.
struct LoopNodes {
  std::vector<double> x;
  std::vector<double> z;
  std::vector<double> w;
};

LoopNodes make_nodes() {
  // Left out: x < 0.5 e^-20 and z < 0.5 e^-50, below 1e-8 of the integral for 1e-4 < r < 1e6.
  LoopNodes nodes;
  for (auto const t = composite_gauss_legendre(8, 10, 0.0, 20.0); double const point : t.x) {
    nodes.x.push_back(0.5 * std::exp(-point));
    nodes.z.push_back(1.0 - nodes.x.back());
    nodes.w.push_back(t.w[nodes.x.size() - 1] * nodes.x.back());
  }
  auto const left = nodes.x.size();
  for (auto const t = composite_gauss_legendre(20, 10, 0.0, 50.0); double const point : t.x) {
    nodes.z.push_back(0.5 * std::exp(-point));
    nodes.x.push_back(1.0 - nodes.z.back());
    nodes.w.push_back(t.w[nodes.x.size() - 1 - left] * nodes.z.back());
  }
  return nodes;
}

template <class Numerator>
double loop_integral(double r, Numerator const& numerator) {
  static LoopNodes const nodes = make_nodes();
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.x.size(); ++i) {
    double const x = nodes.x[i];
    double const z = nodes.z[i];
    sum += nodes.w[i] * numerator(x, z) / (x * x + r * r * z);
  }
  return sum / (8.0 * std::numbers::pi * std::numbers::pi);
}

}  // namespace

double magnetic_moment_vector(double r) {
  return loop_integral(r, [](double x, double z) { return 2.0 * z * x * x; });
}

double magnetic_moment_scalar(double r) {
  return loop_integral(r, [](double x, double z) { return x * x * (1.0 + z); });
}

double magnetic_moment_pseudoscalar(double r) {
  return loop_integral(r, [](double x, double) { return -x * x * x; });
}

}  // namespace penumbra
