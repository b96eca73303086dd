#include "particle/quark_masses.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "particle/constants.hpp"
#include "particle/perturbative_r.hpp"

namespace penumbra {
namespace {

/// c(x) of the header for one number of flavours.
struct Anomalous {
  double up_to_GeV;
  double factor, power;
  std::array<double, 3> series;
  double operator()(double scale_GeV) const {
    double const x = alpha_s(scale_GeV) / std::numbers::pi;
    return std::pow(factor * x, power) * (1.0 + x * (series[0] + x * (series[1] + x * series[2])));
  }
};
constexpr double highest_GeV = 1e9;
constexpr std::array<Anomalous, 3> flavours{{
    {sm::m_charm_GeV, 9.0 / 2.0, 4.0 / 9.0, {0.895, 1.371, 1.952}},
    {sm::m_bottom_GeV, 25.0 / 6.0, 12.0 / 25.0, {1.014, 1.389, 1.091}},
    {highest_GeV, 23.0 / 6.0, 12.0 / 23.0, {1.175, 1.501, 0.1725}},
}};

/// m(to)/m(from), from <= to.
double upwards(double from_GeV, double to_GeV) {
  double ratio = 1.0;
  for (auto const& c : flavours) {
    double const end_GeV = std::min(to_GeV, c.up_to_GeV);
    if (end_GeV <= from_GeV) continue;
    ratio *= c(end_GeV) / c(from_GeV);
    from_GeV = end_GeV;
  }
  return ratio;
}

double running(double mass_GeV, double at_GeV, double scale_GeV) {
  return scale_GeV >= at_GeV ? mass_GeV * upwards(at_GeV, scale_GeV) : mass_GeV / upwards(scale_GeV, at_GeV);
}

}  // namespace

double running_strange_GeV(double scale_GeV) {
  return running(sm::m_strange_at_2_GeV_GeV, 2.0, scale_GeV);  // the scale of the PDG's value
}
double running_charm_GeV(double scale_GeV) { return running(sm::m_charm_GeV, sm::m_charm_GeV, scale_GeV); }
double running_bottom_GeV(double scale_GeV) { return running(sm::m_bottom_GeV, sm::m_bottom_GeV, scale_GeV); }

}  // namespace penumbra
