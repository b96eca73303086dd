#pragma once

#include <span>
#include <string_view>

#include "model/model.hpp"

namespace penumbra {

/// How well annihilation heats and ionises the gas after recombination: f_eff, the share of the annihilation's energy
/// that counts for the CMB, so that the observable is p_ann = f_eff <sigma v>/m.
///
/// Source: Slatyer, arXiv:1506.03811, figure 3 (f_eff of electron pairs and of photons against their kinetic energy, 5
/// keV to 5 TeV, normalised to their total energy). Other particles decay to these, with their energy spectra
/// integrated over the decay chain: muons (Michel spectrum), pions, and K, tau, eta by their main decays with the
/// energy shared evenly; "hadrons" are five pions of equal energy, a third of them neutral. Neutrinos take their energy
/// away.
///
/// Accuracy: two public digitisations of the figure agree within 3.5 %, and 0.035 in log10 E where it rises steeply
/// (tested for photons). Muons and pions: exact but for electron masses, < 1 % above threshold. K, tau, hadrons: 10 to
/// 20 %, since f_eff changes by a factor of two from 0.1 to 1 GeV and three to seven pions instead of five move it by
/// less than that.

/// f_eff of electron pairs, each of this kinetic energy; constant beyond 5 keV and 5 TeV.
double electron_deposition(double kinetic_GeV);
/// f_eff of photon pairs.
double photon_deposition(double energy_GeV);

/// f_eff of one annihilation to a final state of `Model::decays` at an energy sqrt(s), both halves together. A name
/// that is not known counts as "hadrons".
double deposition(std::string_view final_state, double root_s_GeV);

/// Mean over final states, by width: what a mediator of mass `root_s_GeV` at rest, real or virtual, leaves.
double deposition(std::span<DecayMode const> decays, double root_s_GeV, Couplings couplings);

/// The same for a mediator of mass `m_GeV` that flies with energy `energy_GeV`: an annihilation to two of them has
/// sqrt(s) of twice that. Isotropic decays; only electrons, muons and charged pions feel their boost one by one, the
/// other final states are taken at the energy of the mediator.
double deposition_in_flight(std::span<DecayMode const> decays, double m_GeV, double energy_GeV, Couplings couplings);

}  // namespace penumbra
