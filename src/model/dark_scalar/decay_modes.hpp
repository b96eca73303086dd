#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Which widths to hadrons a dark scalar has where quarks are not free.
enum class ScalarHadrons {
  dispersive,  ///< pions and kaons with dispersive form factors, and an ansatz for the rest, up to 2 GeV
  chiral       ///< pions at leading order of chiral perturbation theory up to 2 m_K, spectator quarks above
};

/// Mass above which hadrons are spectator quarks and gluons, GeV.
double spectator_from_GeV(ScalarHadrons hadrons);

/// Every open decay of a dark scalar of mass m: leptons, photons, hadrons. `mixing` is the monomial sin^2 theta.
std::vector<DecayMode> dark_scalar_decays(double m_GeV, ScalarHadrons hadrons, Monomial const& mixing);

}  // namespace penumbra
