#pragma once

#include <functional>
#include <vector>

#include "model/model.hpp"
#include "particle/weak_form_factors.hpp"

namespace penumbra {

/// Amplitudes of a hadronic weak current between a parent at rest and a daughter, along polarisations of the virtual W:
/// helicities +1, -1, 0, and the time-like one. GeV.
struct HelicityAmplitudes {
  double plus, minus, zero, time;
};

/// P -> P': zero = f_+ sqrt(lambda/q^2), time = f_0 (m^2 - m'^2)/sqrt(q^2).
HelicityAmplitudes helicity_amplitudes(ScalarFormFactors const& f, double parent_GeV, double daughter_GeV,
                                       double q2_GeV2);
/// P -> V summed over the helicities of V (Koerner and Schuler, Z. Phys. C 46 (1990) 93, eq. 19).
HelicityAmplitudes helicity_amplitudes(VectorFormFactors const& f, double parent_GeV, double daughter_GeV,
                                       double q2_GeV2);

/// A hadron's decay to a hadron, a charged lepton and a neutral one, M -> M' l N.
struct SemileptonicDecay {
  double parent_GeV;
  double daughter_GeV;
  double lepton_GeV;
  double strength;  ///< |V|^2 times the isospin factor of the daughter: 1/2 for pi0 or rho0 of a charged parent
  std::function<HelicityAmplitudes(double q2_GeV2)> amplitudes;
  /// +1 where the neutral lepton goes with a charged antilepton and a quark of charge 2/3 decays (D, D_s), -1 where a
  /// quark of charge -1/3 does (K, B): which way a polarised W sends it.
  double parity_sign;
};

/// dGamma/dq^2 at U^2 = 1, GeV^-1, for a neutral lepton of mass m_N; q^2 is the squared mass of l and N.
///
///   G_F^2 strength / 2 [(|H_+|^2 + |H_-|^2 + |H_0|^2) A + |H_t|^2 B] x phase space,
///   B = 8 (2 k_q l_q/q^2 - k.l), A = (B + 16 k.l)/3
///
/// The form of arXiv:1805.08567, eq. 2.7, for any helicities. Zero outside (m_N + m_l)^2 < q^2 < (m - m')^2.
double dGamma_dq2_per_GeV(SemileptonicDecay const& decay, double m_N_GeV, double q2_GeV2);

/// Width at U^2 = 1, GeV.
double width_GeV(SemileptonicDecay const& decay, double m_N_GeV);

/// Spectrum of N in the parent's frame as nodes of a quadrature in q^2 and in the angle between N and the hadron's
/// recoil in the frame of l and N; shares add up to one. Empty when the decay is closed.
std::vector<ThreeBodyDecay::Energy> spectrum(SemileptonicDecay const& decay, double m_N_GeV);

}  // namespace penumbra
