#pragma once

#include <vector>

namespace penumbra {

/// Signal of a search that published more than an edge: for couplings g_i at one mass the ratio r(g) of its upper limit
/// on the signal to the signal that it expects. Then
///
///   s(g) = s_lim / r(g)
///
/// and g is excluded where r <= 1. With the share b of the decays that are counted and the lifetime t, both over those
/// of the published model at the same coupling, the efficiency is that of the coupling g' = g t^(-1/p), which has this
/// lifetime there:
///
///   s(g) = s_lim b t^((n-p)/p) / r(g')
///
/// n: power of the coupling in the signal at long lifetimes, p: in the decay width, as for IslandSignal, of whose s
/// this is the general form. Source: arXiv:1801.04847, section 2.3.
///
/// ln r is linear in ln g between the couplings of the grid. Beyond them nothing is known, and the signal is zero.
class SurfaceSignal {
 public:
  /// Valid: at least two couplings, positive and ascending; as many ratios, positive and finite; n > 0, p > 0, s_lim >
  /// 0.
  SurfaceSignal(std::vector<double> const& couplings, std::vector<double> const& ratios, double n, double p,
                double s_lim);
  double operator()(double coupling, double share = 1.0, double lifetime = 1.0) const;

 private:
  std::vector<double> log_couplings_;
  std::vector<double> log_ratios_;
  double n_;
  double p_;
  double s_lim_;
};

}  // namespace penumbra
