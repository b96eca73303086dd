#include "detection/daughters.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contracts.hpp"
#include "core/integrate.hpp"

namespace penumbra {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double never = 1e9;  // slope of a daughter that goes backwards: it meets no opening

/// The daughter of mass `fast_GeV` flies ahead in the pair's frame.
void add_pairs(std::vector<DaughterPair>& pairs, DaughterCuts const& cuts, PairInFlight const& whole, double fast_GeV,
               double slow_GeV, double share, Numerics const& numerics) {
  double const m = whole.mass_GeV;
  double const k_GeV = whole.k_GeV;
  double const E = std::hypot(k_GeV, m);
  double const beta_A = k_GeV / E;
  double const difference = (fast_GeV - slow_GeV) * (fast_GeV + slow_GeV) / (m * m);
  double const fast = 0.5 * (1.0 + difference);  // energies and momentum in the frame of the pair, over its mass
  double const slow = 0.5 * (1.0 - difference);
  double const p = std::sqrt((fast - fast_GeV / m) * (fast + fast_GeV / m));
  // Panels end where a daughter crosses the threshold.
  std::vector<double> breaks{0.0, 1.0};
  for (double const critical :
       {(cuts.energy_min_GeV / E - fast) / (beta_A * p), (slow - cuts.energy_min_GeV / E) / (beta_A * p)})
    if (critical > 0.0 && critical < 1.0) breaks.push_back(critical);
  std::sort(breaks.begin(), breaks.end());
  breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
  for (std::size_t panel = 0; panel + 1 < breaks.size(); ++panel) {
    // c = 1 - v^2: the transverse momentum has a square root at c = 1.
    auto const nodes =
        gauss_legendre(numerics.daughter_angles, std::sqrt(1.0 - breaks[panel + 1]), std::sqrt(1.0 - breaks[panel]));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      double const c = 1.0 - nodes.x[i] * nodes.x[i];
      DaughterPair pair{};
      pair.weight = share * nodes.w[i] * 2.0 * nodes.x[i];
      pair.across_GeV = m * p * std::sqrt(1.0 - c * c);
      pair.along_plus_GeV = k_GeV * fast + E * p * c;
      pair.along_minus_GeV = k_GeV * slow - E * p * c;
      pair.plus_counts = E * (fast + beta_A * p * c) >= cuts.energy_min_GeV;
      pair.minus_counts = E * (slow - beta_A * p * c) >= cuts.energy_min_GeV;
      bool const enough =
          cuts.at_least == 1 ? pair.plus_counts || pair.minus_counts : pair.plus_counts && pair.minus_counts;
      if (enough) pairs.push_back(pair);
    }
  }
}

}  // namespace

std::vector<DaughterPair> daughter_pairs(DaughterCuts const& cuts, PairInFlight const& pair, Numerics const& numerics) {
  std::vector<DaughterPair> pairs;
  auto const [first, second] = pair.daughters_GeV;
  if (first == second) {
    add_pairs(pairs, cuts, pair, first, second, 1.0, numerics);
  } else {
    add_pairs(pairs, cuts, pair, first, second, 0.5, numerics);
    add_pairs(pairs, cuts, pair, second, first, 0.5, numerics);
  }
  return pairs;
}

DaughterAcceptance::DaughterAcceptance(DaughterCuts const& cuts, PairInFlight const& decaying, Numerics const& numerics)
    : aperture_{cuts.opening.aperture},
      plane_m_{cuts.opening.centre_m[2]},
      at_least_{cuts.at_least},
      azimuths_{numerics.daughter_azimuths} {
  PENUMBRA_EXPECT(cuts.opening.rotation.none() && cuts.opening.centre_m[0] == 0.0 && cuts.opening.centre_m[1] == 0.0);
  for (int i = 0; i < azimuths_; ++i) {
    cosine_.push_back(std::cos(pi * (i + 0.5) / azimuths_));
    sine_.push_back(std::sin(pi * (i + 0.5) / azimuths_));
  }
  // An opening centred on the axis looks the same after half a turn.
  int const turns = aperture_.centred() ? azimuths_ : 2 * azimuths_;
  for (int j = 0; j < turns; ++j) {
    turn_cosine_.push_back(std::cos(pi * (j + 0.25) / azimuths_));
    turn_sine_.push_back(std::sin(pi * (j + 0.25) / azimuths_));
  }
  for (auto const& pair : daughter_pairs(cuts, decaying, numerics))
    pairs_.push_back({pair.weight, pair.across_GeV / pair.along_plus_GeV,
                      pair.along_minus_GeV > 0.0 ? pair.across_GeV / pair.along_minus_GeV : never, pair.plus_counts,
                      pair.minus_counts});
}

double DaughterAcceptance::round_share(double offset, Pair const& pair, double arm) const {
  // |a + b e^(i phi)| < R is cos(phi) < q = (R^2 - a^2 - b^2) / (2 a b); the other daughter flies at phi + pi.
  double const R = aperture_.radius_m();
  auto const bound = [&](double slope, bool counts) {
    if (!counts) return -1.0;
    double const b = slope * arm;
    double const free = R * R - offset * offset - b * b;
    double const swing = 2.0 * offset * b;
    if (swing <= std::abs(free) * 1e-14) return free > 0.0 ? 1.0 : -1.0;
    return std::clamp(free / swing, -1.0, 1.0);
  };
  double const plus = bound(pair.slope_plus, pair.plus_counts);      // counts where cos(phi) < plus
  double const minus = -bound(pair.slope_minus, pair.minus_counts);  // counts where cos(phi) > minus
  double const overlap =
      (std::acos(minus) - std::acos(plus)) / pi;  // share where both count, or minus the share of neither
  return at_least_ == 2 ? std::max(0.0, overlap) : 1.0 - std::max(0.0, -overlap);
}

double DaughterAcceptance::sampled_share(double offset, Pair const& pair, double arm) const {
  double const inside = aperture_.inscribed_m();
  double const outside = aperture_.outermost_m();
  double const b_plus = pair.slope_plus * arm;
  double const b_minus = pair.slope_minus * arm;
  // Within the opening, or outside it, at every azimuth?
  auto const always = [&](bool counts, double b) { return counts && offset + b <= inside; };
  auto const never_in = [&](bool counts, double b) { return !counts || std::abs(offset - b) >= outside; };
  bool const plus_in = always(pair.plus_counts, b_plus);
  bool const minus_in = always(pair.minus_counts, b_minus);
  bool const plus_out = never_in(pair.plus_counts, b_plus);
  bool const minus_out = never_in(pair.minus_counts, b_minus);
  if (at_least_ == 1 ? plus_in || minus_in : plus_in && minus_in) return 1.0;
  if (at_least_ == 1 ? plus_out && minus_out : plus_out || minus_out) return 0.0;
  double passed = 0.0;
  for (int i = 0; i < azimuths_; ++i) {
    // Azimuth of the daughters relative to the mediator's; the other half turn is its mirror image.
    double const cosine = cosine_[static_cast<std::size_t>(i)];
    double const sine = sine_[static_cast<std::size_t>(i)];
    double const x1 = offset + b_plus * cosine;
    double const y1 = b_plus * sine;
    double const x2 = offset - b_minus * cosine;
    double const y2 = -b_minus * sine;
    double const r1 = std::sqrt(x1 * x1 + y1 * y1);
    double const r2 = std::sqrt(x2 * x2 + y2 * y2);
    bool const plus_clear = !pair.plus_counts || r1 <= inside || r1 >= outside;
    bool const minus_clear = !pair.minus_counts || r2 <= inside || r2 >= outside;
    if (plus_clear && minus_clear) {
      int const counted = (pair.plus_counts && r1 <= inside ? 1 : 0) + (pair.minus_counts && r2 <= inside ? 1 : 0);
      if (counted >= at_least_) passed += 1.0;
      continue;
    }
    // Turn the whole decay about the beam.
    int turned = 0;
    for (std::size_t j = 0; j < turn_cosine_.size(); ++j) {
      double const c = turn_cosine_[j];
      double const s = turn_sine_[j];
      int const counted = (pair.plus_counts && aperture_.contains(c * x1 - s * y1, s * x1 + c * y1) ? 1 : 0) +
                          (pair.minus_counts && aperture_.contains(c * x2 - s * y2, s * x2 + c * y2) ? 1 : 0);
      if (counted >= at_least_) ++turned;
    }
    passed += turned / static_cast<double>(turn_cosine_.size());
  }
  return passed / azimuths_;
}

double DaughterAcceptance::operator()(double theta_rad, double z_m) const {
  double const offset = std::tan(theta_rad) * plane_m_;
  double const arm = plane_m_ - z_m;
  bool const round = aperture_.on_axis_disc();
  double share = 0.0;
  for (auto const& pair : pairs_) {
    if (!aperture_.bounded())
      share += pair.weight;
    else
      share += pair.weight * (round ? round_share(offset, pair, arm) : sampled_share(offset, pair, arm));
  }
  return share;
}

}  // namespace penumbra
