#include "statistics/binned.hpp"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include <algorithm>
#include <array>
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
constexpr double far_excluded = 10.0;

double poisson_term(double count, double mean) { return (count > 0.0 ? count * std::log(mean) : 0.0) - mean; }

/// Solves H x = g for a symmetric positive matrix of row-major entries; nullopt when it is not positive. A huge signal
/// leaves directions that rounding makes negative: the diagonal is then raised by a part in 1e12 or, if need be, more,
/// which makes the step shorter and does not move where steps end.
std::optional<std::vector<double>> solve(std::vector<double> const& matrix, std::vector<double> const& vector) {
  std::size_t const n = vector.size();
  for (double const raise : {0.0, 1e-12, 1e-9, 1e-6}) {
    auto entries = matrix;
    auto x = vector;
    for (std::size_t p = 0; p < n; ++p) entries[p * n + p] *= 1.0 + raise;
    auto m = gsl_matrix_view_array(entries.data(), n, n);
    auto v = gsl_vector_view_array(x.data(), n);
    if (gsl_linalg_cholesky_decomp1(&m.matrix) != GSL_SUCCESS) continue;
    gsl_linalg_cholesky_svx(&m.matrix, &v.vector);
    return x;
  }
  return std::nullopt;
}

/// Four sums in place of one: the order is fixed, and the compiler may use wide registers.
double dot(std::vector<double> const& a, std::vector<double> const& b) {
  std::array<double, 4> sums{};
  std::size_t const blocks = a.size() / 4 * 4;
  for (std::size_t i = 0; i < blocks; i += 4)
    for (std::size_t j = 0; j < 4; ++j) sums[j] += a[i + j] * b[i + j];
  double rest = 0.0;
  for (std::size_t i = blocks; i < a.size(); ++i) rest += a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

}  // namespace

BinnedLikelihood::Shapes BinnedLikelihood::shapes_of(ShapedTemplate const& shape) {
  Shapes result{shape.nominal, {}, {}};
  // Where next to nothing is expected, ratios are those of rounding.
  double const least = 1e-12 * std::accumulate(shape.nominal.begin(), shape.nominal.end(), 0.0);
  for (auto const& [minus, plus] : shape.minus_plus) {
    auto& slope = result.slope.emplace_back();
    auto& curvature = result.curvature.emplace_back();
    for (std::size_t i = 0; i < shape.nominal.size(); ++i) {
      bool const known = shape.nominal[i] > least && minus[i] > 0.0 && plus[i] > 0.0;
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

// Parameters in this order: rows, flux, shapes, steady, backgrounds, shapes of the backgrounds, and the neutrino scale
// where it is free. A row enters as A_row itself.
BinnedLikelihood::Fit BinnedLikelihood::fit(Sample const& sample, Shapes const* signal, Fit const& start,
                                            bool free_neutrinos) const {
  std::size_t const rows = input_.steady.control.size();
  std::size_t const flux = rows;
  std::size_t const first_shape = rows + 1;
  std::size_t const steady = first_shape + shapes();
  std::size_t const first_background = steady + 1;
  std::size_t const scale = rows + start.nuisances.size();
  std::size_t const n = scale + (free_neutrinos ? 1 : 0);

  std::vector<double> x(start.rows);
  x.insert(x.end(), start.nuisances.begin(), start.nuisances.end());
  if (free_neutrinos) x.push_back(start.neutrino_scale);

  std::vector<Component> components;
  double const log_flux = std::log1p(input_.flux_error);
  if (signal) components.push_back({signal, flux, log_flux, 0.0, first_shape, false});
  components.push_back({&neutrinos_, flux, log_flux, 0.0, first_shape, free_neutrinos});
  std::size_t next_shape = first_background + backgrounds_.size();
  for (std::size_t b = 0; b < backgrounds_.size(); ++b) {
    components.push_back(
        {&backgrounds_[b], first_background + b, 0.0, input_.backgrounds[b].relative_error, next_shape, false});
    next_shape += backgrounds_[b].slope.size();
  }
  auto const size_of = [&](Component const& part, std::vector<double> const& at) {
    return (part.scaled ? at[scale] : 1.0) * std::exp(part.log_error * at[part.size]) *
           (1.0 + part.error * at[part.size]);
  };
  // Events of a component at size one.
  auto const shaped = [](Component const& part, std::vector<double> const& at, std::size_t i) {
    double const events = part.events->nominal[i];
    std::size_t const count = part.events->slope.size();
    if (events == 0.0 || count == 0) return events;
    double exponent = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
      double const t = at[part.first_shape + k];
      double const u = std::clamp(t, -1.0, 1.0);
      exponent += t * part.events->slope[k][i] + u * (2.0 * t - u) * part.events->curvature[k][i];
    }
    return events * std::exp(exponent);
  };
  // Where the fit is: parameters, events of each component at size one, mean of each bin.
  struct Place {
    std::vector<double> at;
    std::vector<std::vector<double>> made;
    std::vector<double> mean;
    double value = 0.0;
  };
  // ln L; minus infinity outside of the physical region: steps are cut until they stay inside.
  auto const evaluate = [&](Place& place) {
    auto const& at = place.at;
    auto& mean = place.mean;
    place.value = -std::numeric_limits<double>::infinity();
    std::fill(mean.begin(), mean.end(), 0.0);
    for (std::size_t c = 0; c < components.size(); ++c) {
      double const size = size_of(components[c], at);
      auto& made = place.made[c];
      for (std::size_t i = 0; i < bins(); ++i) mean[i] += size * (made[i] = shaped(components[c], at, i));
    }
    if (rows > 0)
      for (std::size_t i = 0; i < bins(); ++i)
        mean[i] +=
            (1.0 + input_.steady.relative_error * at[steady]) * input_.steady.share[i] * at[input_.steady.row[i]];
    double value = 0.0;
    for (std::size_t i = 0; i < bins(); ++i) {
      if (mean[i] < 0.0 || (mean[i] == 0.0 && sample.counts[i] > 0.0) || !std::isfinite(mean[i])) return;
      value += poisson_term(sample.counts[i], mean[i]);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      if (!(at[r] > 0.0)) return;
      value += poisson_term(sample.control[r], at[r]);
    }
    for (std::size_t p = flux; p < scale; ++p) value -= 0.5 * at[p] * at[p];
    place.value = value;
  };

  std::vector<double> const zeros(bins(), 0.0);
  Place now{std::move(x), std::vector(components.size(), zeros), zeros};
  Place next = now;
  evaluate(now);
  std::vector<double> hessian(n * n);
  std::vector<double> gradient(n);
  std::vector<std::vector<double>> slopes(n - rows, zeros);  // of the mean, in each parameter but the rows
  std::vector<double> first(bins());                         // d ln L / d mean
  std::vector<double> second(bins());                        // minus its second derivative
  std::vector<double> weighted(bins());
  std::vector<std::pair<std::size_t, std::vector<double>>> along;  // logarithmic slopes of one component
  for (int iteration = 0; iteration < 100; ++iteration) {
    auto const& at = now.at;
    std::fill(hessian.begin(), hessian.end(), 0.0);
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (auto& slope : slopes) std::fill(slope.begin(), slope.end(), 0.0);
    for (std::size_t i = 0; i < bins(); ++i) {
      bool const empty = now.mean[i] == 0.0;  // nothing is expected and nothing was seen
      first[i] = empty ? 0.0 : sample.counts[i] / now.mean[i] - 1.0;
      second[i] = empty ? 0.0 : sample.counts[i] / (now.mean[i] * now.mean[i]);
    }
    for (std::size_t c = 0; c < components.size(); ++c) {
      auto const& part = components[c];
      auto const& made = now.made[c];
      double const size = size_of(part, at);
      along.clear();
      if (part.log_error != 0.0) along.emplace_back(part.size, std::vector(bins(), part.log_error));
      for (std::size_t k = 0; k < part.events->slope.size(); ++k) {
        auto& line = along.emplace_back(part.first_shape + k, part.events->slope[k]).second;
        double const twice = 2.0 * std::clamp(at[part.first_shape + k], -1.0, 1.0);
        for (std::size_t i = 0; i < bins(); ++i) line[i] += twice * part.events->curvature[k][i];
      }
      for (auto const& [p, line] : along) {
        auto& slope = slopes[p - rows];
        for (std::size_t i = 0; i < bins(); ++i) slope[i] += size * made[i] * line[i];
      }
      auto const proportional = [&](std::size_t p, double factor) {
        auto& slope = slopes[p - rows];
        for (std::size_t i = 0; i < bins(); ++i) slope[i] += factor * made[i];
      };
      if (part.error != 0.0) proportional(part.size, part.error);
      if (part.scaled) proportional(scale, size / at[scale]);
      // Second derivatives of the mean only where they keep the matrix positive: where too much is expected, and not
      // of a background that a huge signal has made negative.
      if (size < 0.0) continue;
      for (std::size_t a = 0; a < along.size(); ++a) {
        for (std::size_t i = 0; i < bins(); ++i)
          weighted[i] = std::max(-first[i], 0.0) * size * made[i] * along[a].second[i];
        for (std::size_t b = 0; b <= a; ++b)
          hessian[std::max(along[a].first, along[b].first) * n + std::min(along[a].first, along[b].first)] +=
              dot(weighted, along[b].second);
      }
    }
    if (rows > 0)
      for (std::size_t i = 0; i < bins(); ++i)
        slopes[steady - rows][i] = input_.steady.relative_error * input_.steady.share[i] * at[input_.steady.row[i]];
    for (std::size_t p = rows; p < n; ++p) {
      gradient[p] += dot(first, slopes[p - rows]);
      for (std::size_t i = 0; i < bins(); ++i) weighted[i] = second[i] * slopes[p - rows][i];
      for (std::size_t q = rows; q <= p; ++q) hessian[p * n + q] += dot(weighted, slopes[q - rows]);
      for (std::size_t i = 0; i < bins() && rows > 0; ++i)
        hessian[p * n + input_.steady.row[i]] +=
            weighted[i] * (1.0 + input_.steady.relative_error * at[steady]) * input_.steady.share[i];
    }
    for (std::size_t i = 0; i < bins() && rows > 0; ++i) {
      std::size_t const row = input_.steady.row[i];
      double const slope = (1.0 + input_.steady.relative_error * at[steady]) * input_.steady.share[i];
      gradient[row] += first[i] * slope;
      hessian[row * n + row] += second[i] * slope * slope;
    }
    for (std::size_t p = 0; p < n; ++p)
      for (std::size_t q = 0; q < p; ++q) hessian[q * n + p] = hessian[p * n + q];
    for (std::size_t r = 0; r < rows; ++r) {
      gradient[r] += sample.control[r] / at[r] - 1.0;
      hessian[r * n + r] += std::max(sample.control[r], 1e-6) / (at[r] * at[r]);
    }
    for (std::size_t p = flux; p < scale; ++p) {
      gradient[p] -= at[p];
      hessian[p * n + p] += 1.0;
    }
    if (free_neutrinos) hessian[scale * n + scale] += 1e-12;
    auto const step = solve(hessian, gradient);
    if (!step) throw InternalError("binned likelihood: the curvature is not positive");
    double const promised = std::inner_product(gradient.begin(), gradient.end(), step->begin(), 0.0);
    if (promised < 1e-8) break;
    double length = 1.0;
    for (; length > 1e-6; length *= 0.5) {
      next.at = now.at;
      for (std::size_t p = 0; p < n; ++p) {
        next.at[p] += length * (*step)[p];
        if (p < rows) next.at[p] = std::max(next.at[p], 0.1 * now.at[p]);
      }
      evaluate(next);
      if (next.value > now.value) break;
    }
    if (!(next.value > now.value)) break;
    bool const settled = next.value - now.value < 1e-8;
    std::swap(now, next);
    if (settled) break;
  }

  Fit result;
  result.log_likelihood = now.value;
  result.rows.assign(now.at.begin(), now.at.begin() + static_cast<std::ptrdiff_t>(rows));
  result.nuisances.assign(now.at.begin() + static_cast<std::ptrdiff_t>(rows),
                          now.at.begin() + static_cast<std::ptrdiff_t>(scale));
  if (free_neutrinos) {
    result.neutrino_scale = now.at[scale];
    auto const error_of = [&](std::size_t p) {
      std::vector<double> unit(n);
      unit[p] = 1.0;
      auto const column = solve(hessian, unit);
      return column ? std::sqrt((*column)[p]) : 0.0;
    };
    result.neutrino_error = error_of(scale);
    for (std::size_t p = flux; p < scale; ++p) result.errors.push_back(error_of(p));
  }
  return result;
}

BinnedLikelihood::Fit BinnedLikelihood::start() const {
  Fit fit;
  std::size_t nuisances = 2 + shapes() + backgrounds_.size();
  for (auto const& background : backgrounds_) nuisances += background.slope.size();
  fit.nuisances.assign(nuisances, 0.0);
  for (double const control : input_.steady.control) fit.rows.push_back(std::max(control, 0.5));
  return fit;
}

BinnedLikelihood::BinnedLikelihood(Input input) : input_{std::move(input)} {
  let_gsl_return_errors();
  std::size_t const n = bins();
  neutrinos_ = shapes_of(input_.neutrinos);
  for (double const count : input_.observed) most_ += far_excluded * (1.0 + count);
  bool const steady = !input_.steady.control.empty();
  PENUMBRA_EXPECT(input_.neutrinos.nominal.size() == n && input_.steady.row.size() == (steady ? n : 0) &&
                  input_.steady.share.size() == input_.steady.row.size());
  expected_ = input_.neutrinos.nominal;
  for (auto const& background : input_.backgrounds) {
    PENUMBRA_EXPECT(background.events.size() == n);
    for (std::size_t i = 0; i < n; ++i) expected_[i] += background.events[i];
    backgrounds_.push_back(shapes_of({background.events, background.minus_plus}));
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (steady) expected_[i] += input_.steady.share[i] * input_.steady.control[input_.steady.row[i]];
    if (input_.observed[i] > 0.0 && !(expected_[i] > 0.0))
      throw InputError("a bin with events has no expected background: any signal would explain it");
  }
  observed_ = {input_.observed, input_.steady.control};
  asimov_ = {expected_, input_.steady.control};
  null_observed_ = fit(observed_, nullptr, start(), false);
  null_asimov_ = fit(asimov_, nullptr, start(), false);
}

BinnedLikelihood::Ratios BinnedLikelihood::operator()(ShapedTemplate signal) const {
  auto from = starts();
  return (*this)(std::move(signal), from);
}

BinnedLikelihood::Ratios BinnedLikelihood::operator()(ShapedTemplate signal, Starts& starts) const {
  PENUMBRA_EXPECT(signal.nominal.size() == bins() && signal.minus_plus.size() == shapes());
  double all = 0.0;
  for (double const events : signal.nominal) all += events;
  if (all > most_) {
    ShapedTemplate less;
    less.add(signal, most_ / all);
    signal = std::move(less);
  }
  auto const shape = shapes_of(signal);
  starts = {fit(observed_, &shape, starts.observed, false), fit(asimov_, &shape, starts.asimov, false)};
  return {starts.observed.log_likelihood - null_observed_.log_likelihood,
          starts.asimov.log_likelihood - null_asimov_.log_likelihood};
}

BinnedLikelihood::Fit BinnedLikelihood::fit_background(bool free_neutrinos) const {
  return fit(observed_, nullptr, null_observed_, free_neutrinos);
}

}  // namespace penumbra
