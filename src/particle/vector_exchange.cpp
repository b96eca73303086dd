#include "particle/vector_exchange.hpp"

#include <numbers>

#include "core/contracts.hpp"
#include "particle/constants.hpp"

namespace penumbra {

double vector_over_weak(double g2_x_y, double mass_GeV, double Q2_GeV2) {
  PENUMBRA_EXPECT(mass_GeV > 0.0 && Q2_GeV2 >= 0.0);
  return g2_x_y / (2.0 * std::numbers::sqrt2 * sm::G_F_per_GeV2 * (mass_GeV * mass_GeV + Q2_GeV2));
}

}  // namespace penumbra
