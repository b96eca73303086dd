#include "analysis/coupling_lattice.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace penumbra;
using Catch::Matchers::WithinAbs;

namespace {

/// Two powers that cross, the sharpest thing that a logarithm of rates does: ln(a^2 b + 1e-3 b^2).
CouplingLattice::Values crossing(Couplings c) {
  return {std::log(c[0] * c[0] * c[1] + 1e-3 * c[1] * c[1]), std::log(c[0]), 1.0};
}

}  // namespace

TEST_CASE("a lattice of couplings interpolates crossing powers", "[analysis][convergence]") {
  // Error of six-point interpolation of ln(1 + exp(2 t)) with spacing 1/2: 0.005 h^6 f^(6), f^(6) up to 16: 0.13 %.
  CouplingLattice lattice{&crossing, 0.5};
  for (double a = 1e-5; a < 1.0; a *= 1.37)
    for (double b = 1e-4; b < 1.0; b *= 1.73) {
      std::array const point{a, b};
      CHECK_THAT(lattice(point)[0], WithinAbs(crossing(point)[0], 2e-3));
      CHECK_THAT(lattice(point)[1], WithinAbs(std::log(a), 1e-12));
    }
}

TEST_CASE("a point gets the same bits in any company", "[analysis][property]") {
  std::array const point{3.3e-4, 0.21};
  CouplingLattice alone{&crossing, 0.5};
  CouplingLattice late{&crossing, 0.5};
  for (double a = 1e-6; a < 1.0; a *= 1.9) late(std::array{a, 0.3});
  CHECK(alone(point) == late(point));
  CHECK(alone.evaluations() == 36);
}

TEST_CASE("where there is no logarithm the function itself is asked", "[analysis][property]") {
  CouplingLattice lattice{[](Couplings c) -> CouplingLattice::Values { return {c[0] + c[1], 7.0, 8.0}; }, 0.5};
  CHECK(lattice(std::array{0.0, 2.0}) == CouplingLattice::Values{2.0, 7.0, 8.0});
  CouplingLattice three{[](Couplings c) -> CouplingLattice::Values { return {c[2], 1.0, 1.0}; }, 0.5};
  CHECK(three(std::array{1.0, 2.0, 3.0})[0] == 3.0);
}
