#include "particle/structure_functions.hpp"

#include <algorithm>
#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

/// Parameters of one trajectory at t = 0 and the speeds of their change: table 1 of hep-ph/9712415.
struct Parameter {
  double start;
  double change;
  double power;
};
double rising(Parameter const& p, double t) { return p.start + p.change * std::pow(t, p.power); }
double saturating(Parameter const& p, double t) {
  return p.start + (p.start - p.change) * (1.0 / (1.0 + std::pow(t, p.power)) - 1.0);
}
constexpr Parameter pomeron_a{-0.0808, -0.44812, 1.1709};
constexpr Parameter pomeron_b{0.36292, 1.8917, 1.8439};
constexpr Parameter pomeron_c{0.28067, 0.22291, 2.1979};
constexpr Parameter reggeon_a{0.58400, 0.37888, 2.6063};
constexpr Parameter reggeon_b{0.01147, 3.7582, 0.49338};
constexpr Parameter reggeon_c{0.80107, 0.97307, 3.4942};
constexpr double photon_GeV2 = 0.31985;
constexpr double pomeron_GeV2 = 49.457;
constexpr double reggeon_GeV2 = 0.15052;
constexpr double scale_GeV2 = 0.52544;
constexpr double lambda_GeV2 = 0.06527;

}  // namespace

double proton_F2(double Q2_GeV2, double W2_GeV2) {
  double const above = W2_GeV2 - sm::m_p_GeV * sm::m_p_GeV;
  double const x = Q2_GeV2 / (Q2_GeV2 + above);
  double const t = std::log(std::log((Q2_GeV2 + scale_GeV2) / lambda_GeV2) / std::log(scale_GeV2 / lambda_GeV2));
  auto const exchange = [&](double mass_GeV2, double a, double b, double c) {
    double const x_i = 1.0 / (1.0 + above / (Q2_GeV2 + mass_GeV2));
    return c * std::pow(x_i, a) * std::pow(1.0 - x, b);
  };
  return Q2_GeV2 / (Q2_GeV2 + photon_GeV2) *
         (exchange(pomeron_GeV2, saturating(pomeron_a, t), rising(pomeron_b, t), saturating(pomeron_c, t)) +
          exchange(reggeon_GeV2, rising(reggeon_a, t), rising(reggeon_b, t), rising(reggeon_c, t)));
}

double neutron_to_proton_F2(double x, double Q2_GeV2) {
  double const Q2 = std::clamp(Q2_GeV2, 0.5, 75.0);
  double const A = 0.979 + x * (-1.692 + x * (2.797 + x * (-4.313 + x * 3.075)));
  double const B = x * (-0.171 + x * 0.244);
  return A * std::pow(Q2 / 20.0, B) * (1.0 + x * x / Q2);
}

double longitudinal_ratio(double x, double Q2_GeV2) {
  constexpr double lowest_GeV2 = 0.35;
  double const Q2 = std::max(Q2_GeV2, lowest_GeV2);
  double const theta = 1.0 + 12.0 * (Q2 / (Q2 + 1.0)) * (0.125 * 0.125 / (0.125 * 0.125 + x * x));
  double const log = theta / std::log(Q2 / 0.04);
  double const threshold = 5.0 * std::pow(1.0 - x, 5);
  double const a = 0.06723 * log + 0.46714 / std::pow(std::pow(Q2, 4) + std::pow(1.89794, 4), 0.25);
  double const b = 0.06347 * log + 0.57468 / Q2 - 0.35342 / (Q2 * Q2 + 0.3 * 0.3);
  double const c = 0.05992 * log + 0.50885 / std::hypot(Q2 - threshold, 2.10807);
  return (a + b + c) / 3.0 * std::min(1.0, Q2_GeV2 / lowest_GeV2);
}

}  // namespace penumbra
