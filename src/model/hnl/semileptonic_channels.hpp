#pragma once

#include <span>
#include <string>

#include "model/hnl/semileptonic.hpp"

namespace penumbra {

/// One semileptonic transition of a hadron with its form factors.
struct SemileptonicChannel {
  char const* parent;  ///< beam-table name
  char const* daughter;
  double parent_GeV;
  double daughter_GeV;
  double lifetime_s;
  double ckm;
  double isospin;      ///< 1/2 for a neutral isovector or half of a quark content, else 1; both charges of K_L count
  double parity_sign;  ///< see SemileptonicDecay
  HelicityAmplitudes (*amplitudes)(double parent_GeV, double daughter_GeV, double q2_GeV2);
};

/// K, D, D_s, B and B_s to the lightest pseudoscalars and vectors. Left out, with what that costs where they are open
/// (docs/physics.md): decays to more hadrons, baryons, B_c.
std::span<SemileptonicChannel const> semileptonic_channels();

/// The decay with a charged lepton of the given mass.
SemileptonicDecay decay_of(SemileptonicChannel const& channel, double lepton_GeV);

/// BR at U^2 = 1.
double semileptonic_branching_ratio(SemileptonicChannel const& channel, double lepton_GeV, double m_N_GeV);

}  // namespace penumbra
