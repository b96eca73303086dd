#pragma once

#include <cmath>

namespace penumbra {

/// Signal of a search for displaced decays between two published edges, without the experiment's acceptance:
///
///   s(g) = A g^(n-p) [exp(-c g^p) - exp(-c r g^p)]
///
/// n: power of the coupling in the signal at long lifetimes (4 for a dark-photon dump), p: its power in the decay width
/// (2), r = l2 / l1 > 1: far over near end of the decay volume. A and c (near end over decay length at g = 1) follow
/// from s = s_lim at both edges. ln s is strictly concave in ln g, so the solution is unique, the signal exceeds s_lim
/// between the edges and stays below it outside.
///
/// Where further decays, which are not counted, open beside those of the published curve, the visible branching ratio b
/// multiplies the signal and the decay length shrinks by it:
///
///   s(g) = A g^(n-p) b [exp(-c g^p/b) - exp(-c r g^p/b)]
///
/// At long lifetimes that is the same signal: what counts there is the partial width. More generally the share b of the
/// decays that are counted and the lifetime t, both over those of the curve, are two numbers, as where a Majorana
/// particle takes the place of a Dirac one (b = 1, t = 1/2):
///
///   s(g) = A g^(n-p) b [exp(-c g^p/t) - exp(-c r g^p/t)]
class IslandSignal {
 public:
  /// Valid: 0 < lower <= upper, n > 0, p > 0, r > 1, s_lim > 0. Edges that have merged (the tip) put the maximum there.
  IslandSignal(double lower, double upper, double n, double p, double length_ratio, double s_lim);

  double operator()(double coupling, double share = 1.0, double lifetime = 1.0) const {
    double const x = near_end_at_lower_ * std::pow(coupling / lower_, p_);
    double const near_end = x / lifetime;
    if (near_end > 700.0) return 0.0;  // exp(-700) is 1e-304
    return scale_ * std::pow(x, q_) * share * std::exp(-near_end) * -std::expm1(-(length_ratio_ - 1.0) * near_end);
  }
  /// Near end over decay length at the lower edge.
  double near_end_at_lower() const { return near_end_at_lower_; }

 private:
  double lower_;
  double p_;
  double q_;  // (n - p) / p
  double length_ratio_;
  double near_end_at_lower_;
  double scale_;
};

}  // namespace penumbra
