#include "detection/length_spectrum.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {

LengthGrid::LengthGrid(double a_min_m, double a_max_m, int bins_per_decade) {
  PENUMBRA_EXPECT(0.0 < a_min_m && a_min_m < a_max_m && bins_per_decade > 0);
  auto const bins =
      std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(std::log10(a_max_m / a_min_m) * bins_per_decade)));
  double const step = std::log(a_max_m / a_min_m) / static_cast<double>(bins);
  for (std::size_t i = 0; i <= bins; ++i) edge_.push_back(a_min_m * std::exp(step * static_cast<double>(i)));
  for (std::size_t i = 0; i < bins; ++i) centre_.push_back(0.5 * (edge_[i] + edge_[i + 1]));
}

std::size_t LengthGrid::bin(std::size_t guess, double a_m) const {
  std::size_t bin = guess;
  while (bin > 0 && a_m < edge_[bin]) --bin;
  while (bin + 1 < centre_.size() && a_m >= edge_[bin + 1]) ++bin;
  return bin;
}

std::span<double const> LengthGrid::exponentials(double ctau_m, std::span<double> out) const {
  constexpr double exponent_of_zero = -746.0;  // of any double: exp is exactly zero
  double const rate = -1.0 / ctau_m;
  std::size_t i = 0;
  for (; i < out.size() && rate * centre_[i] > exponent_of_zero; ++i) out[i] = std::exp(rate * centre_[i]);
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(i), out.end(), 0.0);
  return out.first(i);
}

void LengthSpectrum::Moments::add(double a_first_m, double a_last_m, double density, double centre_m) {
  double const width = a_last_m - a_first_m;
  double const d = 0.5 * (a_first_m + a_last_m) - centre_m;
  double const v = width * width / 12.0;
  double const weight = density * width;
  m0 += weight;
  m1 += weight * d;
  m2 += weight * (d * d + v);
  m3 += weight * d * (d * d + 3.0 * v);
}

void LengthSpectrum::add_to(std::size_t bin, Moments const& moments) {
  if (moments.m0 <= 0.0) return;
  first_ = std::min(first_, bin);
  end_ = std::max(end_, bin + 1);
  auto& sum = moments_[bin];
  sum.m0 += moments.m0;
  sum.m1 += moments.m1;
  sum.m2 += moments.m2;
  sum.m3 += moments.m3;
}

void LengthSpectrum::add(std::span<double const> a_m, std::span<double const> density) {
  PENUMBRA_EXPECT(a_m.size() == density.size() + 1);
  auto const edges = grid_->edges_m();
  auto const centres = grid_->centres_m();
  std::size_t const last = grid_->size() - 1;
  auto bin = last_start_ = grid_->bin(last_start_, a_m.front());
  Moments here;  // of this bin: stretches are often shorter
  for (std::size_t i = 0; i < density.size(); ++i) {
    double from = a_m[i];
    double const to = a_m[i + 1];
    if (bin < last && edges[bin + 1] < to) {
      if (density[i] > 0.0 && from < edges[bin + 1]) here.add(from, edges[bin + 1], density[i], centres[bin]);
      add_to(bin, here);
      here = {};
      std::size_t const first_whole = ++bin;
      while (bin < last && edges[bin + 1] < to) ++bin;
      if (density[i] > 0.0) add_whole(first_whole, bin, density[i]);
      from = edges[bin];
    }
    if (density[i] > 0.0) here.add(from, to, density[i], centres[bin]);
  }
  add_to(bin, here);
}

/// The same in bins that are filled from edge to edge: odd moments stay.
void LengthSpectrum::add_whole(std::size_t first, std::size_t end, double density) {
  if (first == end) return;
  auto const edges = grid_->edges_m();
  first_ = std::min(first_, first);
  end_ = std::max(end_, end);
  for (std::size_t bin = first; bin < end; ++bin) {
    double const width = edges[bin + 1] - edges[bin];
    double const weight = density * width;
    moments_[bin].m0 += weight;
    moments_[bin].m2 += weight * (width * width / 12.0);
  }
}

void LengthSpectrum::add(LengthSpectrum const& other, double factor) {
  PENUMBRA_EXPECT(other.moments_.size() == moments_.size());
  first_ = std::min(first_, other.first_);
  end_ = std::max(end_, other.end_);
  for (std::size_t i = other.first_; i < other.end_; ++i) {
    moments_[i].m0 += factor * other.moments_[i].m0;
    moments_[i].m1 += factor * other.moments_[i].m1;
    moments_[i].m2 += factor * other.moments_[i].m2;
    moments_[i].m3 += factor * other.moments_[i].m3;
  }
}

void LengthSpectrum::clear() {
  for (std::size_t i = first_; i < end_; ++i) moments_[i] = {};
  first_ = std::numeric_limits<std::size_t>::max();
  end_ = 0;
}

double LengthSpectrum::decays(double ctau_m, std::span<double const> exponentials) const {
  double const u = 1.0 / ctau_m;
  double sum = 0.0;
  for (std::size_t i = first_; i < std::min(end_, exponentials.size()); ++i) {
    auto const& [m0, m1, m2, m3] = moments_[i];
    sum += exponentials[i] * (m0 - u * (m1 - u * (0.5 * m2 - u * m3 / 6.0)));
  }
  return std::max(0.0, sum * u);  // the series can dip below zero where exp(-a/ctau) is below 1e-60
}

}  // namespace penumbra
