#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Node counts of the freeze-out calculation. The shipped ones keep Omega within 0.5 % of twice as many (tested).
struct FreezeOutNodes {
  int gauss = 12;           ///< per panel of the integral over s
  int pole = 13;            ///< on the panel around a resonance, odd: one node sits on the pole
  double ln_x_step = 0.07;  ///< between the temperatures where <sigma v> is computed
  double step = 1.0;        ///< scale of the steps of the Boltzmann equation
};

/// Freeze-out runs from x = m/T = 1 to this one; <sigma v> is known at exp(i ln_x_step).
inline constexpr double freeze_out_x_end = 3000.0;
/// Where dark matter has cooled to by then if it decoupled kinetically at x = 20; colder is taken as this.
inline constexpr double freeze_out_x_coldest = freeze_out_x_end * freeze_out_x_end / 20.0;

/// Thermally averaged annihilation cross section times velocity at a common temperature,
///
///     <sigma v> = int_{4 m^2}^inf ds sigma (s - 4 m^2) sqrt(s) K_1(sqrt(s)/T) / [8 m^4 T K_2(m/T)^2]
///
/// Source: Gondolo, Gelmini 1991, eq. 3.8; Maxwell-Boltzmann statistics, fine for x > 3 (at x = 1 off by some 10 %).
///
/// With sqrt(s) = 2 m (1 + p^2) and Bessel functions free of their exponential the integrand is smooth at threshold
/// and for any x. Panels of p grow geometrically up to exp(-40) at x = 1, split at every
/// threshold and narrow structure that the model names, and get finer around the resonance. Where the resonance is
/// narrower than its panel, nodes do not follow it: sigma [(p - p_r)^2 + gamma^2] is smooth and is interpolated by a
/// polynomial, which is integrated against the Breit-Wigner exactly (Legendre functions of the second kind). So the
/// nodes, and with them everything but sigma, depend on masses alone, for any width from 1e-30 to 1.
class ThermalAverage {
 public:
  explicit ThermalAverage(Annihilation annihilation, FreezeOutNodes const& nodes = {});

  /// ln x of the nodes.
  std::vector<double> const& ln_x() const { return ln_x_; }
  /// <sigma v> in GeV^-2 at the first `count` nodes.
  std::vector<double> operator()(Couplings couplings, std::size_t count) const;

 private:
  std::vector<double> weights(Couplings couplings) const;

  Annihilation annihilation_;
  std::vector<double> ln_x_;
  std::vector<std::function<double(Couplings)>> sigma_GeV2_;  ///< by node
  std::vector<double> weight_;                                ///< of an integral over p
  /// By node, then by x (transposed, so that sums over nodes run over x in step); cut where the exponential leaves
  /// nothing.
  std::vector<std::vector<double>> kernel_;
  struct Pole {
    std::size_t first = 0;        ///< of the nodes on its panel
    double half_width = 0.0;      ///< of the panel, in p
    double width_in_panel = 0.0;  ///< gamma in units of half_width, for Gamma/M = 1
  };
  std::optional<Pole> pole_;
  int pole_nodes_;
};

}  // namespace penumbra
