#include "production/flux.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contracts.hpp"
#include "core/integrate.hpp"

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

Flux::Reader::Reader(Flux& flux, double k_cut_GeV, int nodes_per_cell) : flux_{flux} {
  auto const& grid = flux.k_;
  double const ln_first = std::log(grid.front());
  double const step = (std::log(grid.back()) - ln_first) / static_cast<double>(grid.size() - 1);
  double const cut = k_cut_GeV > 0.0 ? (std::log(k_cut_GeV) - ln_first) / step : 0.0;  // in cells
  for (std::size_t cell = 0; cell + 1 < grid.size(); ++cell) {
    double const from = std::max(0.0, cut - static_cast<double>(cell));
    if (from >= 1.0) continue;
    auto const nodes = gauss_legendre(nodes_per_cell, from, 1.0);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      places_.emplace_back(cell, nodes.x[i]);
      k_.push_back(grid[cell] * std::exp(step * nodes.x[i]));
      w_.push_back(step * nodes.w[i]);
    }
  }
}

std::vector<double> const& Flux::Reader::fine_row(std::size_t index) {
  if (rows_.size() <= index) rows_.resize(index + 1);
  auto& fine = rows_[index];
  if (!fine.empty() || places_.empty()) return fine;
  auto const& row = flux_.row(index);
  std::vector<double> logs(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) logs[i] = row[i] > 0.0 ? std::log(row[i]) : 0.0;
  for (auto const& [cell, f] : places_) {
    bool const inside = cell > 0 && cell + 2 < row.size() && row[cell - 1] > 0.0 && row[cell] > 0.0 && row[cell + 1] > 0.0 &&
                        row[cell + 2] > 0.0;
    if (inside) {
      auto const w = cubic_weights(f);
      fine.push_back(std::exp(w[0] * logs[cell - 1] + w[1] * logs[cell] + w[2] * logs[cell + 1] + w[3] * logs[cell + 2]));
    } else {
      fine.push_back(row[cell] + f * (row[cell + 1] - row[cell]));
    }
  }
  return fine;
}

void Flux::Reader::at(double theta_rad, std::span<double> out) {
  PENUMBRA_EXPECT(theta_rad >= 0.0 && out.size() == k_.size());
  double const place = std::asinh(theta_rad / flux_.theta_0_) / flux_.step_;
  auto const i = static_cast<std::size_t>(place);
  auto const w = cubic_weights(place - static_cast<double>(i));
  // The density is even in theta: the row before the first is the one after it. The last row first: it resizes the store.
  auto const& after = fine_row(i + 2);
  auto const& next = fine_row(i + 1);
  auto const& here = fine_row(i);
  auto const& before = fine_row(i == 0 ? 1 : i - 1);
  for (std::size_t j = 0; j < out.size(); ++j) {
    double const value = w[0] * before[j] + w[1] * here[j] + w[2] * next[j] + w[3] * after[j];
    out[j] = value > 0.0 ? value : 0.0;
  }
}

}  // namespace penumbra
