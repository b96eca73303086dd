#include "cosmology/breit_wigner_rule.hpp"

#include <cmath>
#include <complex>

#include "core/contracts.hpp"
#include "core/integrate.hpp"

namespace penumbra {
namespace {

/// int P_k(t) / (t^2 + gamma^2) dt over [-1, 1] for k < n.
std::vector<double> legendre_moments(int n, double gamma) {
  std::complex<double> const z{0.0, gamma};
  std::complex<double> before{0.0, -std::atan2(1.0, gamma)};  // Q_0(i gamma)
  std::complex<double> now = z * before - 1.0;
  std::vector<double> moments;
  for (int k = 0; k < n; ++k) {
    moments.push_back(-2.0 / gamma * before.imag());
    auto const next = ((2.0 * k + 3.0) * z * now - (k + 1.0) * before) / (k + 2.0);
    before = now;
    now = next;
  }
  return moments;
}

}  // namespace

std::vector<double> breit_wigner_weights(int n, double gamma) {
  PENUMBRA_EXPECT(n > 1 && gamma > 0.0);
  auto const nodes = gauss_legendre(n, -1.0, 1.0);
  if (gamma > 1.5) return nodes.w;
  auto const moments = legendre_moments(n, gamma);
  std::vector<double> weights;
  for (std::size_t j = 0; j < nodes.size(); ++j) {
    double const t = nodes.x[j];
    double before = 1.0;
    double now = t;
    double sum = 0.0;
    for (int k = 0; k < n; ++k) {
      sum += (k + 0.5) * before * moments[static_cast<std::size_t>(k)];
      double const next = ((2.0 * k + 3.0) * t * now - (k + 1.0) * before) / (k + 2.0);
      before = now;
      now = next;
    }
    weights.push_back(nodes.w[j] * sum * (t * t + gamma * gamma));
  }
  return weights;
}

}  // namespace penumbra
