#include "particle/perturbative_r.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/interpolate.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

/// d alpha_s / d ln mu^2, PDG eq. 9.4 to three loops.
double slope(double coupling, double flavours) {
  double const b0 = (33.0 - 2.0 * flavours) / (12.0 * pi);
  double const b1 = (153.0 - 19.0 * flavours) / (24.0 * pi * pi);
  double const b2 = (2857.0 - 5033.0 / 9.0 * flavours + 325.0 / 27.0 * flavours * flavours) / (128.0 * pi * pi * pi);
  return -coupling * coupling * (b0 + coupling * (b1 + coupling * b2));
}

double flavours_at(double scale_GeV) {
  return scale_GeV > sm::m_bottom_GeV ? 5.0 : scale_GeV > sm::m_charm_GeV ? 4.0 : 3.0;
}

/// One fourth-order Runge-Kutta step in ln mu^2.
double step(double coupling, double flavours, double h) {
  double const k1 = slope(coupling, flavours);
  double const k2 = slope(coupling + 0.5 * h * k1, flavours);
  double const k3 = slope(coupling + 0.5 * h * k2, flavours);
  double const k4 = slope(coupling + h * k3, flavours);
  return coupling + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
}

struct Running {
  std::vector<double> log_scale;
  std::vector<double> coupling;
};

/// Steps of 0.01 in ln mu from m_Z, down to 1 GeV and up to 200 GeV; a threshold inside a step costs below 1e-5.
Running make_running() {
  constexpr double h = 0.01;
  double const top = std::log(sm::m_Z_GeV);
  Running down;
  double value = sm::alpha_s_m_Z;
  for (double t = top; t > -0.01; t -= h) {
    down.log_scale.push_back(t);
    down.coupling.push_back(value);
    value = step(value, flavours_at(std::exp(t - 0.5 * h)), -2.0 * h);
  }
  Running all{{down.log_scale.rbegin(), down.log_scale.rend()}, {down.coupling.rbegin(), down.coupling.rend()}};
  value = sm::alpha_s_m_Z;
  for (double t = top; t < std::log(200.0);) {
    value = step(value, 5.0, 2.0 * h);
    t += h;
    all.log_scale.push_back(t);
    all.coupling.push_back(value);
  }
  return all;
}

/// v (3 - v^2)/2: how a quark of spin 1/2 opens at threshold.
double threshold_factor(double m_GeV, double hadron_mass_GeV) {
  double const v2 = 1.0 - 4.0 * hadron_mass_GeV * hadron_mass_GeV / (m_GeV * m_GeV);
  return v2 > 0.0 ? std::sqrt(v2) * (3.0 - v2) / 2.0 : 0.0;
}

}  // namespace

double alpha_s(double scale_GeV) {
  static Running const running = make_running();
  return interpolate(running.log_scale, running.coupling, std::log(scale_GeV));
}

double perturbative_r(double m_GeV, QuarkCharges const& quarks) {
  double const charm = threshold_factor(m_GeV, sm::m_D0_GeV);
  double const bottom = threshold_factor(m_GeV, sm::m_B_GeV);
  double const light = quarks.up * quarks.up + quarks.down * quarks.down + quarks.strange * quarks.strange;
  double const charges = light + quarks.charm * quarks.charm * charm + quarks.bottom * quarks.bottom * bottom;
  double const flavours = 3.0 + charm + bottom;
  double const a = alpha_s(m_GeV) / pi;
  double const correction = 1.0 + a + (1.9857 - 0.1152 * flavours) * a * a -
                            (6.6369 + 1.2001 * flavours + 0.0052 * flavours * flavours) * a * a * a;
  return 3.0 * charges * correction;
}

}  // namespace penumbra
