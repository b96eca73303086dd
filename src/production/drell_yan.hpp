#pragma once

#include <span>

#include "beam/beam.hpp"

namespace penumbra {

/// The tables on both sides of a mass.
struct SpectraAroundMass {
  ParentSpectrum const* lower;
  ParentSpectrum const* upper;
  double fraction;  ///< 0 at the lower mass, 1 at the upper one, linear in ln m
};

/// `m_GeV` lies between the first and the last mass of the tables.
SpectraAroundMass spectra_around(DrellYanSpectra const& spectra, double m_GeV);

/// q qbar -> mediator at leading order in the couplings, dN / (d ln k dOmega) per inelastic collision for (g/e)^2 = 1
/// and a K factor of one; `out[i * k.size() + j]`. Between two masses the logarithm of the density is linear in ln m
/// at the same momentum and angle; where one of the two is zero, the density itself.
void drell_yan_rows(SpectraAroundMass const& between, std::span<double const> theta_rad, std::span<double const> k_GeV,
                    std::span<double> out);

}  // namespace penumbra
