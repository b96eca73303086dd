#include "model/alp/digitised_width.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "particle/constants.hpp"

namespace penumbra {
namespace {

double without_poles(double m_GeV) {
  double factor = 1.0;
  for (double const meson_GeV : {sm::m_eta_GeV, sm::m_etaprime_GeV}) {
    double const d = distance_from_meson_GeV2(m_GeV, meson_GeV) / (meson_GeV * meson_GeV);
    factor *= d * d / (d * d + 0.09);
  }
  return factor;
}

}  // namespace

double distance_from_meson_GeV2(double m_GeV, double meson_GeV) {
  double const squared = meson_GeV * meson_GeV;
  double const distance = m_GeV * m_GeV - squared;
  return std::copysign(std::max(std::abs(distance), 2.0 * nearest_to_meson * squared), distance);
}

double digitised_width(std::span<DigitisedWidth const> table, double m_GeV) {
  if (m_GeV < table.front().m_GeV) return 0.0;
  if (m_GeV >= table.back().m_GeV) return table.back().width;
  auto const above =
      std::upper_bound(table.begin(), table.end(), m_GeV, [](double m, auto const& node) { return m < node.m_GeV; });
  auto const& left = *(above - 1);
  auto const& right = *above;
  double const f = (m_GeV - left.m_GeV) / (right.m_GeV - left.m_GeV);
  double const log_left = std::log(left.width * without_poles(left.m_GeV));
  double const log_right = std::log(right.width * without_poles(right.m_GeV));
  return std::exp(log_left + f * (log_right - log_left)) / without_poles(m_GeV);
}

}  // namespace penumbra
