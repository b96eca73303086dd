#include "detection/decay_angles.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {

DaughterAngle::DaughterAngle(double mediator_GeV, double daughter_GeV, double other_GeV, double k_GeV,
                             double energy_min_GeV)
    : m_{mediator_GeV}, m2_{m_ * m_}, k2_{k_GeV * k_GeV} {
  PENUMBRA_EXPECT(daughter_GeV + other_GeV < mediator_GeV && k_GeV > 0.0);
  double const E = std::hypot(k_GeV, m_);
  double const beta_A = k_GeV / E;
  double const E_star = 0.5 * (m_ + (daughter_GeV - other_GeV) * (daughter_GeV + other_GeV) / m_);
  double const ratio = daughter_GeV / E_star;
  double const beta_d = std::sqrt((1.0 - ratio) * (1.0 + ratio));
  k2_slowness_ = k2_ * ratio * ratio / (beta_d * beta_d);
  kE_over_beta_ = k_GeV * E / beta_d;
  turning_c_ = -beta_d / beta_A;
  counts_from_c_ = (energy_min_GeV * m_ / (E * E_star) - 1.0) / (beta_A * beta_d);
}

std::pair<double, double> DaughterAngle::at(double cotangent) const {
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

DaughterAngle::Spans DaughterAngle::spans(CotangentRanges const& ranges) const {
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

namespace {

/// Twice the share of decays of which enough daughters have a c in these spans, the second counted by its own c.
double counted(DaughterAngle::Spans const& first, DaughterAngle::Spans const& second, int at_least) {
  double both = 0.0;
  for (auto const& a : first)
    for (auto const& b : second) both += std::max(0.0, std::min(a.high, -b.low) - std::max(a.low, -b.high));
  if (at_least == 2) return both;
  double sum = -both;
  for (auto const* const set : {&first, &second})
    for (auto const& span : *set) sum += span.high - span.low;
  return sum;
}

}  // namespace

DecayAngles::DecayAngles(double mediator_GeV, DaughterMasses const& daughters_GeV, double k_GeV, double energy_min_GeV)
    : first_{mediator_GeV, daughters_GeV[0], daughters_GeV[1], k_GeV, energy_min_GeV},
      second_{mediator_GeV, daughters_GeV[1], daughters_GeV[0], k_GeV, energy_min_GeV},
      alike_{daughters_GeV[0] == daughters_GeV[1]} {}

double DecayAngles::share(CotangentRanges const& one, CotangentRanges const& other, int at_least) const {
  auto const first = first_.spans(one);
  if (alike_ && at_least == 2 && first.empty()) return 0.0;
  auto const as_named = counted(first, second_.spans(other), at_least);
  if (alike_) return 0.5 * as_named;
  return 0.25 * (as_named + counted(first_.spans(other), second_.spans(one), at_least));
}

}  // namespace penumbra
