#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Decays of the heavier state of a pseudo-Dirac pair, chi_2 -> chi_1 + (virtual A' -> leptons or hadrons), with the
/// monomial alpha_D epsilon^2 = `coupling`:
///
///   dGamma_f/dq^2 = Gamma(chi_2 -> chi_1 V(q^2)) q Gamma(V(q) -> f) / [pi (m^2 - q^2)^2]
///
/// for every final state f of a dark photon of mass q (R(q) for hadrons). The leptonic part is
/// `heavier_state_width_GeV`. Masses of the pair come in groups of about equal share. None where m_2 - m_1 is below
/// 2 m_e or above m. Width at alpha_D = epsilon = 1. Source: arXiv:1508.03050; exact in the masses at tree level.
std::vector<PairDecay> heavier_state_decays(DarkMatter const& dm, double mediator_GeV, Monomial const& coupling);

}  // namespace penumbra
