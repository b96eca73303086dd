#pragma once

#include <functional>
#include <span>
#include <vector>

namespace penumbra {

/// Nodes and weights of a quadrature rule.
struct Nodes {
  std::vector<double> x;
  std::vector<double> w;
  std::size_t size() const { return x.size(); }
};

/// Gauss-Legendre rule with `order` nodes on [a, b]. The base rule on [-1, 1] is computed once per order (GSL).
Nodes gauss_legendre(int order, double a, double b);

/// `panels` equal panels with a Gauss-Legendre rule each: for integrands with kinks.
Nodes composite_gauss_legendre(int panels, int order, double a, double b);

/// Gauss-Laguerre rule: the integral of exp(-x) f(x) from 0 on.
Nodes gauss_laguerre(int order);

/// Adaptive integral over [a, b] (GSL QAG, 31 points) to a relative tolerance; throws InternalError if it is not
/// reached to within a hundred times the tolerance. For set-up and tests; hot loops use fixed nodes.
double integrate(std::function<double(double)> const& f, double a, double b, double relative_tolerance = 1e-8);

/// Integral of tabulated values by fixed nodes.
double dot(std::span<double const> a, std::span<double const> b);

}  // namespace penumbra
