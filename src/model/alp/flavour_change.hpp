#pragma once

namespace penumbra {

/// Flavour-changing decays by an effective coupling of two quarks,
///
///   L_eff = -g_ij (d_mu a) dbar_j gamma^mu P_L d_i
///
/// for b -> s, for s -> d (charged kaons), and the imaginary part of the latter (decays of K_L, which violate CP).
struct FlavourCouplings {
  double b_to_s_per_GeV;
  double s_to_d_per_GeV;
  double imaginary_s_to_d_per_GeV;
};
inline FlavourCouplings operator*(double factor, FlavourCouplings const& g) {
  return {factor * g.b_to_s_per_GeV, factor * g.s_to_d_per_GeV, factor * g.imaginary_s_to_d_per_GeV};
}
inline FlavourCouplings operator+(FlavourCouplings const& a, FlavourCouplings const& b) {
  return {a.b_to_s_per_GeV + b.b_to_s_per_GeV, a.s_to_d_per_GeV + b.s_to_d_per_GeV,
          a.imaginary_s_to_d_per_GeV + b.imaginary_s_to_d_per_GeV};
}

/// Coupling to W bosons, L = -(g/4) a W^a Wtilde^a, at g = 1/GeV, with top and charm:
///
///   g_ij = -(3 sqrt(2) G_F m_W^2 g/16 pi^2) sum_q V_qi V*_qj f(m_q^2/m_W^2)
///   f(x) = x [1 + x (ln x - 1)]/(1 - x)^2
///
/// Source: arXiv:1611.09355, eqs. 3 to 6. One loop, finite; next order not known, a few ten per cent.
FlavourCouplings flavour_couplings_of_w();

/// L = (c/2 Lambda) d_mu a tbar gamma^mu gamma5 t with c at 1 TeV, at c/Lambda = 1/GeV: the top loop,
///
///   g_ij = -V_ti V*_tj {u/9 + (alpha_t/4 pi) (1 - u) [-1/4 - (3/2)(1 - x + ln x)/(1 - x)^2]}
///   u = (9/2)(alpha_t/alpha_s)[1 - (alpha_s(1 TeV)/alpha_s)^(1/7)],   x = m_t^2/m_W^2, alpha_t = y_t^2/4 pi, at m_t
///
/// Source: arXiv:2012.12272 (running to leading logarithms, matching at the weak scale), in the form of
/// arXiv:2201.05170. At a scale of 4 pi TeV it gives the 0.019 that is quoted there. To first order in y_t the brace is
/// (y_t^2/16 pi^2) ln(1 TeV/m_t) = 0.0096 before the constant, 5 % more. Left out: decays of kaons by the weak
/// interaction of mesons, 10 % of the amplitude.
FlavourCouplings flavour_couplings_of_fermions();
/// The brace, for the strong coupling at the scale where c is one.
double top_loop(double alpha_s_at_scale);

/// L = (alpha_s/8 pi f_a) a G Gtilde at 1 TeV, at 1/f_a = 1/GeV, other sign than for top and W with -(g/4) (leading
/// logarithms of arXiv:2012.12272, as recalled in the form of arXiv:2110.10698: c_tt - 0.0032 c_GG - 0.0015 c_WW; the
/// last is the loop above, which checks the signs): b -> s alone, two loops with the logarithm of the
/// scale, from BR(B -> K a) = 0.11 (GeV/f_a)^2 at 1 GeV. Source: arXiv:2102.04474 as taken by arXiv:2201.05170 (read
/// there only).
/// The leading logarithms of arXiv:2012.12272 are 2.1 times smaller (4.5 in the rate): the spread of theory. Kaons
/// decay by `octet_kaon_to_pion`, which is 25 times larger.
FlavourCouplings flavour_couplings_of_gluons();

/// f(x) above; x > 0 and not at 1 to better than 1e-4.
double w_loop(double x);

/// Product of CKM elements times f of one quark. For s -> d charm adds to top with the same sign; for b -> s it is
/// negligible.
double quark_in_w_loop(double ckm, double quark_GeV);

/// g_ij of W bosons in GeV^-1 for g in GeV^-1 and the sum of these.
double w_flavour_coupling_per_GeV(double g_per_GeV, double sum);

/// Gamma(P -> P' a) = m_P^3 g_ij^2/(64 pi) (1 - m_P'^2/m_P^2)^2 f_0(m^2)^2 sqrt(lambda(1, m_P'^2/m_P^2, m^2/m_P^2)).
double to_pseudoscalar_GeV(double g_ij_per_GeV, double m_GeV, double parent_GeV, double daughter_GeV, double f_0);

/// Gamma(P -> V a) = m_P^3 g_ij^2/(64 pi) A_0(m^2)^2 lambda(1, m_V^2/m_P^2, m^2/m_P^2)^(3/2).
double to_vector_GeV(double g_ij_per_GeV, double m_GeV, double parent_GeV, double daughter_GeV, double A_0);

/// Branching ratios, zero beyond the end of the phase space; f_+(0) = 1 for kaons.
double charged_kaon_to_pion(FlavourCouplings const& couplings, double m_GeV);
double long_kaon_to_pion(FlavourCouplings const& couplings, double m_GeV);
double charged_b_to_kaon(FlavourCouplings const& couplings, double m_GeV);
double neutral_b_to_kaon(FlavourCouplings const& couplings, double m_GeV);
double charged_b_to_kaon_star(FlavourCouplings const& couplings, double m_GeV);
double neutral_b_to_kaon_star(FlavourCouplings const& couplings, double m_GeV);

/// BR(K+ -> pi+ a) by the weak interaction of mesons (octet), L = (alpha_s/8 pi f_a) a G Gtilde, at 1/f_a = 1/GeV:
///
///   A = (2 N_8/f_a)(m_K^2 - m_pi^2)(m_K^2 - m^2)/(4 m_K^2 - m_pi^2 - 3 m^2),   N_8 = (G_F/sqrt 2) V_ud V_us g_8 f_pi^2
///
/// Source: arXiv:2102.13112, the term of c_GG = f/(2 f_a), g_8 = 5.0. Leading order in the chiral expansion, some 30 %;
/// mixing with the pi0, which takes over within some 10 MeV of its mass, is left out.
double octet_kaon_to_pion(double m_GeV);

}  // namespace penumbra
