#include "cosmology/degrees_of_freedom.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

/// A quantity and its derivative with respect to ln T.
struct Jet {
  double value = 0.0;
  double slope = 0.0;
};

using Coefficients = std::array<double, 12>;

// arXiv:1803.01038, table 1.
constexpr Coefficients a{1.0,        1.11724,    3.12672e-1, -4.68049e-2, -2.65004e-2, -1.19760e-3,
                         1.82812e-4, 1.36436e-4, 8.55051e-5, 1.22840e-5,  3.82259e-7,  -6.87035e-9};
constexpr Coefficients b{1.43382e-2,  1.37559e-2, 2.92108e-3, -5.38533e-4, -1.62496e-4, -2.87906e-5,
                         -3.84278e-6, 2.78776e-6, 7.40342e-7, 1.17210e-7,  3.72499e-9,  -6.74107e-11};
constexpr Coefficients c{1.0,        6.07869e-1,  -1.54485e-1, -2.24034e-1, -2.82147e-2, 2.90620e-2,
                         6.86778e-3, -1.00005e-3, -1.69104e-4, 1.06301e-5,  1.69528e-6,  -9.33311e-8};
constexpr Coefficients d{7.07388e1,   9.18011e1,  3.31892e1,  -1.39779,    -1.52558,   -1.97857e-2,
                         -1.60146e-1, 8.22615e-5, 2.02651e-2, -1.82134e-5, 7.83943e-5, 7.13518e-5};

constexpr double junction_GeV = 0.120;
constexpr double lowest_GeV = 1e-5;

Jet polynomial(Coefficients const& coefficients, double t) {
  Jet sum;
  for (std::size_t i = coefficients.size(); i-- > 0;) {
    sum.slope = sum.slope * t + sum.value;
    sum.value = sum.value * t + coefficients[i];
  }
  return sum;
}

Jet ratio(Coefficients const& above, Coefficients const& below, double t) {
  auto const p = polynomial(above, t);
  auto const q = polynomial(below, t);
  double const value = p.value / q.value;
  return {value, (p.slope - value * q.slope) / q.value};
}

/// exp(-k x) (1 + c1 x + c2 x^2 + c3 x^3) at x = m/T: how a species leaves the bath.
struct Leaving {
  double k, c1, c2, c3;
  Jet operator()(double m_GeV, double T_GeV) const {
    double const x = m_GeV / T_GeV;
    double const damping = std::exp(-k * x);
    double const sum = 1.0 + x * (c1 + x * (c2 + x * c3));
    double const change = c1 + x * (2.0 * c2 + 3.0 * x * c3) - k * sum;
    return {damping * sum, -x * damping * change};
  }
};
constexpr Leaving f_rho{1.04855, 1.03757, 0.508630, 0.0893988};
constexpr Leaving b_rho{1.03149, 1.03317, 0.398264, 0.0648056};
constexpr Leaving f_s{1.04190, 1.03400, 0.456426, 0.0595248};
constexpr Leaving b_s{1.03365, 1.03397, 0.342548, 0.0506182};

// Masses of the fit, GeV: pions, and four effective hadrons.
constexpr double m_e_GeV = 511e-6;
constexpr double m_mu_GeV = 0.1056;
constexpr std::array hadrons_GeV{0.135, 0.140, 0.5, 0.77, 1.2, 2.0};
// Weights of the hadrons, eqs. C.3 and C.4.
constexpr std::array hadrons_rho{1.05, 2.08, 4.165, 30.55, 89.4, 8209.0};
constexpr std::array hadrons_s{1.034, 2.068, 4.16, 30.55, 90.0, 6209.0};

void add(Jet& sum, double weight, Jet const& term) {
  sum.value += weight * term.value;
  sum.slope += weight * term.slope;
}

Jet energy(double T_GeV) {
  if (T_GeV > junction_GeV) return ratio(a, b, std::log(T_GeV));
  // The neutrinos' share follows the entropy that electrons have left, S_fit^(4/3).
  auto const electrons = f_s(m_e_GeV, T_GeV);
  double const S = 1.0 + 1.75 * electrons.value;
  Jet g{2.030 + 1.353 * std::pow(S, 4.0 / 3.0), 1.353 * (4.0 / 3.0) * std::cbrt(S) * 1.75 * electrons.slope};
  add(g, 3.495, f_rho(m_e_GeV, T_GeV));
  add(g, 3.446, f_rho(m_mu_GeV, T_GeV));
  for (std::size_t i = 0; i < hadrons_GeV.size(); ++i) add(g, hadrons_rho[i], b_rho(hadrons_GeV[i], T_GeV));
  return g;
}

Jet entropy(double T_GeV) {
  if (T_GeV > junction_GeV) {
    auto const g = energy(T_GeV);
    auto const excess = ratio(c, d, std::log(T_GeV));
    double const h = g.value / (1.0 + excess.value);
    return {h, (g.slope - h * excess.slope) / (1.0 + excess.value)};
  }
  auto const electrons = f_s(m_e_GeV, T_GeV);
  Jet h{2.008 + 1.923 * (1.0 + 1.75 * electrons.value), 1.923 * 1.75 * electrons.slope};
  add(h, 3.442, electrons);
  add(h, 3.468, f_s(m_mu_GeV, T_GeV));
  for (std::size_t i = 0; i < hadrons_GeV.size(); ++i) add(h, hadrons_s[i], b_s(hadrons_GeV[i], T_GeV));
  return h;
}

}  // namespace

double energy_degrees_of_freedom(double T_GeV) {
  PENUMBRA_EXPECT(T_GeV > 0.0 && T_GeV < 1e16);
  return energy(std::max(T_GeV, lowest_GeV)).value;
}

double entropy_degrees_of_freedom(double T_GeV) {
  PENUMBRA_EXPECT(T_GeV > 0.0 && T_GeV < 1e16);
  return entropy(std::max(T_GeV, lowest_GeV)).value;
}

double root_g_star(double T_GeV) {
  PENUMBRA_EXPECT(T_GeV > 0.0 && T_GeV < 1e16);
  auto const h = entropy(std::max(T_GeV, lowest_GeV));
  return (h.value + h.slope / 3.0) / std::sqrt(energy_degrees_of_freedom(T_GeV));
}

}  // namespace penumbra
