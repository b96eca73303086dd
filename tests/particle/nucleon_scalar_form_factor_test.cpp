#include "particle/nucleon_scalar_form_factor.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;

TEST_CASE("scalar form factors of the nucleon have the value of their residues at zero and a peak at the f0(980)",
          "[particle][published]") {
  // Residues of arXiv:2108.05900: 0.28 + 1.8 - 0.99.
  CHECK(nucleon_scalar_three_poles(0.0).real() == Approx(1.09).epsilon(1e-12));
  CHECK(nucleon_scalar_ground_state(0.0).real() == Approx(1.0).epsilon(1e-12));
  // On the pole the f0(980) alone is i r m/Gamma = 32 i; the others move it by 2.
  CHECK(std::abs(nucleon_scalar_three_poles(0.98)) == Approx(1.8 * 0.98 / 0.055).epsilon(0.07));
  CHECK(std::abs(nucleon_scalar_three_poles(0.98)) > std::abs(nucleon_scalar_three_poles(0.9)));
  CHECK(std::abs(nucleon_scalar_three_poles(0.98)) > std::abs(nucleon_scalar_three_poles(1.1)));
}
