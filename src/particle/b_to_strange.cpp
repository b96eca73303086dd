#include "particle/b_to_strange.hpp"

namespace penumbra {

double B_to_K_f_0(double q2_GeV2) { return 0.330 / (1.0 - q2_GeV2 / 37.46); }

double B_to_Kstar_A_0(double q2_GeV2, double B_GeV) {
  return 1.364 / (1.0 - q2_GeV2 / (B_GeV * B_GeV)) - 0.990 / (1.0 - q2_GeV2 / 36.78);
}

}  // namespace penumbra
