#include "production/flux.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "core/integrate.hpp"
#include "core/interpolate.hpp"

namespace penumbra {
namespace {

/// 2 tan(theta/2), which places the rows; from 5 mrad before backward on, where a density is flat, it stays.
double stretched(double theta_rad) {
  constexpr double largest = 400.0;
  return std::min(2.0 * std::tan(0.5 * std::min(theta_rad, std::numbers::pi)), largest);
}

/// Cells in ln k are no wider than this many of those at ln(k_max / k) = 1: what flies far off the axis is slow.
constexpr double widest = 2.0;

/// v of the grid at u = ln(k_max / k), its inverse, and du/dv.
double v_of(double u, double end_scale) { return std::asinh(widest * std::sinh(u / widest) / end_scale); }
double u_of(double v, double end_scale) { return widest * std::asinh(end_scale * std::sinh(v) / widest); }
double slope_of(double v, double end_scale) {
  return end_scale * std::cosh(v) / std::hypot(1.0, end_scale * std::sinh(v) / widest);
}

double angle_of_stretched(double stretched) { return 2.0 * std::atan(0.5 * stretched); }

/// Beyond so many theta_0 rows stand twice as close: there a density falls steeply from row to row.
constexpr double steep_from = 30.0;

/// Place of a row at x = 2 tan(theta/2) / theta_0, and its inverse.
double place_of(double x) { return std::asinh(x * std::hypot(1.0, x / steep_from)); }
double x_at(double place) {
  double const y = std::sinh(place);
  return y * std::sqrt(2.0 / (1.0 + std::hypot(1.0, 2.0 * y / steep_from)));
}

}  // namespace

Flux::Flux(double k_min_GeV, double k_max_GeV, double end_scale, double theta_0_rad, Numerics const& numerics,
           RowFunction row_function)
    : k_max_{k_max_GeV},
      end_scale_{end_scale},
      v_first_{v_of(std::log(k_max_GeV / k_min_GeV), end_scale)},
      theta_0_{theta_0_rad},
      step_{numerics.angle_step},
      row_function_{std::move(row_function)} {
  PENUMBRA_EXPECT(0.0 < k_min_GeV && k_min_GeV < k_max_GeV && theta_0_rad > 0.0 && end_scale > 0.0);
  // As many points per unit of v as per unit of ln k where the two agree (ln(k_max/k) about one).
  double const per_unit = static_cast<double>(numerics.momenta_per_decade) / std::log(10.0);
  auto const cells = static_cast<std::size_t>(std::ceil(std::max(4.0, v_first_ * per_unit)));
  v_step_ = v_first_ / static_cast<double>(cells);
  for (std::size_t i = 0; i <= cells; ++i) k_.push_back(momentum_at(static_cast<double>(i)));
}

double Flux::momentum_at(double place) const {
  return k_max_ * std::exp(-u_of(v_first_ - v_step_ * place, end_scale_));
}

std::vector<double> const& Flux::row(std::size_t index, std::size_t first) {
  if (blocks_.size() <= index / block_) blocks_.resize(index / block_ + 1);
  auto& block = blocks_[index / block_];
  std::size_t const end = std::min(block.valid_from, k_.size());
  if (first < end) {
    std::array<double, block_> thetas;
    for (std::size_t i = 0; i < block_; ++i)
      thetas[i] = angle_of_stretched(theta_0_ * x_at(static_cast<double>(index / block_ * block_ + i) * step_));
    std::span<double const> const k{k_.data() + first, end - first};
    std::vector<double> values(block_ * k.size());
    row_function_(thetas, k, values);
    for (std::size_t i = 0; i < block_; ++i) {
      block.rows[i].resize(k_.size());
      std::copy_n(values.data() + i * k.size(), k.size(), block.rows[i].data() + first);
    }
    block.valid_from = first;
  }
  return block.rows[index % block_];
}

Flux::Reader::Reader(Flux& flux, double k_cut_GeV, int nodes_per_panel, double k_end_GeV, std::size_t cells_per_panel)
    : flux_{flux} {
  if (k_cut_GeV >= std::min(flux.k_max_, k_end_GeV) || k_end_GeV <= flux.k_.front()) return;
  // The two in cells from the lowest momentum.
  auto const in_cells = [&](double k_GeV) {
    return (flux.v_first_ - v_of(std::log(flux.k_max_ / k_GeV), flux.end_scale_)) / flux.v_step_;
  };
  double const cut = k_cut_GeV > flux.k_.front() ? in_cells(k_cut_GeV) : 0.0;
  double const end = k_end_GeV < flux.k_max_ ? in_cells(k_end_GeV) : static_cast<double>(flux.k_.size());
  std::size_t const cells = flux.k_.size() - 1;
  for (std::size_t panel = 0; panel < cells; panel += cells_per_panel) {
    auto const start = static_cast<double>(panel);
    auto const width = static_cast<double>(std::min(cells_per_panel, cells - panel));
    double const from = std::max(0.0, cut - start);
    double const to = std::min(width, end - start);
    if (from >= width) continue;
    if (to <= from) break;
    auto const nodes = gauss_legendre(nodes_per_panel, from, to);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      double const place = start + nodes.x[i];
      auto const cell = std::min(panel + static_cast<std::size_t>(nodes.x[i]), cells - 1);
      if (k_.empty() && cell > 0) first_ = std::min(cell - 1, flux.k_.size() - 4);  // for the cubic
      places_.emplace_back(cell, nodes.x[i] - static_cast<double>(cell - panel));
      k_.push_back(flux.momentum_at(place));
      w_.push_back(nodes.w[i] * flux.v_step_ * slope_of(flux.v_first_ - flux.v_step_ * place, flux.end_scale_));
    }
  }
}

auto Flux::Reader::fine_row(std::size_t index) -> FineRow const& {
  if (rows_.size() <= index) rows_.resize(index + 1);
  auto& fine = rows_[index];
  if (!fine.density.empty() || places_.empty()) return fine;
  auto const& row = flux_.row(index, first_);
  std::vector<double> logs(row.size());
  for (std::size_t i = first_; i < row.size(); ++i) logs[i] = row[i] > 0.0 ? std::log(row[i]) : 0.0;
  for (auto const& [cell, f] : places_) {
    // Four neighbouring points, at the ends the last four.
    std::size_t const at = std::clamp(cell, first_ + 1, row.size() - 3);
    bool const inside = row[at - 1] > 0.0 && row[at] > 0.0 && row[at + 1] > 0.0 && row[at + 2] > 0.0;
    if (inside) {
      auto const w = cubic_weights(static_cast<double>(cell) + f - static_cast<double>(at));
      fine.ln.push_back(w[0] * logs[at - 1] + w[1] * logs[at] + w[2] * logs[at + 1] + w[3] * logs[at + 2]);
      fine.density.push_back(std::exp(fine.ln.back()));
    } else {
      fine.density.push_back(row[cell] + f * (row[cell + 1] - row[cell]));
      fine.ln.push_back(std::log(fine.density.back()));
    }
  }
  return fine;
}

void Flux::Reader::below_edge_at(double theta_rad, std::span<double> out) {
  PENUMBRA_EXPECT(theta_rad >= 0.0 && out.size() == k_.size());
  double const place = place_of(stretched(theta_rad) / flux_.theta_0_) / flux_.step_;
  auto const i = static_cast<std::size_t>(place);
  auto const w = cubic_weights(place - static_cast<double>(i));
  // The density is even in theta: the row before the first is the one after it. The last row first: it resizes the
  // store.
  auto const& after = fine_row(i + 2);
  auto const& next = fine_row(i + 1);
  auto const& here = fine_row(i);
  auto const& before = fine_row(i == 0 ? 1 : i - 1);
  for (std::size_t j = 0; j < out.size(); ++j) {
    // Far from the axis a density falls exponentially, and a cubic would lose it.
    if (next.density[j] < 0.75 * here.density[j] && after.density[j] > 0.0 && next.density[j] > 0.0 &&
        before.density[j] > 0.0) {
      out[j] = std::exp(w[0] * before.ln[j] + w[1] * here.ln[j] + w[2] * next.ln[j] + w[3] * after.ln[j]);
      continue;
    }
    double const value =
        w[0] * before.density[j] + w[1] * here.density[j] + w[2] * next.density[j] + w[3] * after.density[j];
    out[j] = value > 0.0 ? value : 0.0;
  }
}

void Flux::Reader::at(double theta_rad, std::span<double> out) {
  below_edge_at(theta_rad, out);
  if (!std::isfinite(flux_.pT_max_)) return;
  double const sine = std::max(std::sin(theta_rad), 1e-12);
  // A node stands for a stretch of ln k as wide as its weight: the part of it below the limit counts.
  for (std::size_t j = 0; j < out.size(); ++j)
    out[j] *= std::clamp(std::log(flux_.pT_max_ / (k_[j] * sine)) / w_[j] + 0.5, 0.0, 1.0);
}

}  // namespace penumbra
