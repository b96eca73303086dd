#pragma once

#include <vector>

#include "model/hnl/widths.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Mass of the pair of charged particles beside the neutrino, in decays of a heavy neutral lepton of mass m, as nodes
/// of a quadrature; from the squared amplitudes behind the widths of the same names (arXiv:1805.08567, section 3).
/// Empty where closed.
///
/// N -> nu f fbar: |M|^2 = C1 (P.f)(nu.fbar) + (f <-> fbar), and C2 m_f^2 (P.nu).
std::vector<PairMass> masses_beside_neutrino(NeutralCurrentPair pair, double m_GeV, double fermion_GeV);

/// N -> l f nu by the charged current of the lepton l, f the charged lepton of the other current:
/// |M|^2 = (P.f)(l.nu).
std::vector<PairMass> masses_by_charged_current(double m_GeV, double lepton_GeV, double other_GeV);

}  // namespace penumbra
