#include "model/hnl/semileptonic.hpp"

#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "model/hnl/phase_space.hpp"
#include "particle/constants.hpp"

namespace penumbra {
namespace {

using std::numbers::pi;

/// Momenta of one decay at one q^2.
struct Kinematics {
  double q2;
  double hadron;    ///< sqrt(lambda(m^2, m'^2, q^2)) = 2 m |q| in the parent's frame
  double k_energy;  ///< of N in the frame of l and N
  double l_energy;  ///< of the charged lepton there
  double p;         ///< momentum of each there
  double phase_space;
};

Kinematics kinematics(SemileptonicDecay const& decay, double m_N_GeV, double q2) {
  double const q = std::sqrt(q2);
  double const m = decay.parent_GeV;
  double const hadron2 = kallen_of_masses(m, q, decay.daughter_GeV);
  double const leptons2 = kallen_of_masses(q, m_N_GeV, decay.lepton_GeV);
  if (hadron2 <= 0.0 || leptons2 <= 0.0 || q >= m) return {};
  double const difference = (m_N_GeV - decay.lepton_GeV) * (m_N_GeV + decay.lepton_GeV);
  double const hadron = std::sqrt(hadron2);
  double const leptons = std::sqrt(leptons2);
  return {q2,
          hadron,
          (q2 + difference) / (2.0 * q),
          (q2 - difference) / (2.0 * q),
          leptons / (2.0 * q),
          leptons / q2 / (8.0 * pi) * hadron / (8.0 * pi * m * m) / (2.0 * pi) / (2.0 * m)};
}

double prefactor(SemileptonicDecay const& decay, Kinematics const& at) {
  return 0.5 * sm::G_F_per_GeV2 * sm::G_F_per_GeV2 * decay.strength * at.phase_space;
}

/// Leptonic tensor contracted with the amplitudes, for N at an angle of this cosine to the W's direction of flight.
double squared(HelicityAmplitudes const& H, Kinematics const& at, double cosine, double parity_sign) {
  double const energies = at.k_energy * at.l_energy;
  double const p2 = at.p * at.p;
  double const pc = at.p * cosine;
  double const skew = parity_sign * std::sqrt(at.q2) * pc;
  return 8.0 * (H.minus * H.minus * (energies + pc * pc + skew) + H.plus * H.plus * (energies + pc * pc - skew) +
                H.zero * H.zero * (energies + p2 - 2.0 * pc * pc) + H.time * H.time * (energies - p2) +
                2.0 * H.time * H.zero * pc * (at.l_energy - at.k_energy));
}

}  // namespace

HelicityAmplitudes helicity_amplitudes(ScalarFormFactors const& f, double parent_GeV, double daughter_GeV,
                                       double q2_GeV2) {
  double const q = std::sqrt(q2_GeV2);
  double const root = std::sqrt(kallen_of_masses(parent_GeV, daughter_GeV, q));
  return {0.0, 0.0, f.plus * root / q, f.zero * (parent_GeV - daughter_GeV) * (parent_GeV + daughter_GeV) / q};
}

HelicityAmplitudes helicity_amplitudes(VectorFormFactors const& f, double parent_GeV, double daughter_GeV,
                                       double q2_GeV2) {
  double const q = std::sqrt(q2_GeV2);
  double const lambda = kallen_of_masses(parent_GeV, daughter_GeV, q);
  double const root = std::sqrt(lambda);
  double const sum = parent_GeV + daughter_GeV;
  double const transverse = sum * f.A_1;
  double const odd = root / sum * f.V;
  double const longitudinal = ((parent_GeV - daughter_GeV) * sum - q2_GeV2) * sum * f.A_1 - lambda / sum * f.A_2;
  return {transverse - odd, transverse + odd, longitudinal / (2.0 * daughter_GeV * q), root / q * f.A_0};
}

double dGamma_dq2_per_GeV(SemileptonicDecay const& decay, double m_N_GeV, double q2_GeV2) {
  auto const at = kinematics(decay, m_N_GeV, q2_GeV2);
  if (at.phase_space <= 0.0) return 0.0;
  auto const H = decay.amplitudes(q2_GeV2);
  double const energies = at.k_energy * at.l_energy;
  double const p2 = at.p * at.p;
  double const spin_one = 8.0 * (energies + p2 / 3.0);
  double const spin_zero = 8.0 * (energies - p2);
  return prefactor(decay, at) *
         ((H.plus * H.plus + H.minus * H.minus + H.zero * H.zero) * spin_one + H.time * H.time * spin_zero);
}

double width_GeV(SemileptonicDecay const& decay, double m_N_GeV) {
  double const low = std::pow(m_N_GeV + decay.lepton_GeV, 2);
  double const gap = decay.parent_GeV - decay.daughter_GeV;
  if (m_N_GeV + decay.lepton_GeV >= gap) return 0.0;
  return integrate_between_thresholds([&](double q2) { return dGamma_dq2_per_GeV(decay, m_N_GeV, q2); }, low,
                                      gap * gap);
}

std::vector<ThreeBodyDecay::Energy> spectrum(SemileptonicDecay const& decay, double m_N_GeV) {
  // 12 x 6 nodes give the mean and the width of the spectrum to better than a part in a thousand, see the tests.
  static Nodes const angles = gauss_legendre(12, 0.0, 0.5 * pi);
  static Nodes const cosines = gauss_legendre(6, -1.0, 1.0);
  double const low = std::pow(m_N_GeV + decay.lepton_GeV, 2);
  double const gap = decay.parent_GeV - decay.daughter_GeV;
  std::vector<ThreeBodyDecay::Energy> energies;
  if (m_N_GeV + decay.lepton_GeV >= gap) return energies;
  double sum = 0.0;
  for (std::size_t i = 0; i < angles.size(); ++i) {
    double const sine = std::sin(angles.x[i]);
    double const q2 = low + (gap * gap - low) * sine * sine;
    auto const at = kinematics(decay, m_N_GeV, q2);
    if (at.phase_space <= 0.0) continue;
    auto const H = decay.amplitudes(q2);
    double const measure = angles.w[i] * sine * std::cos(angles.x[i]) * prefactor(decay, at);
    double const W_momentum = at.hadron / (2.0 * decay.parent_GeV);
    for (std::size_t j = 0; j < cosines.size(); ++j) {
      double const weight = measure * cosines.w[j] * squared(H, at, cosines.x[j], decay.parity_sign);
      double const energy =
          (std::sqrt(q2 + W_momentum * W_momentum) * at.k_energy + W_momentum * at.p * cosines.x[j]) / std::sqrt(q2);
      energies.push_back({energy, weight});
      sum += weight;
    }
  }
  for (auto& one : energies) one.share /= sum;
  return energies;
}

}  // namespace penumbra
