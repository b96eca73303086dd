#pragma once

namespace penumbra {

/// Couplings of a scalar S in units of those of the Higgs boson:
///
///   L = -g S [sum_f kappa_f (m_f/v) fbar f - kappa_V (2 m_W^2 W^+ W^- + m_Z^2 Z Z)/v]
///
/// With all of them one g is sin theta of a scalar that mixes with the Higgs boson.
struct ScalarCouplings {
  double e = 1.0;
  double mu = 1.0;
  double tau = 1.0;
  double up = 1.0;
  double down = 1.0;
  double strange = 1.0;
  double charm = 1.0;
  double bottom = 1.0;
  double top = 1.0;
  double bosons = 1.0;  ///< kappa_V

  /// What pairs of pions feel of the light quarks: (kappa_u m_u + kappa_d m_d)/(m_u + m_d). The difference of u and d
  /// makes no two pions of one isospin, and is left out for kaons.
  double light() const;
  /// What charm, bottom and top leave when they are integrated out: their mean.
  double heavy() const;
  /// Pions, kaons and whatever else light quarks and gluons make go as one coupling squared.
  bool alike_in_hadrons() const;
};

/// Factor on the amplitude of d_i -> d_j S over that of a scalar that mixes with the Higgs boson:
///
///   kappa_t - (kappa_t - kappa_V) ln(Lambda^2/m_t^2),   Lambda = 1 TeV
///
/// Derived here: the self-energy of down-type quarks with the top quark and the Goldstone boson in the loop (m_W <<
/// m_t) with kappa_t at every top mass and Yukawa coupling and kappa_V at the kinetic term of the Goldstone boson,
/// differentiated by S. With all kappas one it is the 3/2 of arXiv:0911.4938; the logarithm is that of the running of
/// y_d by -(3/2) y_u y_u^dagger y_d/(16 pi^2). What kappa_b and kappa_s add cancels as long as m_s << m_b. A constant
/// beside the logarithm depends on what makes the couplings differ, and is left out: for kappa_t = 1 and kappa_V = 0
/// the factor is -2.5, to about one.
double flavour_change_factor(ScalarCouplings const& couplings);

/// Coupling of S to protons at g = 1 over m_p/v: sum_q kappa_q f_q + (2/27)(1 - sum_q f_q) sum_Q kappa_Q with q = u, d,
/// s and Q = c, b, t. For the Higgs boson 0.297.
double proton_share(ScalarCouplings const& couplings);

/// Factor on the amplitude of eta' -> eta S: with quark masses alone mixing eta and eta'
/// (`etaprime_to_eta_and_scalar`),
///
///   [(kappa_s - k)(2 m_K^2 - m_pi^2) - (kappa_light - k) m_pi^2]/[(7/9)(2 m_K^2 - 2 m_pi^2)],   k = (2/9) kappa_heavy
double etaprime_factor(ScalarCouplings const& couplings);

}  // namespace penumbra
