#pragma once

#include "detection/cross_section_table.hpp"
#include "model/dark_matter/scattering.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Which neutral pions count: kinetic energy in the laboratory, as they leave the nucleon.
struct PionWindow {
  double min_GeV = 0.0;
  double max_GeV = 0.0;
};

/// dsigma/dQ^2 of chi N -> chi' Delta(1232) in GeV^-4 at alpha_D = 1 and matter coupling 1, all decays. Zero outside
/// the kinematic range. A current with charges x_p and x_n of proton and neutron excites it by x_p - x_n.
double delta_excitation_GeV4(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, double E_GeV, double Q2_GeV2);

/// Cross section of chi N -> chi' Delta, Delta -> N pi0 with a pion in a window, in m^2 at alpha_D = 1 and matter
/// coupling 1. The Delta is narrow and decays isotropically, as in arXiv:1609.01770.
///
/// Nucleons are free and at rest; pions do not interact in the nucleus: absorption and charge exchange (some 30 % on
/// carbon) belong to the efficiency. Neglected: pi0 without a Delta, and its width, with which 27 % fewer are made at
/// E = 0.5 GeV, 15 % at 1 GeV and 3 % at 3 GeV (tests/detection/pion_production_test.cpp).
class PionProductionCrossSection : public CrossSectionTable {
 public:
  PionProductionCrossSection(DarkMatter const& dm, double mediator_GeV, Nucleon nucleon, PionWindow const& window,
                             double E_max_GeV, Numerics const& numerics);
};

}  // namespace penumbra
