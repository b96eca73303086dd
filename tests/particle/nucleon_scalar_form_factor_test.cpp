#include "particle/nucleon_scalar_form_factor.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;

TEST_CASE("scalar form factors of the nucleon are one at zero and peak at the f0(980)", "[particle][published]") {
  // The charge of the nucleon: residues of arXiv:2108.05900 give it within 2 %.
  CHECK(std::abs(nucleon_scalar_three_poles(0.0)) == Approx(1.0).epsilon(0.02));
  CHECK(std::abs(nucleon_scalar_ground_state(0.0)) == Approx(1.0).epsilon(1e-12));
  // On the pole the f0(980) alone is i r m/Gamma = 32 i; the others move it by 2.
  CHECK(std::abs(nucleon_scalar_three_poles(0.98)) == Approx(1.8 * 0.98 / 0.055).epsilon(0.07));
  CHECK(std::abs(nucleon_scalar_three_poles(0.98)) > std::abs(nucleon_scalar_three_poles(0.9)));
  CHECK(std::abs(nucleon_scalar_three_poles(0.98)) > std::abs(nucleon_scalar_three_poles(1.1)));
  // Of the f0(500) alone, at its mass: m/Gamma.
  CHECK(std::abs(nucleon_scalar_ground_state(0.475)) == Approx(0.475 / 0.55).epsilon(1e-9));
}
