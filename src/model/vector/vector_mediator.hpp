#pragma once

#include <string>

#include "model/model.hpp"

namespace penumbra {

// What every model of a massive vector has in common, whatever else it couples to.

/// The photon's couplings times epsilon; `matter` is the monomial epsilon^2 in the couplings of the model.
VectorMediator kinetic_mixing(Monomial matter);

/// Decays to leptons, neutrinos and hadrons.
std::vector<DecayMode> vector_decays(double m_GeV, VectorMediator const& mediator);

/// Sum of their widths at monomial = 1, GeV, without their names (for integrals).
double vector_width_GeV(double m_GeV, VectorMediator const& mediator);

/// Masses at which the width changes fast, GeV, ascending: thresholds of leptons, pions and kaons, and the narrow omega
/// and phi (a little below, at, and a little above).
std::span<double const> vector_width_thresholds_GeV();

/// Ways to make it. What a photon would do is scaled by the amplitudes of vector dominance, rho, omega and phi each by
/// its `meson_charges` (arXiv:1801.04847, eqs. 2.4-2.12). For the photon's own charges transition form factors of
/// mesons are set to one, as in the published sensitivities that we compare with: eta and omega gain at most tens of
/// per cent near the end of their range; eta' -> gamma A' is enhanced by the rho pole for masses above 0.6 GeV (eta' ->
/// gamma rho has a branching ratio of 0.295), which vector-meson mixing and bremsstrahlung far outweigh. Quarks and
/// antiquarks: up quarks bring `up_share` of what the photon's couplings make, down quarks the rest.
std::vector<ProductionChannel> vector_productions(double m_GeV, VectorMediator const& mediator);

/// Shift of the anomalous magnetic moment of "e", "mu" or "tau" at monomial = 1; nullopt for other names.
std::optional<std::pair<double, Monomial>> vector_moment(std::string_view lepton, double m_GeV,
                                                         VectorMediator const& mediator);

/// What `penumbra model` prints: widths and branching ratios of the given decays, and what follows from the charges.
/// `symbol` names the vector in branching ratios.
Quantities vector_quantities(double m_GeV, VectorMediator const& mediator, std::span<DecayMode const> decays,
                             Couplings couplings, std::string const& symbol);

}  // namespace penumbra
