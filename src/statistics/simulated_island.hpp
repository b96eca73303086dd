#pragma once

#include <vector>

namespace penumbra {

/// Decays that a search sees, at one mass and in any unit, as a function of the lifetime (in any unit): straight in
/// logarithms between the points, with the slope of the first two before them, and as 1/lifetime beyond the last.
struct LifetimeResponse {
  std::vector<double> log_lifetimes;  ///< ascending, at least two
  std::vector<double> log_seen;
  /// ln of what is seen at a lifetime of this logarithm.
  double operator()(double log_lifetime) const;
};

/// Signal of a search for displaced decays between two published edges, with the response P of a simulation of it:
///
///   s(g) = A g^(n-p) b P(t / (c g^p)),
///
/// what IslandSignal is where P(x) = exp(-1/x) - exp(-r/x): n and p are the powers of the coupling in the signal at
/// long lifetimes and in the decay width, b the share of the decays that are counted and t the lifetime, both over
/// those of the curve at this coupling. A and c follow from s = s_lim at both edges: of the simulation neither the size
/// of the signal nor the scale of the lifetime counts, only how it falls to both sides.
class SimulatedIsland {
 public:
  /// Valid: 0 < lower <= upper, n > p > 0, s_lim > 0, and a response that falls faster than lifetime^((n-p)/p) at its
  /// short end. Edges that have merged (the tip) put the maximum there.
  SimulatedIsland(double lower, double upper, double n, double p, double s_lim, LifetimeResponse response);

  /// What is made otherwise is seen otherwise: takes this response, in the same units, for signals from here on.
  void make_as(LifetimeResponse response) { response_ = std::move(response); }

  double operator()(double coupling, double share = 1.0, double lifetime = 1.0) const;
  /// ln of the lifetime at the lower edge, in the unit of the response.
  double log_lifetime_at_lower() const { return log_lifetime_at_lower_; }

 private:
  double lower_;
  double n_;
  double p_;
  double log_scale_ = 0.0;  ///< ln s at the lower edge less ln of what is seen there
  double log_lifetime_at_lower_ = 0.0;
  LifetimeResponse response_;
};

}  // namespace penumbra
