#include "detection/decay_angles.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {

DecayAngles::DecayAngles(double mediator_mass_GeV, double daughter_mass_GeV, double k_GeV, double energy_min_GeV)
    : m_{mediator_mass_GeV}, m2_{m_ * m_}, k2_{k_GeV * k_GeV} {
  PENUMBRA_EXPECT(2.0 * daughter_mass_GeV < mediator_mass_GeV && k_GeV > 0.0);
  double const E = std::hypot(k_GeV, m_);
  double const beta_A = k_GeV / E;
  double const ratio = 2.0 * daughter_mass_GeV / m_;
  double const beta_d = std::sqrt((1.0 - ratio) * (1.0 + ratio));
  k2_slowness_ = k2_ * ratio * ratio / (beta_d * beta_d);
  kE_over_beta_ = k_GeV * E / beta_d;
  turning_c_ = -beta_d / beta_A;
  counts_from_c_ = (2.0 * energy_min_GeV / E - 1.0) / (beta_A * beta_d);
}

std::pair<double, double> DecayAngles::at(double cotangent) const {
  if (cotangent >= CotangentRange::no_end) return {1.0, -1.0};
  // m beta_d sqrt(1 - c^2) cot(alpha) = k + E_A beta_d c, squared: a quadratic equation of c.
  double const s = m2_ * (1.0 + cotangent * cotangent);
  double const under_root = s - k2_slowness_;
  bool const slow = turning_c_ > -1.0;
  if (slow && (cotangent <= 0.0 || under_root <= 0.0)) return {turning_c_, turning_c_};  // never so far aside
  double const root = m_ * cotangent * std::sqrt(std::max(0.0, under_root));
  double const scale = 1.0 / (s + k2_);
  return {(root - kE_over_beta_) * scale, slow ? -(root + kE_over_beta_) * scale : -1.0};
}

DecayAngles::Spans DecayAngles::spans(CotangentRanges const& ranges) const {
  Spans result;
  auto const add = [&](double low, double high) {
    low = std::max({low, counts_from_c_, -1.0});
    high = std::min(high, 1.0);
    if (low < high) result.push_back({low, high});
  };
  for (auto const& range : ranges) {
    auto const [low, low_back] = at(range.low);
    auto const [high, high_back] = at(range.high);
    add(low, high);
    if (turning_c_ > -1.0) add(high_back, low_back);
  }
  return result;
}

double DecayAngles::share(CotangentRanges const& one, CotangentRanges const& other, int at_least) const {
  auto const first = spans(one);
  if (at_least == 2 && first.empty()) return 0.0;
  auto const second = spans(other);
  double both = 0.0;
  for (auto const& a : first)
    for (auto const& b : second) both += std::max(0.0, std::min(a.high, -b.low) - std::max(a.low, -b.high));
  if (at_least == 2) return 0.5 * both;
  double sum = -both;
  for (auto const* const set : {&first, &second})
    for (auto const& span : *set) sum += span.high - span.low;
  return 0.5 * sum;
}

}  // namespace penumbra
