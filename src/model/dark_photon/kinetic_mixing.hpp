#pragma once

#include "model/model.hpp"

namespace penumbra {

/// What every vector with the photon's couplings times epsilon has in common, whatever else it couples to. `matter` is
/// the monomial epsilon^2 in the couplings of the model, m the mass of the vector.

/// Decays to leptons and hadrons.
std::vector<DecayMode> kinetic_mixing_decays(double m_GeV, Monomial const& matter);

/// Width to leptons and hadrons at epsilon = 1, GeV: the sum of these decays, without their names (for integrals).
double kinetic_mixing_width_GeV(double m_GeV);

/// Masses at which that width changes fast, GeV, ascending: thresholds of leptons, pions and kaons, and the narrow
/// omega and phi (a little below, at, and a little above).
std::span<double const> kinetic_mixing_thresholds_GeV();

/// Ways to make it. Transition form factors of mesons are set to one, as in the published sensitivities that we compare
/// with: eta and omega gain at most tens of per cent near the end of their range; eta' -> gamma A' is enhanced by the
/// rho pole for masses above 0.6 GeV (eta' -> gamma rho has a branching ratio of 0.295), which vector-meson mixing and
/// bremsstrahlung far outweigh.
std::vector<ProductionChannel> kinetic_mixing_productions(double m_GeV, Monomial const& matter);

/// Shift of the anomalous magnetic moment of "e", "mu" or "tau" at epsilon = 1; nullopt for other names.
std::optional<std::pair<double, Monomial>> kinetic_mixing_moment(std::string_view lepton, double m_GeV,
                                                                 Monomial const& matter);

/// What `penumbra model` prints: widths and branching ratios of the given decays, and what follows from the photon's
/// couplings at a squared mixing of `epsilon_squared`.
Quantities vector_quantities(double m_GeV, double epsilon_squared, std::span<DecayMode const> decays,
                             Couplings couplings);

}  // namespace penumbra
