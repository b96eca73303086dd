#include "production/tilt.hpp"

#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_gamma.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/interpolate.hpp"

namespace penumbra {

std::vector<SpreadPoint> spread_points(int rings) {
  std::vector<SpreadPoint> result;
  auto const squares = gauss_laguerre(rings);
  int const azimuths = 2 * rings;
  for (std::size_t i = 0; i < squares.size(); ++i)
    for (int j = 0; j < azimuths; ++j) {
      double const azimuth = std::numbers::pi * (j + 0.5) / azimuths;
      double const r = std::sqrt(squares.x[i]);
      result.push_back({r * std::cos(azimuth), r * std::sin(azimuth), squares.w[i] / azimuths});
    }
  return result;
}

TiltedEmission::TiltedEmission(int fineness)
    : places_{static_cast<std::size_t>(4 * fineness) + 3},
      close_{gauss_legendre(6 * fineness / 5, 0.0, 1.0)},
      around_{composite_gauss_legendre(9, 3 * fineness / 10, 1.0, near_sigmas + tilted_reach + 0.5)},
      far_{spread_points((fineness + 4) / 5)},
      farther_{spread_points((fineness + 9) / 10)} {
  for (std::size_t i = 0; i < places_; ++i) {
    double const u = near_sigmas * static_cast<double>(i) / static_cast<double>(places_ - 3);
    // 2 exp(-(u - u')^2) [exp(-2 u u') I0(2 u u')] u' du', and its series in u'^2: that of exp(-u'^2) times that of I0.
    for (std::size_t n = 0; n < around_.size(); ++n) {
      double const other = around_.x[n];
      by_node_.push_back(around_.w[n] * 2.0 * other * std::exp(-(u - other) * (u - other)) *
                         gsl_sf_bessel_I0_scaled(2.0 * u * other));
    }
    for (std::size_t power = 0; power < powers; ++power) {
      double sum = 0.0;
      for (std::size_t k = 0; k <= power; ++k)
        sum += std::pow(u, 2.0 * static_cast<double>(k)) / std::pow(gsl_sf_fact(static_cast<unsigned>(k)), 2) *
               ((power - k) % 2 == 0 ? 1.0 : -1.0) / gsl_sf_fact(static_cast<unsigned>(power - k));
      by_power_.push_back(2.0 * std::exp(-u * u) * sum);
    }
  }
}

auto TiltedEmission::sums(std::vector<double> const& emitted, double scale_in_sigmas) const -> Known {
  std::array<double, powers> moments{};
  double const v_span = std::asinh(1.0 / scale_in_sigmas);
  for (std::size_t n = 0; n < close_.size(); ++n) {
    double const v = v_span * close_.x[n];
    double const u = scale_in_sigmas * std::sinh(v);
    double term = emitted[n] * close_.w[n] * v_span * scale_in_sigmas * std::cosh(v) * u;
    for (auto& moment : moments) {
      moment += term;
      term *= u * u;
    }
  }
  auto const* const around = &emitted[close_.size()];
  Known known;
  for (std::size_t i = 0; i < places_; ++i) {
    double sum = 0.0;
    for (std::size_t power = 0; power < powers; ++power) sum += by_power_[i * powers + power] * moments[power];
    for (std::size_t n = 0; n < around_.size(); ++n) sum += by_node_[i * around_.size() + n] * around[n];
    known.sum.push_back(std::max(sum, std::numeric_limits<double>::min()));
    known.ln.push_back(std::log(known.sum.back()));
  }
  return known;
}

double TiltedEmission::between(std::vector<double> const& at_places, double sigmas) const {
  double const place = sigmas / near_sigmas * static_cast<double>(places_ - 3);
  auto const i = static_cast<std::size_t>(place);
  auto const w = cubic_weights(place - static_cast<double>(i));
  return w[0] * at_places[i == 0 ? 1 : i - 1] + w[1] * at_places[i] + w[2] * at_places[i + 1] + w[3] * at_places[i + 2];
}

}  // namespace penumbra
