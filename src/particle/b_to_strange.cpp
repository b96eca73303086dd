#include "particle/b_to_strange.hpp"

#include "particle/weak_hadrons.hpp"

namespace penumbra {

double B_to_K_f_0(double q2_GeV2) { return 0.330 / (1.0 - q2_GeV2 / 37.46); }

double B_to_Kstar_A_0(double q2_GeV2, double B_GeV) {
  return 1.364 / (1.0 - q2_GeV2 / (B_GeV * B_GeV)) - 0.990 / (1.0 - q2_GeV2 / 36.78);
}

double Bs_to_phi_A_0(double q2_GeV2) {
  return 3.310 / (1.0 - q2_GeV2 / (weak::m_Bs_GeV * weak::m_Bs_GeV)) - 2.835 / (1.0 - q2_GeV2 / 31.57);
}

}  // namespace penumbra
