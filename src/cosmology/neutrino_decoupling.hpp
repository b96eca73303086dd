#pragma once

#include <span>
#include <vector>

namespace penumbra {

/// A species in equilibrium with photons and electrons while neutrinos decouple.
struct ThermalSpecies {
  double mass_GeV;
  double internal_states;  ///< of particles and antiparticles together
  bool is_boson;
};

/// N_eff, the radiation besides photons long after electrons have annihilated, in units of one neutrino that never was
/// heated: 3 (11/4)^(4/3) (T_nu/T_gamma)^4. Species that give their entropy to photons after neutrinos have left lower
/// it.
///
/// Two temperatures, of photons with everything that couples to them and of three alike neutrinos:
///
///     dT_nu/dt = -H T_nu + Q/(3 drho_nu/dT),    dT_gamma/dt = -(3 H sum(rho + p) + Q)/sum drho/dT
///
/// with the energy Q that electrons hand to neutrinos, G_F^2/pi^5 sum_flavours 4 (g_L^2 + g_R^2) [32 f_a (T_gamma^9 -
/// T_nu^9) + 56 f_s T_gamma^4 T_nu^4 (T_gamma - T_nu)], f_a = 0.884 and f_s = 0.829 for Fermi-Dirac statistics, and the
/// pressure of the plasma at order e^2. Source: Escudero, arXiv:1812.05605 and arXiv:2001.04466 (rates); Bennett et
/// al., arXiv:1911.04504 (pressure, without the logarithmic part, below 1e-4 in N_eff).
///
/// Left out: neutrino oscillations and distorted spectra (-0.001 in N_eff), the electron's mass in Q (measured against
/// the published 3.045 in the tests, below 0.01), chemical decoupling of the species: each stays in equilibrium until
/// it is gone, which is exact to the extent that what freezes out carries no energy.
///
/// Valid: masses above 1 keV. Neutrinos have the temperature of photons at 10 MeV, where the calculation begins.
double effective_neutrinos(std::span<ThermalSpecies const> species);

/// The Standard Model by the same calculation.
double standard_effective_neutrinos();

}  // namespace penumbra
