#pragma once

namespace penumbra {

/// Widths of a Dirac heavy neutral lepton of mass m at mixing U^2 = 1 with one flavour, GeV; those of a Majorana one
/// are twice as large, since it decays to both lepton numbers. L = -(g/sqrt 2) U_a Nbar gamma^mu P_L l_a W_mu + ...
/// with U_a = U_{a N}: the mixing angle itself, not sin^2 2theta. Masses below that of the W, whose propagator counts
/// in decays to three fermions; lowest order but for QCD where stated. sin^2 theta_W at m_Z, in MSbar. Source of all:
/// arXiv:1805.08567, section 3; checked there and in arXiv:2007.03701. Zero below threshold.

/// What the propagator of a boson adds to a decay to three massless fermions,
///
///   2 int_0^1 ds (1 - s)^2 (1 + 2s)/(1 - s m^2/M^2)^2 = 1 + 3/5 m^2/M^2 + ...,
///
/// s the squared mass of the pair that the boson becomes; the correction to the decay of the muon (PDG 2024, section
/// 10). Valid for m well below M. Where W and Z interfere it is taken at the amplitudes' own pairs, as if they were
/// one.
double boson_propagator(double m_GeV, double boson_GeV);

/// N -> three neutrinos, G_F^2 m^5/(192 pi^3).
double to_three_neutrinos_GeV(double m_GeV);

enum class NeutralCurrentPair {
  same_lepton,   ///< the charged lepton of the neutrino that is mixed with: charged and neutral current
  other_lepton,  ///< another charged lepton: neutral current alone
  up_quarks,     ///< colours included
  down_quarks
};
/// Left- and right-handed coupling g_L, g_R of the pair, the charged current included.
struct ChiralCouplings {
  double same;      ///< C1 = g_L^2 + g_R^2
  double opposite;  ///< C2 = g_L g_R
  double colours;
};
ChiralCouplings couplings_of(NeutralCurrentPair pair);
/// N -> nu f fbar, eq. 3.4: N_c times the unit times C1 f1 + C2 f2. `fermion_GeV`: mass that closes the phase space.
double to_neutrino_and_pair_GeV(NeutralCurrentPair pair, double m_GeV, double fermion_GeV);

/// N -> l f f' by the charged current of the lepton l, eq. 3.1: `strength` = 1 for leptons, 3 |V|^2 for quarks.
double by_charged_current_GeV(double m_GeV, double lepton_GeV, double first_GeV, double second_GeV, double strength);

/// N -> l P, eq. 3.6: G_F^2 f^2 |V|^2 m^3/(16 pi) [(1 - x_l^2)^2 - x_P^2 (1 + x_l^2)] sqrt(lambda(1, x_l^2, x_P^2)).
double to_lepton_pseudoscalar_GeV(double m_GeV, double lepton_GeV, double meson_GeV, double f_GeV, double ckm);
/// N -> nu P, eq. 3.7: G_F^2 f^2 m^3/(32 pi) (1 - x^2)^2.
double to_neutrino_pseudoscalar_GeV(double m_GeV, double meson_GeV, double f_GeV);
/// N -> l V, eq. 3.8, V without width: G_F^2 g^2 |V|^2 m^3/(16 pi m_V^2) [(1 - x_l^2)^2 + x_V^2 (1 + x_l^2) - 2 x_V^4]
/// sqrt(lambda). A rho of finite width moves decays below 0.9 GeV by up to 10 %.
double to_lepton_vector_GeV(double m_GeV, double lepton_GeV, double meson_GeV, double g_GeV2, double ckm);
/// N -> nu V, eq. 3.9: G_F^2 kappa^2 g^2 m^3/(32 pi m_V^2) (1 + 2x^2)(1 - x^2)^2.
double to_neutrino_vector_GeV(double m_GeV, double meson_GeV, double g_GeV2, double kappa);

/// What gluons add to decays to quarks, as in tau -> nu + hadrons: 1 + a + 5.2 a^2 + 26.4 a^3, a = alpha_s(m)/pi,
/// eq. 3.10. Valid above 1 GeV, where it is 1.4 and its last term 0.1; 1.16 at 3 GeV.
double quark_correction(double m_GeV);

}  // namespace penumbra
