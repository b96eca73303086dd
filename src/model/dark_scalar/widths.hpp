#pragma once

#include <span>

#include "model/dark_scalar/couplings.hpp"

namespace penumbra {

/// Widths of a real scalar with couplings like those of the Higgs boson (`ScalarCouplings`), in GeV at g = 1; m is its
/// mass. Where no coupling is an argument they are those at kappa = 1. All are zero below their threshold.

/// S -> l+ l-: m_l^2 m beta^3/(8 pi v^2). Source: arXiv:1809.01876; tree level.
double scalar_to_leptons_GeV(double m_GeV, double lepton_GeV);

/// A charged fermion in a loop: its mass, N_c Q^2 (for photons; unused for gluons) and coupling.
struct LoopParticle {
  double mass_GeV;
  double colours_charge_squared;
  double kappa = 1.0;
};

/// S -> gamma gamma: alpha^2 m^3/(256 pi^3 v^2) |sum kappa N_c Q^2 A_1/2 + kappa_V A_1|^2 with the W boson in A_1.
///
/// Source: hep-ph/0503172, section 2.3. Free quarks: below about 1 GeV light quarks and mesons in the loop are left
/// out, which matters only below 2 m_mu, where the channel has a few per cent.
double scalar_to_photons_GeV(double m_GeV, std::span<LoopParticle const> fermions, double kappa_V = 1.0);

/// S -> g g at leading order: alpha_s^2 m^3/(128 pi^3 v^2) |sum kappa A_1/2|^2 over heavy quarks.
///
/// Source: hep-ph/0503172, eq. 2.42. The next order multiplies it by 1 + (95/4 - 7 n_f/6) alpha_s/pi = 2 to 3 below 4
/// GeV, where the series says nothing: a factor of two of uncertainty.
double scalar_to_gluons_GeV(double m_GeV, double alpha_s, std::span<LoopParticle const> quarks);

/// S -> q qbar in the spectator model: 3 m_q^2 m/(8 pi v^2) (1 - 4 m_h^2/m^2)^(3/2), with the running mass m_q at m
/// and the mass m_h of the lightest meson with that quark. Source: arXiv:1809.01876, section 3.4, no radiative
/// correction but that of the mass.
double scalar_to_quarks_GeV(double m_GeV, double running_GeV, double meson_GeV);

/// S -> pi pi, both charge states, in chiral perturbation theory at leading order:
///   3/(32 pi v^2 m) beta [(2 kappa_heavy (m^2 + m_pi^2) + 9 kappa_light m_pi^2)/9]^2.
/// Source: Voloshin 1986, arXiv:1310.6752. Too small by 2.4 at 0.3 GeV and by 4 at 0.5 GeV, where pions rescatter.
double scalar_to_pions_chiral_GeV(double m_GeV, ScalarCouplings const& couplings = {});

/// Whose form factors of pions and kaons.
enum class ScalarFormFactors {
  winkler,  ///< arXiv:1809.01876
  omnes     ///< arXiv:2407.13587
};

/// S -> pi pi of both charge states, dispersive: 3 beta/(32 pi m v^2) |G_pi(m^2)|^2, up to 2 GeV; see
/// `winkler_data.hpp` and `omnes_data.hpp` for the sources. Of the first there is |G|^2 for couplings that are alike in
/// hadrons, and log |G|^2 is interpolated, so that the threshold is exact; of the second
///
///   G = kappa_light Gamma + kappa_strange Delta + kappa_heavy a [theta - (1 - gamma_m)(Gamma + Delta)]
///
/// at any couplings, complex form factors interpolated.
/// The theory error of form factors of this kind is 1.3 to 2 around the f0(980) and a factor of two from 1 to 2 GeV.
double scalar_to_pions_GeV(double m_GeV, ScalarFormFactors source = ScalarFormFactors::winkler,
                           ScalarCouplings const& couplings = {});

/// The same for one charge state with pions of this mass, a fraction of the squared isospin: 2/3 charged, 1/3 neutral.
///
/// The sources have pions of one mass, that of the charged ones, and so has the model. With their own threshold pairs
/// of neutral ones would open at 0.270 GeV, with the same form factor: 6 % more width at 0.3, 1 % at 0.5 GeV. Below
/// 0.281 GeV the form factor stays what it is there.
double scalar_to_pion_pair_GeV(double m_GeV, double isospin_squared, double pion_GeV,
                               ScalarFormFactors source = ScalarFormFactors::winkler,
                               ScalarCouplings const& couplings = {});

/// S -> K Kbar of one charge state, dispersive: beta/(16 pi m v^2) |G_K(m^2)|^2, up to 2 GeV; the same for both states
/// but for the phase space of their mass.
double scalar_to_kaon_pair_GeV(double m_GeV, double kaon_GeV, ScalarFormFactors source = ScalarFormFactors::winkler,
                               ScalarCouplings const& couplings = {});

/// S -> 4 pi, eta eta, rho rho and the like up to 2 GeV, by an ansatz: C m^3 sqrt(1 - (4 m_pi/m)^2), C = 5.1e-9 GeV^-2,
/// with which the sum of hadrons meets the spectator model at 2 GeV. Source: arXiv:1809.01876; the constant agrees with
/// fig. 4 there, traced, within 0.4 % at 0.62, 1 and 2 GeV.
double scalar_to_more_hadrons_GeV(double m_GeV);

/// Factor by which the hadronic width may be larger or smaller, for a nuisance parameter. Up to 2 GeV it is what parts
/// the two dispersive treatments here, pions and kaons together:
///
///   1.8 up to 0.8 GeV: arXiv:2407.13587 is above arXiv:1809.01876 by 1.8 at 0.3 (1.5 but for its pion mass), 1.7 at
///   0.5
///       and 0.6, 1.4 at 0.8 GeV; readings of the latter differ by 2-10 %
///   2   to 1.2 GeV: 1.0 at 1, 0.8 at 1.1 GeV; the f0(980) sits elsewhere
///   3   to 2 GeV: 2.2 at 1.3, 1.9 at 1.5, 3.7 at 1.7 GeV, where the band of the newer one is a factor of three
///   2   above: the width to gluons is no better known, and with a fixed mass of charm, as in arXiv:1809.01876, the
///   width
///       to charm is 2.1 times that with the running mass at 5 GeV
double scalar_hadronic_spread(double m_GeV);

}  // namespace penumbra
