#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "cosmology/thermal_average.hpp"

namespace penumbra {

/// What is left of a species that froze out of the bath.
struct Relic {
  double omega_h2 = 0.0;
  double x_freeze_out = 0.0;  ///< last x = m/T with one annihilation per particle and Hubble time
  double rate =
      0.0;  ///< annihilations per particle and Hubble time at T = m; far below one it never was in equilibrium
};

/// Freeze-out of one species of mass m that starts in equilibrium at T = m:
///
///     dY/dln x = -A (Y^2 - Y_eq^2),  A = sqrt(pi/45) M_Pl g_*^{1/2} m/x <sigma v>_eff,  Y_eq = 45 g x^2 K_2(x)/(4 pi^4
///     h) Omega h^2 = m Y(x = 3000) s_0 / (rho_c/h^2)
///
/// Source: Gondolo, Gelmini 1991, eqs. 2.14-2.24. Y counts all particles; <sigma v>_eff is <sigma v> of a pair for a
/// self-conjugate species, half of it otherwise (particles meet antiparticles only, half of all).
///
/// Solved for ln Y, where the equation keeps its digits, by the two-stage Radau IIA method (Hairer, Wanner, Solving
/// Ordinary Differential Equations II, table IV.5.5; order 3, L-stable: equilibrium, with rates of 1e12, costs nothing)
/// on fixed steps, so that Omega is a smooth function of the cross section. Steps in which equilibrium holds to 1e-6
/// are passed over, and where Y_eq^2 < 1e-12 Y^2 the equation is integrated as it stands, 1/Y = 1/Y_0 + int A dln x. ln
/// <sigma v> is a cubic in ln x between nodes.
///
/// Neglected: annihilation after x = 3000, 0.7 % of s-wave Omega; the heating of one of photons and neutrinos alone by
/// annihilations after neutrino decoupling (masses below about 10 MeV); an asymmetry; quantum statistics.
class FreezeOut {
 public:
  FreezeOut(double mass_GeV, double internal_states, bool self_conjugate, FreezeOutNodes const& nodes = {});

  /// Nodes of <sigma v> that are needed: exp(i ln_x_step) for i below this number.
  std::size_t average_count() const { return warm_count_; }
  std::size_t cold_average_count() const { return cold_count_; }

  /// `sigma_v_GeV2`: <sigma v> of a pair at the first `average_count()` nodes; more are ignored.
  Relic operator()(std::span<double const> sigma_v_GeV2) const;

  /// Omega h^2 when dark matter loses kinetic contact with the bath where it freezes out chemically, and cools as
  /// T_chi = T^2/T_freeze-out from then on: the other extreme. `sigma_v_GeV2` at `cold_average_count()` nodes. Near a
  /// resonance the truth lies in between (arXiv:1706.07433: up to an order of magnitude in the scalar singlet).
  /// `relic`: the result with kinetic contact.
  double cold_omega_h2(std::span<double const> sigma_v_GeV2, Relic const& relic) const;

 private:
  struct Stage {
    double ln_x;
    double ln_rate;  ///< ln A at <sigma v> = 1 GeV^-2
    double ln_equilibrium;
    std::size_t node;               ///< the first of four around this place
    std::array<double, 4> weights;  ///< of ln <sigma v> there
  };
  struct Step {
    double length;  ///< in ln x
    std::array<Stage, 2> stages;
  };
  Stage stage(double ln_x) const;
  double ln_sigma_v(std::span<double const> ln_values, double ln_x) const;
  double omega_h2(double ln_Y) const;
  double evolve(std::span<double const> ln_values, double ln_x_cold) const;

  double mass_GeV_;
  double states_;
  double pair_share_;
  double ln_x_step_;
  std::size_t warm_count_;
  std::size_t cold_count_;
  std::vector<Step> steps_;
};

}  // namespace penumbra
