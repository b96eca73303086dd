#include "detection/daughter_angles.hpp"

#include <algorithm>
#include <cmath>

#include "core/contracts.hpp"
#include "core/wide_loops.hpp"

namespace penumbra {
namespace {

/// The longest run of pairs that is worked on at once.
constexpr std::size_t most = 64;

double larger(double a, double b) { return a > b ? a : b; }
double smaller(double a, double b) { return a < b ? a : b; }

using Cosines = std::array<double, most>;

/// What decides the angle of a daughter of each pair of a run.
struct DaughterOfPairs {
  double const* mass;
  double const* mass2;
  double const* k2;
  double const* k2_slowness;
  double const* kE_over_beta;
  double const* turning_c;
};

/// The c with this angle, ahead and, of slow daughters, back; at -1 of others.
PENUMBRA_WIDE_LOOPS void cosines_at(DaughterOfPairs const& daughter, std::size_t n, double cotangent,
                                    double* __restrict ahead, double* __restrict back) {
  // m beta_d sqrt(1 - c^2) cot(alpha) = k + E_A beta_d c, squared: a quadratic equation of c.
  double const square = 1.0 + cotangent * cotangent;
  // So far aside that none is emitted there: slow daughters, backwards or at no angle as large.
  bool const backward = cotangent <= 0.0;
  Cosines under_root;
  for (std::size_t i = 0; i < n; ++i) {
    double const s = daughter.mass2[i] * square;
    under_root[i] = s - daughter.k2_slowness[i];
    double const root = daughter.mass[i] * cotangent * std::sqrt(larger(under_root[i], 0.0));
    double const scale = 1.0 / (s + daughter.k2[i]);
    ahead[i] = (root - daughter.kE_over_beta[i]) * scale;
    back[i] = -(root + daughter.kE_over_beta[i]) * scale;
  }
  for (std::size_t i = 0; i < n; ++i) {
    double const turning = daughter.turning_c[i];
    double const possible = backward ? 0.0 : under_root[i];
    double const slow_ahead = possible > 0.0 ? ahead[i] : turning;
    double const slow_back = possible > 0.0 ? back[i] : turning;
    ahead[i] = turning > -1.0 ? slow_ahead : ahead[i];
    back[i] = turning > -1.0 ? slow_back : -1.0;
  }
}

/// The same of pairs without slow daughters.
PENUMBRA_WIDE_LOOPS void cosines_ahead(DaughterOfPairs const& daughter, std::size_t n, double cotangent,
                                       double* __restrict ahead) {
  double const square = 1.0 + cotangent * cotangent;
  for (std::size_t i = 0; i < n; ++i) {
    double const s = daughter.mass2[i] * square;
    double const root = daughter.mass[i] * cotangent * std::sqrt(larger(s - daughter.k2_slowness[i], 0.0));
    ahead[i] = (root - daughter.kE_over_beta[i]) / (s + daughter.k2[i]);
  }
}

PENUMBRA_WIDE_LOOPS void lift(double const* from, std::size_t n, double* __restrict low) {
  for (std::size_t i = 0; i < n; ++i) low[i] = larger(low[i], from[i]);
}

PENUMBRA_WIDE_LOOPS void add_lengths(double const* low, double const* high, std::size_t n, double factor,
                                     double* __restrict shares) {
  for (std::size_t i = 0; i < n; ++i) shares[i] += factor * larger(0.0, high[i] - low[i]);
}

/// What two ranges have in common.
PENUMBRA_WIDE_LOOPS void add_common(double const* low_1, double const* high_1, double const* low_2,
                                    double const* high_2, std::size_t n, double factor, double* __restrict shares) {
  for (std::size_t i = 0; i < n; ++i) {
    double const from = larger(low_1[i], low_2[i]);
    double const to = smaller(high_1[i], high_2[i]);
    shares[i] += factor * larger(0.0, to - from);
  }
}

/// The same between -apart and apart, to be left out.
PENUMBRA_WIDE_LOOPS void take_close(double const* low_1, double const* high_1, double const* low_2,
                                    double const* high_2, double const* apart, std::size_t n, double factor,
                                    double* __restrict shares) {
  for (std::size_t i = 0; i < n; ++i) {
    double const from = larger(larger(low_1[i], low_2[i]), -apart[i]);
    double const to = smaller(smaller(high_1[i], high_2[i]), apart[i]);
    shares[i] -= factor * larger(0.0, to - from);
  }
}

PENUMBRA_WIDE_LOOPS void turn_round(double* __restrict low, double* __restrict high, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    double const last = -low[i];
    low[i] = -high[i];
    high[i] = last;
  }
}

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
  counts_from_c.push_back(larger((energy_min_GeV * m / (E * E_star) - 1.0) / (beta_A * beta_d), -1.0));
}

DaughterAngles::DaughterAngles(std::span<PairInFlight const> pairs, double energy_min_GeV) {
  for (auto const& pair : pairs) {
    auto const [first, second] = pair.daughters_GeV;
    bool const alike = first == second;
    bool const photons = alike && first == 0.0;
    if (runs_.empty() || runs_.back().alike != alike || runs_.back().photons != photons ||
        runs_.back().end - runs_.back().begin == most)
      runs_.push_back({size(), size(), alike, photons, {}});
    ++runs_.back().end;
    daughters_[0].add(pair, first, second, energy_min_GeV);
    daughters_[1].add(pair, second, first, energy_min_GeV);
    for (std::size_t d = 0; d < daughters_.size(); ++d)
      if (daughters_[d].turning_c.back() > -1.0) runs_.back().slow[d] = true;
  }
}

/// The c at which a daughter of each pair of a run counts and has an angle in one range: of those that fly ahead, and
/// of those of slow daughters that were emitted backwards. Empty where low >= high.
struct DaughterAngles::Spans {
  struct Part {
    Cosines low, high;
  };
  std::size_t n;
  std::size_t count;  ///< of the two; without slow daughters only those ahead
  std::array<Part, 2> parts;

  Spans(DaughterAngles const& angles, std::size_t daughter, Run const& run, CotangentRange const& range)
      : n{run.end - run.begin}, count{run.slow[daughter] ? std::size_t{2} : std::size_t{1}} {
    auto const& daughters = angles.daughters_[daughter];
    DaughterOfPairs const one{&daughters.mass[run.begin],         &daughters.mass2[run.begin],
                              &daughters.k2[run.begin],           &daughters.k2_slowness[run.begin],
                              &daughters.kE_over_beta[run.begin], &daughters.turning_c[run.begin]};
    at(one, range.low, parts[0].low, parts[1].high);
    at(one, range.high, parts[0].high, parts[1].low);
    for (std::size_t p = 0; p < count; ++p) lift(&daughters.counts_from_c[run.begin], n, parts[p].low.data());
  }

  void at(DaughterOfPairs const& one, double cotangent, Cosines& ahead, Cosines& back) const {
    if (cotangent >= CotangentRange::no_end) {
      std::fill_n(ahead.begin(), n, 1.0);
      std::fill_n(back.begin(), n, -1.0);
    } else if (count == 1) {
      cosines_ahead(one, n, cotangent, ahead.data());
    } else {
      cosines_at(one, n, cotangent, ahead.data(), back.data());
    }
  }

  /// Makes them those of the other daughter.
  void turn() {
    for (std::size_t p = 0; p < count; ++p) turn_round(parts[p].low.data(), parts[p].high.data(), n);
  }

  void add_lengths_to(double factor, double* shares) const {
    for (std::size_t p = 0; p < count; ++p) add_lengths(parts[p].low.data(), parts[p].high.data(), n, factor, shares);
  }

  /// Where both count; of photons not where c lies between -apart and apart.
  void add_overlaps_to(Spans const& other, double const* apart, double factor, double* shares) const {
    for (std::size_t p = 0; p < count; ++p)
      for (std::size_t q = 0; q < other.count; ++q) {
        auto const& [low_1, high_1] = parts[p];
        auto const& [low_2, high_2] = other.parts[q];
        add_common(low_1.data(), high_1.data(), low_2.data(), high_2.data(), n, factor, shares);
        if (apart) take_close(low_1.data(), high_1.data(), low_2.data(), high_2.data(), apart, n, factor, shares);
      }
  }
};

void DaughterAngles::count(Run const& run, std::array<std::size_t, 2> order, CotangentRanges const& one,
                           CotangentRanges const& other, int at_least, double factor, std::span<double> shares) const {
  double* const out = &shares[run.begin];
  boost::container::static_vector<Spans, most_holes + 1> others;
  for (auto const& range : other) others.emplace_back(*this, order[1], run, range).turn();
  double const of_both = at_least == 2 ? factor : -factor;
  for (auto const& range : one) {
    Spans const spans{*this, order[0], run, range};
    for (auto const& second : others) spans.add_overlaps_to(second, nullptr, of_both, out);
    if (at_least == 1) spans.add_lengths_to(factor, out);
  }
  if (at_least == 1)
    for (auto const& second : others) second.add_lengths_to(factor, out);
}

/// tan(alpha_1) + tan(alpha_2) = 2 m k sqrt(1 - c^2) / (k^2 - E^2 c^2) of two photons: with x = sqrt(1 - c^2), at least
/// `spread` where E^2 x^2 - 2 (m k / spread) x - m^2 <= 0.
void DaughterAngles::count_apart(Run const& run, CotangentRanges const& one, CotangentRanges const& other,
                                 double spread, double factor, std::span<double> shares) const {
  std::size_t const n = run.end - run.begin;
  auto const& photons = daughters_[0];
  Cosines close{};  // c below which they are too close
  for (std::size_t i = 0; i < n; ++i) {
    double const m2 = photons.mass2[run.begin + i];
    double const k2 = photons.k2[run.begin + i];
    double const E2 = m2 + k2;
    double const first = std::sqrt(m2 * k2) / spread;
    double const x = (first + std::sqrt(first * first + E2 * m2)) / E2;
    close[i] = x < 1.0 ? std::sqrt((1.0 - x) * (1.0 + x)) : 0.0;
  }
  for (auto const& range : one) {
    Spans const spans{*this, 0, run, range};
    for (auto const& second : other) {
      Spans turned{*this, 0, run, second};
      turned.turn();
      spans.add_overlaps_to(turned, close.data(), factor, &shares[run.begin]);
    }
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
