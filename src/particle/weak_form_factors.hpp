#pragma once

namespace penumbra {

/// Form factors of P -> P' l nu at one momentum transfer q^2, in the usual basis: <P'|V_mu|P> = f_+ [(p + p')_mu - q_mu
/// (m^2 - m'^2)/q^2] + f_0 q_mu (m^2 - m'^2)/q^2.
struct ScalarFormFactors {
  double plus;
  double zero;
};

/// f_+(0) (1 + slope q^2/m_pi^2), m_pi that of the charged pion: kaons.
struct LinearFormFactors {
  double at_zero;
  double plus_slope;
  double zero_slope;
  ScalarFormFactors operator()(double q2_GeV2) const;
};

/// f(0)/(1 - q^2/pole^2): the nearest resonance of each spin.
struct PoleFormFactors {
  double at_zero;
  double plus_pole_GeV;
  double zero_pole_GeV;
  ScalarFormFactors operator()(double q2_GeV2) const;
};

/// [f(0) + c (z - z_0)(1 + (z + z_0)/2)]/(1 - P q^2), each with its c and P: the z expansion of arXiv:1706.03017;
/// z = (sqrt(t_+ - q^2) - sqrt(t_+ - t_0))/(sum), t_+ = (m + m')^2, t_0 = (m + m')(sqrt m - sqrt m')^2, z_0 = z(0).
struct ZExpansionFormFactors {
  double at_zero;
  double plus_slope, plus_pole_per_GeV2;
  double zero_slope, zero_pole_per_GeV2;
  double parent_GeV, daughter_GeV;
  ScalarFormFactors operator()(double q2_GeV2) const;
};

/// Two poles in f_+, r_1/(1 - q^2/m_1^2) + r_2/(1 - q^2/m_fit^2), and one in f_0, r_0/(1 - q^2/m_0^2).
struct TwoPoleFormFactors {
  double r_1, m_1_GeV, r_2, m2_fit_GeV2;
  double r_0, m2_0_GeV2;
  ScalarFormFactors operator()(double q2_GeV2) const;
};

/// Form factors of P -> V l nu at one q^2: V, A_0, A_1, A_2 of Bauer, Stech and Wirbel.
struct VectorFormFactors {
  double V, A_0, A_1, A_2;
};

/// One of them: f(0)/(1 - sigma_1 x + sigma_2 x^2), x = q^2/pole^2, times 1/(1 - x) for V and A_0. A_0 has the pole of
/// the pseudoscalar, the others that of the vector. arXiv:hep-ph/0001113, eqs. 25-26.
struct QuarkModelTerm {
  double at_zero, sigma_1, sigma_2;
};
struct QuarkModelFormFactors {
  QuarkModelTerm V, A_0, A_1, A_2;
  double vector_GeV;
  double pseudoscalar_GeV;
  VectorFormFactors operator()(double q2_GeV2) const;
};

}  // namespace penumbra
