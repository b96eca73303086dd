#include "production/flux.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

/// Weights of the cubic through four equidistant points at -1, 0, 1, 2 for a place f between 0 and 1.
std::array<double, 4> cubic_weights(double f) {
  return {-f * (f - 1.0) * (f - 2.0) / 6.0, (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0, -(f + 1.0) * f * (f - 2.0) / 2.0,
          (f + 1.0) * f * (f - 1.0) / 6.0};
}

}  // namespace

Flux::Flux(double k_min_GeV, double k_max_GeV, double theta_0_rad, Numerics const& numerics, RowFunction row_function)
    : theta_0_{theta_0_rad}, step_{numerics.angle_step}, row_function_{std::move(row_function)} {
  PENUMBRA_EXPECT(0.0 < k_min_GeV && k_min_GeV < k_max_GeV && theta_0_rad > 0.0);
  auto const cells = static_cast<std::size_t>(
      std::ceil(std::log10(k_max_GeV / k_min_GeV) * static_cast<double>(numerics.momenta_per_decade)));
  double const step = std::log(k_max_GeV / k_min_GeV) / static_cast<double>(cells);
  for (std::size_t i = 0; i <= cells; ++i) k_.push_back(k_min_GeV * std::exp(step * static_cast<double>(i)));
}

std::vector<double> const& Flux::row(std::size_t index) {
  if (rows_.size() <= index) rows_.resize(index + 1);
  auto& values = rows_[index];
  if (values.empty()) {
    values.resize(k_.size());
    row_function_(theta_0_ * std::sinh(static_cast<double>(index) * step_), k_, values);
  }
  return values;
}

void Flux::at(double theta_rad, std::span<double> out) {
  PENUMBRA_EXPECT(theta_rad >= 0.0 && out.size() == k_.size());
  double const place = std::asinh(theta_rad / theta_0_) / step_;
  auto const i = static_cast<std::size_t>(place);
  auto const weights = cubic_weights(place - static_cast<double>(i));
  // The density is even in theta: the row before the first is the one after it. Ask for the last row first: it resizes.
  auto const& after = row(i + 2);
  auto const& next = row(i + 1);
  auto const& here = row(i);
  auto const& before = row(i == 0 ? 1 : i - 1);
  for (std::size_t j = 0; j < out.size(); ++j) {
    double const value = weights[0] * before[j] + weights[1] * here[j] + weights[2] * next[j] + weights[3] * after[j];
    out[j] = value > 0.0 ? value : 0.0;
  }
}

double Flux::between(std::span<double const> row, std::size_t cell, double fraction) {
  double const left = row[cell];
  double const right = row[cell + 1];
  if (cell == 0 || cell + 2 >= row.size() || left <= 0.0 || right <= 0.0 || row[cell - 1] <= 0.0 || row[cell + 2] <= 0.0)
    return left + fraction * (right - left);
  auto const weights = cubic_weights(fraction);
  return std::exp(weights[0] * std::log(row[cell - 1]) + weights[1] * std::log(left) + weights[2] * std::log(right) +
                  weights[3] * std::log(row[cell + 2]));
}

}  // namespace penumbra
