#include "detection/daughter_angles.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"

namespace penumbra {
namespace {

/// The longest run of pairs that is worked on at once.
constexpr std::size_t most = 64;

double larger(double a, double b) { return a > b ? a : b; }
double smaller(double a, double b) { return a < b ? a : b; }

}  // namespace

void DaughterAngles::Daughters::add(PairInFlight const& pair, double daughter_GeV, double other_GeV,
                                    double energy_min_GeV) {
  double const m = pair.mass_GeV;
  double const k = pair.k_GeV;
  PENUMBRA_EXPECT(daughter_GeV + other_GeV < m && k > 0.0);
  double const E = std::hypot(k, m);
  double const beta_A = k / E;
  double const E_star = 0.5 * (m + (daughter_GeV - other_GeV) * (daughter_GeV + other_GeV) / m);
  double const ratio = daughter_GeV / E_star;
  double const beta_d = std::sqrt((1.0 - ratio) * (1.0 + ratio));
  mass.push_back(m);
  mass2.push_back(m * m);
  k2.push_back(k * k);
  k2_slowness.push_back(k * k * ratio * ratio / (beta_d * beta_d));
  kE_over_beta.push_back(k * E / beta_d);
  turning_c.push_back(-beta_d / beta_A);
  counts_from_c.push_back((energy_min_GeV * m / (E * E_star) - 1.0) / (beta_A * beta_d));
}

DaughterAngles::DaughterAngles(std::span<PairInFlight const> pairs, double energy_min_GeV) {
  for (auto const& pair : pairs) {
    auto const [first, second] = pair.daughters_GeV;
    bool const alike = first == second;
    bool const photons = alike && first == 0.0;
    if (runs_.empty() || runs_.back().alike != alike || runs_.back().photons != photons ||
        runs_.back().end - runs_.back().begin == most)
      runs_.push_back({size(), size(), alike, photons});
    ++runs_.back().end;
    daughters_[0].add(pair, first, second, energy_min_GeV);
    daughters_[1].add(pair, second, first, energy_min_GeV);
  }
}

/// The c at which a daughter of each pair of a run counts and has an angle in one range: of those that fly ahead, and
/// of those of slow daughters that were emitted backwards. Empty where low >= high.
struct DaughterAngles::Spans {
  std::array<double, most> low, high, back_low, back_high;

  Spans(Daughters const& daughters, Run const& run, CotangentRange const& range) {
    at(daughters, run, range.low, low, back_high);
    at(daughters, run, range.high, high, back_low);
    for (std::size_t i = 0; i < run.end - run.begin; ++i) {
      double const from = larger(daughters.counts_from_c[run.begin + i], -1.0);
      low[i] = larger(low[i], from);
      high[i] = smaller(high[i], 1.0);
      back_low[i] = larger(back_low[i], from);
      back_high[i] = smaller(back_high[i], 1.0);
    }
  }

  /// The c with this angle, ahead and, of slow daughters, back; at -1 of others.
  static void at(Daughters const& daughters, Run const& run, double cotangent, std::array<double, most>& ahead,
                 std::array<double, most>& back) {
    std::size_t const n = run.end - run.begin;
    if (cotangent >= CotangentRange::no_end) {
      std::fill_n(ahead.begin(), n, 1.0);
      std::fill_n(back.begin(), n, -1.0);
      return;
    }
    // m beta_d sqrt(1 - c^2) cot(alpha) = k + E_A beta_d c, squared: a quadratic equation of c.
    double const* const mass = &daughters.mass[run.begin];
    double const* const mass2 = &daughters.mass2[run.begin];
    double const* const k2 = &daughters.k2[run.begin];
    double const* const k2_slowness = &daughters.k2_slowness[run.begin];
    double const* const kE_over_beta = &daughters.kE_over_beta[run.begin];
    double const* const turning = &daughters.turning_c[run.begin];
    double const square = 1.0 + cotangent * cotangent;
    bool const backward = cotangent <= 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      double const s = mass2[i] * square;
      double const under_root = s - k2_slowness[i];
      double const root = mass[i] * cotangent * std::sqrt(larger(under_root, 0.0));
      double const scale = 1.0 / (s + k2[i]);
      bool const slow = turning[i] > -1.0;
      bool const never = slow & (backward | (under_root <= 0.0));  // so far aside
      double const forward_c = (root - kE_over_beta[i]) * scale;
      double const back_c = -(root + kE_over_beta[i]) * scale;
      ahead[i] = never ? turning[i] : forward_c;
      back[i] = never ? turning[i] : (slow ? back_c : -1.0);
    }
  }

  void add_lengths(std::size_t n, double factor, double* shares) const {
    for (std::size_t i = 0; i < n; ++i)
      shares[i] += factor * (larger(0.0, high[i] - low[i]) + larger(0.0, back_high[i] - back_low[i]));
  }

  /// Where both count, the other daughter by its own c; not where c lies between -apart and apart.
  void add_overlaps(Spans const& other, double const* apart, std::size_t n, double factor, double* shares) const {
    for (std::size_t i = 0; i < n; ++i) {
      auto const common = [close = apart ? apart[i] : 0.0](double low_1, double high_1, double low_2, double high_2) {
        double const from = larger(low_1, -high_2);
        double const to = smaller(high_1, -low_2);
        return larger(0.0, to - from) - larger(0.0, smaller(to, close) - larger(from, -close));
      };
      shares[i] += factor * (common(low[i], high[i], other.low[i], other.high[i]) +
                             common(low[i], high[i], other.back_low[i], other.back_high[i]) +
                             common(back_low[i], back_high[i], other.low[i], other.high[i]) +
                             common(back_low[i], back_high[i], other.back_low[i], other.back_high[i]));
    }
  }
};

void DaughterAngles::count(Run const& run, std::array<std::size_t, 2> order, CotangentRanges const& one,
                           CotangentRanges const& other, int at_least, double factor, std::span<double> shares) const {
  std::size_t const n = run.end - run.begin;
  double* const out = &shares[run.begin];
  boost::container::static_vector<Spans, most_holes + 1> others;
  for (auto const& range : other) others.emplace_back(daughters_[order[1]], run, range);
  double const of_both = at_least == 2 ? factor : -factor;
  for (auto const& range : one) {
    Spans const spans{daughters_[order[0]], run, range};
    for (auto const& second : others) spans.add_overlaps(second, nullptr, n, of_both, out);
    if (at_least == 1) spans.add_lengths(n, factor, out);
  }
  if (at_least == 1)
    for (auto const& second : others) second.add_lengths(n, factor, out);
}

/// tan(alpha_1) + tan(alpha_2) = 2 m k sqrt(1 - c^2) / (k^2 - E^2 c^2) of two photons: with x = sqrt(1 - c^2), at least
/// `spread` where E^2 x^2 - 2 (m k / spread) x - m^2 <= 0.
void DaughterAngles::count_apart(Run const& run, CotangentRanges const& one, CotangentRanges const& other,
                                 double spread, double factor, std::span<double> shares) const {
  std::size_t const n = run.end - run.begin;
  auto const& photons = daughters_[0];
  std::array<double, most> close{};  // c below which they are too close
  for (std::size_t i = 0; i < n; ++i) {
    double const m2 = photons.mass2[run.begin + i];
    double const k2 = photons.k2[run.begin + i];
    double const E2 = m2 + k2;
    double const first = std::sqrt(m2 * k2) / spread;
    double const x = (first + std::sqrt(first * first + E2 * m2)) / E2;
    close[i] = x < 1.0 ? std::sqrt((1.0 - x) * (1.0 + x)) : 0.0;
  }
  for (auto const& range : one) {
    Spans const spans{photons, run, range};
    for (auto const& second : other)
      spans.add_overlaps({photons, run, second}, close.data(), n, factor, &shares[run.begin]);
  }
}

void DaughterAngles::add_shares(CotangentRanges const& one, CotangentRanges const& other, int at_least, double factor,
                                std::span<double> shares, double photon_spread) const {
  PENUMBRA_EXPECT(shares.size() == size() && (photon_spread == 0.0 || at_least == 2));
  for (auto const& run : runs_) {
    // Half the range of c is a share of one; equal daughters may be exchanged.
    double const each = factor * (run.alike ? 0.5 : 0.25);
    if (run.photons && photon_spread > 0.0) {
      count_apart(run, one, other, photon_spread, each, shares);
      continue;
    }
    count(run, {0, 1}, one, other, at_least, each, shares);
    if (!run.alike) count(run, {1, 0}, one, other, at_least, each, shares);
  }
}

}  // namespace penumbra
