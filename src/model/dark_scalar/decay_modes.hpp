#pragma once

#include <vector>

#include "model/dark_scalar/couplings.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Which widths to hadrons a scalar has where quarks are not free.
enum class ScalarHadrons {
  /// Pions and kaons with the form factors of arXiv:1809.01876, and an ansatz for the rest, up to 2 GeV: for couplings
  /// that are alike in hadrons.
  dispersive,
  omnes,  ///< the same with the form factors of arXiv:2407.13587
  chiral  ///< pions at leading order of chiral perturbation theory up to 2 m_K, spectator quarks above
};

/// Where perturbation theory replaces dispersion relations, arXiv:1809.01876.
inline constexpr double perturbative_from_GeV = 2.0;

/// Mass above which hadrons are spectator quarks and gluons, GeV.
double spectator_from_GeV(ScalarHadrons hadrons);

/// Every open decay of a scalar of mass m: leptons, photons, hadrons. `mixing` is the monomial g^2.
///
/// The ansatz for more hadrons goes as gluons and strange quarks do at 2 GeV, where it meets them. Light quarks alone
/// make pairs of mesons, and nothing above 2 GeV.
std::vector<DecayMode> scalar_decays(double m_GeV, ScalarHadrons hadrons, ScalarCouplings const& kappa,
                                     Monomial const& mixing);

}  // namespace penumbra
