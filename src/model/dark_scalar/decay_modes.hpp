#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Which widths to hadrons a dark scalar has where quarks are not free.
enum class ScalarHadrons {
  dispersive,  ///< pions and kaons with the form factors of arXiv:1809.01876, and an ansatz for the rest, up to 2 GeV
  omnes,       ///< the same with the form factors of arXiv:2407.13587
  chiral       ///< pions at leading order of chiral perturbation theory up to 2 m_K, spectator quarks above
};

/// Where perturbation theory replaces dispersion relations, arXiv:1809.01876.
inline constexpr double perturbative_from_GeV = 2.0;

/// Mass above which hadrons are spectator quarks and gluons, GeV.
double spectator_from_GeV(ScalarHadrons hadrons);

/// Every open decay of a dark scalar of mass m: leptons, photons, hadrons. `mixing` is the monomial sin^2 theta.
std::vector<DecayMode> dark_scalar_decays(double m_GeV, ScalarHadrons hadrons, Monomial const& mixing);

}  // namespace penumbra
