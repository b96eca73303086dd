#pragma once

namespace penumbra {

/// Admixtures of an ALP in the light pseudoscalars: its amplitude for anything that the meson does, at the mass of the
/// ALP.
struct MesonMixing {
  double pi0;
  double eta;
  double etaprime;
};
inline MesonMixing operator+(MesonMixing const& a, MesonMixing const& b) {
  return {a.pi0 + b.pi0, a.eta + b.eta, a.etaprime + b.etaprime};
}

/// With a coupling to gluons, L = (alpha_s/8 pi f_a) a G Gtilde, at 1/f_a:
///
///   pi0:  -(f_pi/2 f_a) delta m^2/(m^2 - m_pi0^2),   delta = (m_d - m_u)/(m_d + m_u)
///   eta:  -(f_pi/sqrt(6) f_a) (m^2 - m_pi0^2/2)/(m^2 - m_eta^2)
///   eta': -(f_pi/2 sqrt(3) f_a) (m^2 - 2 m_pi0^2)/(m^2 - m_eta'^2)
///
/// Source: arXiv:1811.03474, supplement; it follows from rotating the gluon coupling into the quarks with weights
/// 1/m_q, kinetic and mass mixing at leading order, and an eta-eta' angle of arcsin(-1/3). Valid: small angles, below
/// 1 GeV; `distance_from_meson_GeV2` holds them next to a meson.
MesonMixing gluon_meson_mixing(double f_a_per_GeV, double m_GeV);

/// With L = (c/2 Lambda) d_mu a fbar gamma^mu gamma5 f, one c for all quarks, c/Lambda in GeV^-1: kinetic mixing alone,
///
///   eta: -(f_pi/sqrt(6)) (c/Lambda) m^2/(m^2 - m_eta^2),   eta': -(2 f_pi/sqrt(3)) (c/Lambda) m^2/(m^2 - m_eta'^2)
///
/// and none with the pi0 while isospin holds. The same source, its quark coupling; the same validity. Both are
/// -(f_pi/sqrt 2) sum_q c_q v_q m^2/(m^2 - m_P^2) of a meson sum_q v_q q qbar, with c_q of the Lagrangian here or, for
/// gluons, (1/f_a)(1/m_q)/(sum 1/m_q): so their signs belong together.
MesonMixing quark_meson_mixing(double c_per_GeV, double m_GeV);

}  // namespace penumbra
