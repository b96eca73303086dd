#pragma once

#include <complex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "beam/beam.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Smallest and largest momentum of the mediator: z between the beam's limits, and 3 m/E < z < 1 - 3 m/E so that
/// mediator and proton stay relativistic (arXiv:1609.01770, section II). Taken at small angles, cos(theta) = 1: below 1
/// % for pT < 1 GeV.
struct MomentumRange {
  double min_GeV;
  double max_GeV;
};
MomentumRange proton_bremsstrahlung_momenta(Beam const& beam, double mediator_mass_GeV);

/// The squared form factors that count on this beam, by name, the first central: those that the beam lists, or all that
/// the model has.
std::vector<std::pair<std::string, double>> form_factors_on(Beam const& beam, ProtonBremsstrahlung const& brems);

/// Treatments of the splitting that this beam lists and that tell scalars apart: both of Fermi, Weizsaecker and
/// Williams are one for them.
std::vector<ProtonSplitting> scalar_splittings_on(Beam const& beam);

/// Mediators radiated by the beam protons: dN/(d ln k dOmega) per inelastic collision at |F_1|^2 = 1 and unit coupling,
/// some polar angles, many momenta: splitting function with exact kinematics z = k cos(theta)/P, pT = k sin(theta),
/// times sigma_pp(s')/sigma_pp(s), or for a quasi-real proton the cross section at s' of what is not single diffractive
/// over the inelastic one at s. A limit on pT is left to `Flux::cut_transverse_momentum`. One proton per collision (the
/// other one of a collider goes the other way). `pauli_over_dirac`: F_2/F_1.
void proton_bremsstrahlung_rows(Beam const& beam, ProtonSplitting const& splitting,
                                std::complex<double> pauli_over_dirac, double mediator_mass_GeV,
                                std::span<double const> theta_rad, std::span<double const> k_GeV,
                                std::span<double> out);

/// The same for a scalar, at |F|^2 = 1 and unit coupling to the proton.
void scalar_bremsstrahlung_rows(Beam const& beam, ProtonSplitting const& splitting, double mediator_mass_GeV,
                                std::span<double const> theta_rad, std::span<double const> k_GeV,
                                std::span<double> out);

}  // namespace penumbra
