#include "statistics/binned.hpp"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "core/contracts.hpp"
#include "core/errors.hpp"
#include "core/gsl.hpp"

namespace penumbra {
namespace {

/// Signals beyond this times the counts are not told apart.
constexpr double far_excluded = 100.0;

double poisson_term(double count, double mean) { return (count > 0.0 ? count * std::log(mean) : 0.0) - mean; }

/// Solves H x = g for a symmetric positive matrix of row-major entries; nullopt when it is not positive.
std::optional<std::vector<double>> solve(std::vector<double> matrix, std::vector<double> vector) {
  std::size_t const n = vector.size();
  auto m = gsl_matrix_view_array(matrix.data(), n, n);
  auto v = gsl_vector_view_array(vector.data(), n);
  if (gsl_linalg_cholesky_decomp1(&m.matrix) != GSL_SUCCESS) return std::nullopt;
  gsl_linalg_cholesky_svx(&m.matrix, &v.vector);
  return vector;
}

}  // namespace

BinnedLikelihood::Shapes BinnedLikelihood::shapes_of(ShapedTemplate const& shape) {
  Shapes result{shape.nominal, {}, {}};
  for (auto const& [minus, plus] : shape.minus_plus) {
    auto& slope = result.slope.emplace_back();
    auto& curvature = result.curvature.emplace_back();
    for (std::size_t i = 0; i < shape.nominal.size(); ++i) {
      bool const known = shape.nominal[i] > 0.0 && minus[i] > 0.0 && plus[i] > 0.0;
      double const up = known ? std::log(plus[i] / shape.nominal[i]) : 0.0;
      double const down = known ? std::log(minus[i] / shape.nominal[i]) : 0.0;
      slope.push_back(0.5 * (up - down));
      curvature.push_back(0.5 * (up + down));
    }
  }
  return result;
}

void ShapedTemplate::add(ShapedTemplate const& other, double factor) {
  if (nominal.empty()) {
    nominal.assign(other.nominal.size(), 0.0);
    minus_plus.assign(other.minus_plus.size(), {nominal, nominal});
  }
  PENUMBRA_EXPECT(nominal.size() == other.nominal.size() && minus_plus.size() == other.minus_plus.size());
  for (std::size_t i = 0; i < nominal.size(); ++i) {
    nominal[i] += factor * other.nominal[i];
    for (std::size_t k = 0; k < minus_plus.size(); ++k) {
      minus_plus[k].first[i] += factor * other.minus_plus[k].first[i];
      minus_plus[k].second[i] += factor * other.minus_plus[k].second[i];
    }
  }
}

// Parameters in this order: rows, flux, shapes, steady, backgrounds, and the neutrino scale where it is free. A row
// enters as A_row itself.
BinnedLikelihood::Fit BinnedLikelihood::fit(Sample const& sample, Shapes const* signal, Fit const& start,
                                            bool free_neutrinos) const {
  std::size_t const rows = input_.steady.control.size();
  std::size_t const shape_count = shapes();
  std::size_t const flux = rows;
  std::size_t const first_shape = rows + 1;
  std::size_t const steady = first_shape + shape_count;
  std::size_t const first_background = steady + 1;
  std::size_t const scale = first_background + input_.backgrounds.size();
  std::size_t const n = scale + (free_neutrinos ? 1 : 0);

  std::vector<double> x(start.rows);
  x.insert(x.end(), start.nuisances.begin(), start.nuisances.end());
  if (free_neutrinos) x.push_back(start.neutrino_scale);

  double const log_flux = std::log1p(input_.flux_error);
  // What the beam makes in a bin, flux and shapes included, and its logarithmic slope in each shape nuisance.
  auto const shaped = [&](Shapes const& shape, std::vector<double> const& at, std::size_t i) {
    double exponent = at[flux] * log_flux;
    for (std::size_t k = 0; k < shape_count; ++k) {
      double const t = at[first_shape + k];
      exponent += t * (shape.slope[k][i] + t * shape.curvature[k][i]);
    }
    return shape.nominal[i] * std::exp(exponent);
  };
  auto const log_slope = [&](Shapes const& shape, std::vector<double> const& at, std::size_t i, std::size_t k) {
    return shape.slope[k][i] + 2.0 * at[first_shape + k] * shape.curvature[k][i];
  };
  struct BeamEvents {
    double signal;
    double neutrinos;
    double sum() const { return signal + neutrinos; }
  };
  auto const beam_events = [&](std::vector<double> const& at, std::size_t i) {
    return BeamEvents{signal ? shaped(*signal, at, i) : 0.0,
                      (free_neutrinos ? at[scale] : 1.0) * shaped(neutrinos_, at, i)};
  };
  auto const mean_of = [&](std::vector<double> const& at, std::size_t i) {
    double mean = beam_events(at, i).sum() +
                  (1.0 + input_.steady.relative_error * at[steady]) * input_.steady.share[i] * at[input_.steady.row[i]];
    for (std::size_t b = 0; b < input_.backgrounds.size(); ++b)
      mean += (1.0 + input_.backgrounds[b].relative_error * at[first_background + b]) * input_.backgrounds[b].events[i];
    return mean;
  };
  // Minus infinity outside of the physical region: steps are cut until they stay inside.
  constexpr double outside = -std::numeric_limits<double>::infinity();
  auto const value_at = [&](std::vector<double> const& at) {
    double value = 0.0;
    for (std::size_t i = 0; i < bins(); ++i) {
      double const mean = mean_of(at, i);
      if (mean < 0.0 || (mean == 0.0 && sample.counts[i] > 0.0) || !std::isfinite(mean)) return outside;
      value += poisson_term(sample.counts[i], mean);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      if (!(at[r] > 0.0)) return outside;
      value += poisson_term(sample.control[r], at[r]);
    }
    for (std::size_t p = flux; p < scale; ++p) value -= 0.5 * at[p] * at[p];
    return value;
  };

  double value = value_at(x);
  std::vector<double> hessian(n * n);
  std::vector<double> gradient(n);
  std::vector<std::size_t> touched;
  std::vector<double> slope(n);
  for (int iteration = 0; iteration < 100; ++iteration) {
    std::fill(hessian.begin(), hessian.end(), 0.0);
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (std::size_t i = 0; i < bins(); ++i) {
      double const mean = mean_of(x, i);
      if (mean == 0.0) continue;  // nothing is expected and nothing was seen
      double const first = sample.counts[i] / mean - 1.0;
      double const second = sample.counts[i] / (mean * mean);
      auto const made = beam_events(x, i);
      touched.clear();
      auto const touch = [&](std::size_t p, double derivative) {
        if (derivative == 0.0) return;
        slope[p] = derivative;
        touched.push_back(p);
      };
      std::size_t const row = input_.steady.row[i];
      double const share = input_.steady.share[i];
      touch(row, (1.0 + input_.steady.relative_error * x[steady]) * share);
      touch(flux, log_flux * made.sum());
      for (std::size_t k = 0; k < shape_count; ++k)
        touch(first_shape + k, (signal ? made.signal * log_slope(*signal, x, i, k) : 0.0) +
                                   made.neutrinos * log_slope(neutrinos_, x, i, k));
      touch(steady, input_.steady.relative_error * share * x[row]);
      for (std::size_t b = 0; b < input_.backgrounds.size(); ++b)
        touch(first_background + b, input_.backgrounds[b].relative_error * input_.backgrounds[b].events[i]);
      if (free_neutrinos) touch(scale, shaped(neutrinos_, x, i));
      for (auto const p : touched) {
        gradient[p] += first * slope[p];
        for (auto const q : touched) hessian[p * n + q] += second * slope[p] * slope[q];
      }
      // Second derivatives of the mean only where they keep the matrix positive: where too much is expected.
      if (first >= 0.0) continue;
      auto const bend = [&](Shapes const& shape, double events) {
        for (std::size_t p = flux; p < steady; ++p)
          for (std::size_t q = flux; q < steady; ++q) {
            auto const along = [&](std::size_t at) {
              return at == flux ? log_flux : log_slope(shape, x, i, at - first_shape);
            };
            hessian[p * n + q] -= first * events * along(p) * along(q);
          }
      };
      if (signal) bend(*signal, made.signal);
      if (made.neutrinos > 0.0) bend(neutrinos_, made.neutrinos);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      gradient[r] += sample.control[r] / x[r] - 1.0;
      hessian[r * n + r] += std::max(sample.control[r], 1e-6) / (x[r] * x[r]);
    }
    for (std::size_t p = flux; p < scale; ++p) {
      gradient[p] -= x[p];
      hessian[p * n + p] += 1.0;
    }
    if (free_neutrinos) hessian[scale * n + scale] += 1e-12;
    auto const step = solve(hessian, gradient);
    if (!step) throw InternalError("binned likelihood: the curvature is not positive");
    double const promised = std::inner_product(gradient.begin(), gradient.end(), step->begin(), 0.0);
    if (promised < 1e-12) break;
    double length = 1.0;
    double better = value;
    std::vector<double> next;
    for (; length > 1e-6; length *= 0.5) {
      next = x;
      for (std::size_t p = 0; p < n; ++p) {
        next[p] += length * (*step)[p];
        if (p < rows) next[p] = std::max(next[p], 0.1 * x[p]);
      }
      better = value_at(next);
      if (better > value) break;
    }
    if (!(better > value)) break;
    bool const settled = better - value < 1e-10;
    x = std::move(next);
    value = better;
    if (settled) break;
  }

  Fit result;
  result.log_likelihood = value;
  result.rows.assign(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(rows));
  result.nuisances.assign(x.begin() + static_cast<std::ptrdiff_t>(rows),
                          x.begin() + static_cast<std::ptrdiff_t>(scale));
  if (free_neutrinos) {
    result.neutrino_scale = x[scale];
    std::vector<double> unit(n);
    unit[scale] = 1.0;
    if (auto const column = solve(hessian, unit)) result.neutrino_error = std::sqrt((*column)[scale]);
  }
  return result;
}

BinnedLikelihood::Fit BinnedLikelihood::start() const {
  Fit fit;
  fit.nuisances.assign(2 + shapes() + input_.backgrounds.size(), 0.0);
  for (double const control : input_.steady.control) fit.rows.push_back(std::max(control, 0.5));
  return fit;
}

BinnedLikelihood::BinnedLikelihood(Input input) : input_{std::move(input)} {
  let_gsl_return_errors();
  std::size_t const n = bins();
  neutrinos_ = shapes_of(input_.neutrinos);
  for (double const count : input_.observed) most_ += far_excluded * (1.0 + count);
  PENUMBRA_EXPECT(input_.neutrinos.nominal.size() == n && input_.steady.row.size() == n &&
                  input_.steady.share.size() == n);
  expected_ = input_.neutrinos.nominal;
  for (auto const& background : input_.backgrounds) {
    PENUMBRA_EXPECT(background.events.size() == n);
    for (std::size_t i = 0; i < n; ++i) expected_[i] += background.events[i];
  }
  for (std::size_t i = 0; i < n; ++i) {
    expected_[i] += input_.steady.share[i] * input_.steady.control[input_.steady.row[i]];
    if (input_.observed[i] > 0.0 && !(expected_[i] > 0.0))
      throw InputError("a bin with events has no expected background: any signal would explain it");
  }
  observed_ = {input_.observed, input_.steady.control};
  asimov_ = {expected_, input_.steady.control};
  null_observed_ = fit(observed_, nullptr, start(), false);
  null_asimov_ = fit(asimov_, nullptr, start(), false);
}

BinnedLikelihood::Ratios BinnedLikelihood::operator()(ShapedTemplate signal) const {
  PENUMBRA_EXPECT(signal.nominal.size() == bins() && signal.minus_plus.size() == shapes());
  double all = 0.0;
  for (double const events : signal.nominal) all += events;
  if (all > most_) {
    ShapedTemplate less;
    less.add(signal, most_ / all);
    signal = std::move(less);
  }
  auto const shape = shapes_of(signal);
  return {fit(observed_, &shape, null_observed_, false).log_likelihood - null_observed_.log_likelihood,
          fit(asimov_, &shape, null_asimov_, false).log_likelihood - null_asimov_.log_likelihood};
}

BinnedLikelihood::Fit BinnedLikelihood::fit_background(bool free_neutrinos) const {
  return fit(observed_, nullptr, null_observed_, free_neutrinos);
}

}  // namespace penumbra
