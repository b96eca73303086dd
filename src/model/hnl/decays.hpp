#pragma once

#include <vector>

#include "model/model.hpp"

namespace penumbra {

/// Every open decay of a Dirac heavy neutral lepton, with the U_a^2 that drives it, for any mixture of flavours. Names
/// put the flavour of the mixing where a neutrino hides it: "3nu(mu)", "nu(e)e+e-", "mu-e+nu" (mixing with the first
/// lepton), "e-pi+", "nu(tau)pi0". Charges are those of a lepton N; a Majorana one decays to the opposite ones as well.
///
/// Hadrons: pi, K, rho, K*, eta, eta', omega, phi, D, D_s, D*, D_s*, B, B_c one at a time, each at every mass; and
/// above 1 GeV what the inclusive width to quarks has beyond them, "e-hadrons" and "nu(e)hadrons", separately for
/// quarks without charm, with charm, and with bottom, so that a total never jumps where a description of it ends.
/// Quarks count with QCD corrections and close at the lightest hadrons of a pair of them (two pions, pion and kaon, D
/// and pion, ...). Uncertain by 10 to 20 % between 1 and 3 GeV, where public programs differ so (arXiv:1805.08567,
/// section 3.3).
///
/// Daughters as a detector sees them: lepton and meson, or the pair of charged particles beside a neutrino with its
/// mass; further hadrons beside a lepton as one pion, beside a neutrino as a pair of pions with the mass of the pair of
/// quarks. A tau counts as one track, a pi0 or eta beside a neutrino as two photons.
std::vector<DecayMode> hnl_decays(double m_GeV);

}  // namespace penumbra
