#pragma once

#include "model/model.hpp"

namespace penumbra {

/// The textbook estimate of freeze-out, Kolb and Turner, The Early Universe (1990), eqs. 5.44 and 5.45: with <sigma v>
/// = sigma_0 x^-n,
///
///     x_f = L - (n + 1/2) ln L,  L = ln[0.038 (n + 1) (g/sqrt(g_*)) M_Pl m sigma_0],
///     Omega h^2 = 1.07e9 GeV^-1 (n + 1) x_f^(n+1) sqrt(g_*)/(h M_Pl sigma_0).
///
/// Good to 5 to 20 % away from resonances and thresholds and from the QCD transition; compare with `RelicDensity`.
struct FreezeOutEstimate {
  double x_freeze_out;
  double omega_h2;
};
/// `sigma_0_GeV2`: of a pair, averaged over spins; half of it counts for a species that is not self-conjugate, whose
/// `internal_states` are those of particles and antiparticles together.
FreezeOutEstimate estimate_freeze_out(double mass_GeV, double internal_states, bool self_conjugate, double sigma_0_GeV2,
                                      double power);

/// What `penumbra model` tells about freeze-out: the full solution, the estimate with the <sigma v> and its slope at
/// freeze-out, and which part of annihilation goes to pairs of mediators. Empty where the model does not say.
Quantities freeze_out_quantities(Model const& model, Masses masses, Couplings couplings);

/// Mass of a heavy Dirac neutrino, <sigma v> = c G_F^2 m^2/(2 pi), whose freeze-out leaves `omega_h2`: the lower bound
/// of Lee and Weinberg (1977) on dark matter with weak interactions. Kolb and Turner, eq. 5.63: c = 5.
double lee_weinberg_mass_GeV(double omega_h2, double channels);

}  // namespace penumbra
