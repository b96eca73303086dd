#include "cosmology/freeze_out.hpp"

#include <fmt/format.h>
#include <gsl/gsl_sf_bessel.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/contracts.hpp"
#include "core/interpolate.hpp"
#include "cosmology/constants.hpp"
#include "cosmology/degrees_of_freedom.hpp"

namespace penumbra {
namespace {

using namespace cosmology;

/// Steps in ln x: 0.04 and 0.4 in x where equilibrium is lost (Y_eq falls like exp(-x)), 0.1 when all is over.
double step_length(double x) { return x < 60.0 ? std::min(0.04, 0.4 / x) : 0.1; }

/// Two-stage Radau IIA: abscissae 1/3 and 1.
constexpr std::array<std::array<double, 2>, 2> radau{{{5.0 / 12.0, -1.0 / 12.0}, {3.0 / 4.0, 1.0 / 4.0}}};

/// dW/dln x = -A (exp(W) - exp(2 E - W)) for W = ln Y, with its derivative with respect to W. The two terms may have
/// cross sections of different temperatures.
struct Rate {
  double ln_loss;  ///< ln A of the annihilations
  double ln_gain;  ///< ln A of the creation, times Y_eq^2
};

struct ValueAndSlope {
  double value;
  double slope;
};

ValueAndSlope at(Rate const& rate, double W) {
  double const gain = std::exp(rate.ln_gain - W);
  double const loss = std::exp(rate.ln_loss + W);
  return {gain - loss, -gain - loss};
}

/// Rates over one (annihilations per particle and Hubble time) from which on equilibrium is kept.
constexpr double ln_in_equilibrium = 13.8;  // 1e6
/// ln(Y_eq^2/Y^2) below which nothing is created any more.
constexpr double ln_no_creation = -27.6;  // 1e-12

/// One step from W: Newton's method on both stages; returns the second stage, the end of the step.
double radau_step(double W, double length, std::array<Rate, 2> const& rates, std::array<double, 2> guess) {
  auto [first, second] = guess;
  for (int iteration = 0; iteration < 60; ++iteration) {
    auto const [f1, slope1] = at(rates[0], first);
    auto const [f2, slope2] = at(rates[1], second);
    double const s1 = length * slope1;
    double const s2 = length * slope2;
    double const r1 = first - W - length * (radau[0][0] * f1 + radau[0][1] * f2);
    double const r2 = second - W - length * (radau[1][0] * f1 + radau[1][1] * f2);
    double const j11 = 1.0 - radau[0][0] * s1;
    double const j12 = -radau[0][1] * s2;
    double const j21 = -radau[1][0] * s1;
    double const j22 = 1.0 - radau[1][1] * s2;
    double const determinant = j11 * j22 - j12 * j21;
    double const d1 = std::clamp((j22 * r1 - j12 * r2) / determinant, -3.0, 3.0);
    double const d2 = std::clamp((j11 * r2 - j21 * r1) / determinant, -3.0, 3.0);
    first -= d1;
    second -= d2;
    if (std::abs(d1) + std::abs(d2) < 1e-7) return second;  // the next correction would be its square
  }
  throw InternalError(fmt::format("freeze-out: no solution of a step from ln Y = {}", W));
}

std::vector<double> logarithms(std::span<double const> sigma_v_GeV2) {
  std::vector<double> logs;
  for (double const value : sigma_v_GeV2) logs.push_back(std::log(std::max(value, std::numeric_limits<double>::min())));
  return logs;
}

}  // namespace

FreezeOut::FreezeOut(double mass_GeV, double internal_states, bool self_conjugate, FreezeOutNodes const& nodes)
    : mass_GeV_{mass_GeV},
      states_{internal_states},
      pair_share_{self_conjugate ? 1.0 : 0.5},
      ln_x_step_{nodes.ln_x_step} {
  PENUMBRA_EXPECT(mass_GeV > 0.0 && internal_states > 0.0 && nodes.step > 0.0);
  double const ln_x_end = std::log(freeze_out_x_end);
  warm_count_ = static_cast<std::size_t>(std::ceil(ln_x_end / ln_x_step_)) + 3;
  cold_count_ = static_cast<std::size_t>(std::ceil(std::log(freeze_out_x_coldest) / ln_x_step_)) + 3;
  for (double ln_x = 0.0; ln_x < ln_x_end - 1e-9;) {
    double const length = std::min(nodes.step * step_length(std::exp(ln_x)), ln_x_end - ln_x);
    steps_.push_back({length, {stage(ln_x + length / 3.0), stage(ln_x + length)}});
    ln_x += length;
  }
}

FreezeOut::Stage FreezeOut::stage(double ln_x) const {
  double const x = std::exp(ln_x);
  double const T_GeV = mass_GeV_ / x;
  double const rate = std::sqrt(std::numbers::pi / 45.0) * planck_mass_GeV * root_g_star(T_GeV) * T_GeV * pair_share_;
  double const pi4 = std::pow(std::numbers::pi, 4);
  double const ln_equilibrium = std::log(45.0 * states_ * x * x * gsl_sf_bessel_Kn_scaled(2, x) /
                                         (4.0 * pi4 * entropy_degrees_of_freedom(T_GeV))) -
                                x;
  double const place = ln_x / ln_x_step_;
  auto const left = std::clamp(static_cast<std::ptrdiff_t>(std::floor(place)), std::ptrdiff_t{1},
                               static_cast<std::ptrdiff_t>(warm_count_) - 3);
  return {ln_x, std::log(rate), ln_equilibrium, static_cast<std::size_t>(left) - 1,
          cubic_weights(std::min(place - static_cast<double>(left), 1.0))};
}

double FreezeOut::ln_sigma_v(std::span<double const> ln_values, double ln_x) const {
  double const place = ln_x / ln_x_step_;
  auto const left = std::clamp(static_cast<std::ptrdiff_t>(std::floor(place)), std::ptrdiff_t{1},
                               static_cast<std::ptrdiff_t>(ln_values.size()) - 3);
  auto const weights = cubic_weights(std::min(place - static_cast<double>(left), 1.0));
  double sum = 0.0;
  for (std::size_t k = 0; k < 4; ++k) sum += weights[k] * ln_values[static_cast<std::size_t>(left) - 1 + k];
  return sum;
}

double FreezeOut::omega_h2(double ln_Y) const {
  return mass_GeV_ * std::exp(ln_Y) * entropy_today_per_cm3 / critical_density_over_h2_GeV_cm3;
}

double FreezeOut::evolve(std::span<double const> ln_values, double ln_x_cold) const {
  auto const rate_at = [&](Stage const& at) {
    double ln_average = 0.0;
    for (std::size_t k = 0; k < 4; ++k) ln_average += at.weights[k] * ln_values[at.node + k];
    double const cold =
        at.ln_x > ln_x_cold ? ln_sigma_v(ln_values, 2.0 * at.ln_x - ln_x_cold) : ln_average;  // x_chi = x^2 / x_cold
    return Rate{at.ln_rate + cold, at.ln_rate + ln_average + 2.0 * at.ln_equilibrium};
  };
  std::vector<std::array<Rate, 2>> rates;
  rates.reserve(steps_.size());
  for (auto const& step : steps_) rates.push_back({rate_at(step.stages[0]), rate_at(step.stages[1])});
  // The last step that ends deep in equilibrium is where it begins.
  std::size_t i = steps_.size();
  while (i > 0 && rates[i - 1][1].ln_loss + steps_[i - 1].stages[1].ln_equilibrium < ln_in_equilibrium) --i;
  double ln_equilibrium = i > 0 ? steps_[i - 1].stages[1].ln_equilibrium : stage(0.0).ln_equilibrium;
  double W = ln_equilibrium;
  for (; i < steps_.size(); ++i) {
    auto const& step = steps_[i];
    // In equilibrium the excess over Y_eq changes slowly, outside Y itself does.
    double const excess = W - ln_equilibrium;
    if (-2.0 * excess < ln_no_creation) break;
    std::array const guess =
        excess < 1.0 ? std::array{step.stages[0].ln_equilibrium + excess, step.stages[1].ln_equilibrium + excess}
                     : std::array{W, W};
    W = radau_step(W, step.length, rates[i], guess);
    ln_equilibrium = step.stages[1].ln_equilibrium;
  }
  double lost = 0.0;  // int A dln x, by the quadrature of the same rule
  for (; i < steps_.size(); ++i)
    lost +=
        steps_[i].length * (radau[1][0] * std::exp(rates[i][0].ln_loss) + radau[1][1] * std::exp(rates[i][1].ln_loss));
  return W - std::log1p(lost * std::exp(W));
}

Relic FreezeOut::operator()(std::span<double const> sigma_v_GeV2) const {
  PENUMBRA_EXPECT(sigma_v_GeV2.size() >= warm_count_);
  auto const logs = logarithms(sigma_v_GeV2.first(warm_count_));
  Relic relic;
  relic.omega_h2 = omega_h2(evolve(logs, std::numeric_limits<double>::infinity()));
  auto const start = stage(0.0);
  relic.rate = std::exp(start.ln_rate + ln_sigma_v(logs, 0.0) + start.ln_equilibrium);
  relic.x_freeze_out = 1.0;
  for (std::size_t i = steps_.size(); i-- > 0;) {
    auto const& end = steps_[i].stages[1];
    if (end.ln_rate + ln_sigma_v(logs, end.ln_x) + end.ln_equilibrium > 0.0) {
      relic.x_freeze_out = std::exp(end.ln_x);
      break;
    }
  }
  return relic;
}

double FreezeOut::cold_omega_h2(std::span<double const> sigma_v_GeV2, Relic const& relic) const {
  PENUMBRA_EXPECT(sigma_v_GeV2.size() >= cold_count_);
  return omega_h2(evolve(logarithms(sigma_v_GeV2.first(cold_count_)), std::log(relic.x_freeze_out)));
}

}  // namespace penumbra
