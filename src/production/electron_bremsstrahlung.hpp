#pragma once

#include <span>

#include "beam/beam.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Mediators radiated by the electrons and positrons of a shower in a thick target: dN/(d ln k dOmega) per primary electron
/// and unit (g_e/e)^2, at one polar angle for many momenta.
///
///   dN = (N_A X0 / A) int dC(E) d2sigma/(dx dOmega)(x = E_A'/E, theta; E)
///
/// dC: track length at energy E (TrackLength). Cross section: the exact 2 -> 3 process, or the improved Weizsaecker-Williams
/// approximation where the beam file asks for it. Every mediator starts at the origin, and its angle is that to a primary
/// that has not scattered: multiple scattering and the depth of the shower are neglected.
void electron_bremsstrahlung_row(ElectronTarget const& target, double beam_energy_GeV, double mediator_mass_GeV,
                                 Numerics const& numerics, double theta_rad, std::span<double const> k_GeV,
                                 std::span<double> out);

}  // namespace penumbra
