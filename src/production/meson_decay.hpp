#pragma once

#include <span>

#include "beam/parent_spectrum.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Mediators of mass m from parents of mass M that decay isotropically to mediator + other (mass m2): dN/(d ln k
/// dOmega) per inelastic collision and unit branching ratio, at some polar angles and many momenta (out[i * k.size() +
/// j]); `two_body_rows`. Valid for m + m2 < M.
void meson_decay_rows(ParentSpectrum const& spectrum, double parent_mass_GeV, double mediator_mass_GeV,
                      double other_mass_GeV, Numerics const& numerics, std::span<double const> theta_rad,
                      std::span<double const> k_GeV, std::span<double> out);

/// Mediators that take a vector or pseudoscalar meson's place at the same momentum and angle: dN/(d ln k dOmega) per
/// inelastic collision. At the same energy instead, the momentum would differ by (M^2 - m^2)/(2 k^2) of itself.
void mixing_rows(ParentSpectrum const& spectrum, std::span<double const> theta_rad, std::span<double const> k_GeV,
                 std::span<double> out);

/// Momentum of either daughter of M -> m1 m2 in the frame of M, GeV.
double two_body_momentum_GeV(double M_GeV, double m1_GeV, double m2_GeV);

}  // namespace penumbra
