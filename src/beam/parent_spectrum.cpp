#include "beam/parent_spectrum.hpp"

#include <fmt/format.h>
#include <gsl/gsl_spline.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

#include "core/interpolate.hpp"
#include "core/wide_loops.hpp"

namespace penumbra {
namespace {

constexpr std::string_view definition_of_t = "2 p sin(theta/2)";
/// A row goes on beyond its table to so many times its last t, with the power of its last two nodes times
/// exp(-4 (t / last - 1)^2): hadrons of large transverse momentum fall like a power, and faster towards the end of
/// phase space, which is not far beyond the tables of fixed targets. A sharp end could not be read finely.
constexpr double continued = 2.5;
constexpr int refine_p = 8;  // refined rows per table row: 160 per decade for tables with 20

/// Values at `targets` from values at `xs`: monotone cubic of the logarithm on each stretch of positive values,
/// linear down to a neighbouring zero, 0 outside.
std::vector<double> refined(std::vector<double> const& xs, std::vector<double> const& ys,
                            std::vector<double> const& targets) {
  std::vector<double> result(targets.size(), 0.0);
  for (std::size_t first = 0; first < xs.size();) {
    if (!(ys[first] > 0.0)) {
      ++first;
      continue;
    }
    std::size_t last = first;
    while (last + 1 < xs.size() && ys[last + 1] > 0.0) ++last;
    std::vector<double> logs;
    for (std::size_t i = first; i <= last; ++i) logs.push_back(std::log(ys[i]));
    std::unique_ptr<gsl_spline, void (*)(gsl_spline*)> spline{nullptr, &gsl_spline_free};
    if (logs.size() >= 3) {
      spline.reset(gsl_spline_alloc(gsl_interp_steffen, logs.size()));
      gsl_spline_init(spline.get(), xs.data() + first, logs.data(), logs.size());
    }
    std::span<double const> const run_x{xs.data() + first, logs.size()};
    for (std::size_t i = 0; i < targets.size(); ++i) {
      double const x = targets[i];
      if (x >= xs[first] && x <= xs[last]) {
        if (spline)
          result[i] = std::exp(gsl_spline_eval(spline.get(), x, nullptr));
        else if (logs.size() == 2)
          result[i] = std::exp(interpolate(run_x, logs, x));
        else
          result[i] = ys[first];
      } else if (last + 1 < xs.size() && x > xs[last] && x < xs[last + 1]) {
        result[i] = ys[last] * (xs[last + 1] - x) / (xs[last + 1] - xs[last]);
      } else if (first > 0 && x < xs[first] && x > xs[first - 1]) {
        result[i] = ys[first] * (x - xs[first - 1]) / (xs[first] - xs[first - 1]);
      }
    }
    first = last + 1;
  }
  return result;
}

void continue_row(std::vector<double> const& xs, std::vector<double> const& ys, std::vector<double> const& targets,
                  std::vector<double>& result) {
  std::size_t const last = xs.size() - 1;
  if (!(ys[last] > 0.0 && ys[last - 1] > ys[last])) return;
  double const power = std::log(ys[last] / ys[last - 1]) / std::log(xs[last] / xs[last - 1]);
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (targets[i] > xs[last]) {
      double const beyond = targets[i] / xs[last] - 1.0;
      result[i] = ys[last] * std::pow(targets[i] / xs[last], power) * std::exp(-4.0 * beyond * beyond);
    }
}

}  // namespace

ParentSpectrum::ParentSpectrum(TextTable const& table) {
  if (table.header("t") != definition_of_t)
    throw InputError(fmt::format("{}: t is '{}', expected '{}'", table.where("t"), table.header("t"), definition_of_t));
  auto const& p = table.finite_column("p_GeV");
  auto const& t = table.finite_column("t_GeV");
  auto const& density = table.finite_column("density");
  if (table.rows() == 0) throw InputError(table.name() + ":1:1: no rows: expected a grid of p_GeV and t_GeV");
  std::size_t n_t = 0;
  while (n_t < p.size() && p[n_t] == p[0]) ++n_t;
  if (n_t < 3 || p.size() % n_t != 0 || p.size() < 3 * n_t)
    throw InputError(
        fmt::format("{}: expected a rectangular grid of p_GeV (outer) and t_GeV (inner)", table.where_row(0)));
  std::size_t const n_p = p.size() / n_t;
  std::vector<double> ln_p;
  for (std::size_t i = 0; i < n_p; ++i) ln_p.push_back(std::log(p[i * n_t]));
  std::vector<double> const t_table(t.begin(), t.begin() + static_cast<std::ptrdiff_t>(n_t));
  for (std::size_t i = 0; i < n_t; ++i)
    if (t[i] < 0.0 || (i > 0 && t[i] <= t[i - 1]))
      throw InputError(fmt::format("{}: t_GeV must ascend from 0 or more", table.where_row(i)));
  if (!(p.front() > 0.0 && p.back() > p.front()))
    throw InputError(fmt::format("{}: p_GeV must be positive and ascend", table.where_row(0)));
  double const step = (ln_p.back() - ln_p.front()) / static_cast<double>(n_p - 1);
  for (std::size_t row = 0; row < p.size(); ++row) {
    bool const same_t = t[row] == t_table[row % n_t];
    bool const uniform =
        std::abs(std::log(p[row]) - (ln_p.front() + static_cast<double>(row / n_t) * step)) < 1e-3 * step + 6e-4;
    if (!same_t || !uniform)
      throw InputError(
          fmt::format("{}: not on the grid (p uniform in ln p, the same t for every p)", table.where_row(row)));
    if (density[row] < 0.0) throw InputError(fmt::format("{}: negative density", table.where_row(row)));
  }
  p_min_ = p.front();
  p_max_ = p.back();
  t_max_ = std::min(continued * t_table.back(), largest_t_GeV);
  t_nodes_ = fine_cells + 1;
  while (t_node(t_nodes_ - 1) < t_max_ - 1e-6 * coarse_step_GeV) ++t_nodes_;  // to rounding
  zeros_.assign(t_nodes_, 0.0);
  ln_p_first_ = ln_p.front();
  rows_ = (n_p - 1) * refine_p + 1;
  inverse_step_ = refine_p / step;

  table_ = std::make_shared<Table const>(Table{t_table, ln_p, step, density});
}

auto ParentSpectrum::fine() const -> Fine const& {
  std::call_once(fine_->once, [this] {
    fine_->values = refine();
    fine_->total = sum(fine_->values);
  });
  return *fine_;
}

std::vector<double> ParentSpectrum::refine() const {
  auto const& [t_table, ln_p, step, density] = *table_;
  std::size_t const n_t = t_table.size();
  std::size_t const n_p = ln_p.size();
  std::vector<double> t_targets;
  for (std::size_t i = 0; i < t_nodes_; ++i) t_targets.push_back(t_node(i));
  std::vector<std::vector<double>> by_p;  // table rows, refined in t
  for (std::size_t i = 0; i < n_p; ++i) {
    std::vector<double> const row(density.begin() + static_cast<std::ptrdiff_t>(i * n_t),
                                  density.begin() + static_cast<std::ptrdiff_t>((i + 1) * n_t));
    by_p.push_back(refined(t_table, row, t_targets));
    continue_row(t_table, row, t_targets, by_p.back());
  }
  std::vector<double> ln_p_even;
  for (std::size_t i = 0; i < n_p; ++i) ln_p_even.push_back(ln_p_first_ + static_cast<double>(i) * step);
  std::vector<double> ln_p_targets;
  for (std::size_t i = 0; i < rows_; ++i)
    ln_p_targets.push_back(std::min(ln_p_first_ + static_cast<double>(i) / inverse_step_, ln_p_even.back()));
  std::vector<double> values(rows_ * t_nodes_);
  std::vector<double> column(n_p);
  for (std::size_t j = 0; j < t_nodes_; ++j) {
    for (std::size_t i = 0; i < n_p; ++i) column[i] = by_p[i][j];
    auto const fine = refined(ln_p_even, column, ln_p_targets);
    for (std::size_t i = 0; i < rows_; ++i) values[i * t_nodes_ + j] = factor_ * fine[i];
  }
  return values;
}

double ParentSpectrum::t_node(std::size_t i) {
  if (i <= fine_cells) return static_cast<double>(i) * fine_step_GeV;
  if (i <= coarse_from) return fine_end_GeV + static_cast<double>(i - fine_cells) * middle_step_GeV;
  return middle_end_GeV + static_cast<double>(i - coarse_from) * coarse_step_GeV;
}

PENUMBRA_WIDE_LOOPS void ParentSpectrum::Row::to_places(std::span<double> t) {
  for (auto& one : t) one = place(one);
}

ParentSpectrum::Row ParentSpectrum::row(double ln_p) const {
  double const place = (ln_p - ln_p_first_) * inverse_step_;
  auto const cells = static_cast<double>(t_nodes_ - 1);
  if (!(place >= 0.0) || !(place < static_cast<double>(rows_ - 1))) return {zeros_.data(), zeros_.data(), 0.0, cells};
  auto const i = static_cast<std::size_t>(place);
  auto const& values = fine().values;
  return {values.data() + i * t_nodes_, values.data() + (i + 1) * t_nodes_, place - static_cast<double>(i), cells};
}

double ParentSpectrum::density(double p_GeV, double t_GeV) const { return row(std::log(p_GeV))(t_GeV); }

ParentSpectrum ParentSpectrum::scaled(double factor) const {
  auto copy = *this;
  copy.factor_ *= factor;
  copy.fine_ = std::make_shared<Fine>();
  return copy;
}

double ParentSpectrum::sum(std::vector<double> const& values) const {
  // Trapezia in ln p; in t^2 the density is linear in t between nodes: int f d(t^2) exactly.
  double sum = 0.0;
  for (std::size_t i = 0; i < rows_; ++i) {
    double in_t = 0.0;
    double const backward = 2.0 * std::exp(ln_p_first_ + static_cast<double>(i) / inverse_step_);  // t at theta = pi
    for (std::size_t j = 0; j + 1 < t_nodes_ && t_node(j) < backward; ++j) {
      double const a = t_node(j);
      double const fa = values[i * t_nodes_ + j];
      double const slope = (values[i * t_nodes_ + j + 1] - fa) / (t_node(j + 1) - a);
      double const b = std::min(t_node(j + 1), backward);
      in_t += (fa - slope * a) * (b * b - a * a) + slope * (2.0 / 3.0) * (b * b * b - a * a * a);
    }
    sum += in_t * (i == 0 || i + 1 == rows_ ? 0.5 : 1.0);
  }
  return sum / inverse_step_;
}

}  // namespace penumbra
