#include "model/dark_photon/diagonalisation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "particle/constants.hpp"

using namespace penumbra;

TEST_CASE("the Z current couples to the dark photon as m^2 over m_Z^2", "[model][published]") {
  // arXiv:1412.0018, eqs. 2.10 to 2.14 to first order in epsilon: epsilon tan theta_W m^2/(m_Z^2 - m^2), and the Z to
  // the dark current by -epsilon tan theta_W m_Z^2/(m_Z^2 - m^2). Tolerance: the next order, epsilon^2.
  double const tangent = std::sqrt(0.23129 / (1.0 - 0.23129));
  double const Z2 = sm::m_Z_GeV * sm::m_Z_GeV;
  for (double m : {0.1, 1.0, 10.0, 50.0, 150.0})
    for (double epsilon : {1e-3, 1e-2}) {
      auto const mixed = diagonalise(m, epsilon);
      REQUIRE(mixed);
      CHECK(mixed->electromagnetic == Approx(epsilon).epsilon(2.0 * epsilon * epsilon));
      CHECK(mixed->Z_current == Approx(epsilon * tangent * m * m / (Z2 - m * m)).epsilon(10.0 * epsilon * epsilon));
      CHECK(mixed->Z_to_dark == Approx(-epsilon * tangent * Z2 / (Z2 - m * m)).epsilon(10.0 * epsilon * epsilon));
      // Second order: the levels repel each other, delta m_Z/m_Z = epsilon^2 tan^2 m_Z^2/(2 (m_Z^2 - m^2)).
      CHECK(mixed->Z_mass_shift ==
            Approx(0.5 * epsilon * epsilon * tangent * tangent * Z2 / (Z2 - m * m)).epsilon(0.01));
    }
}

TEST_CASE("mass eigenstates diagonalise both matrices", "[model][property]") {
  // The two eigenvectors of Z and X are orthogonal in the kinetic matrix; with the couplings (x, z) that are their
  // components. Also that no theory has both masses equal.
  double const epsilon = 0.05;
  double const tangent = std::sqrt(0.23129 / (1.0 - 0.23129));
  auto const mixed = diagonalise(60.0, epsilon);
  REQUIRE(mixed);
  double const dark_X = mixed->electromagnetic / epsilon;
  double const dark_Z = mixed->Z_current;
  double const Z_X = mixed->Z_to_dark;
  double const Z_Z = -epsilon * tangent * Z_X +
                     std::sqrt(1.0 - (1.0 - epsilon * epsilon - std::pow(epsilon * tangent, 2)) * Z_X * Z_X);
  double const overlap =
      Z_Z * dark_Z + epsilon * tangent * (Z_Z * dark_X + Z_X * dark_Z) + (1.0 - epsilon * epsilon) * Z_X * dark_X;
  CHECK(overlap == Approx(0.0).margin(1e-12));
  CHECK_FALSE(diagonalise(sm::m_Z_GeV, 1e-3));
}

TEST_CASE("loops of muons and taus mix by a seventieth", "[model][published]") {
  // Kinetic mixing of L_mu - L_tau at low energies, |epsilon| = e g/(12 pi^2) ln(m_tau^2/m_mu^2) = g/70
  // (arXiv:1803.05466 and many others). Tolerance: the printed digits.
  std::array const leptons{LoopFermion{-1.0, 1.0, sm::m_mu_GeV}, LoopFermion{-1.0, -1.0, sm::m_tau_GeV}};
  CHECK(loop_mixing(1.0, leptons) == Approx(-1.0 / 70.0).epsilon(0.015));
  CHECK(loop_mixing(0.1, leptons) == Approx(0.1 * loop_mixing(1.0, leptons)));
  // The scale drops out where charges cancel.
  std::array const heavier{LoopFermion{-1.0, 1.0, 1e3 * sm::m_mu_GeV}, LoopFermion{-1.0, -1.0, 1e3 * sm::m_tau_GeV}};
  CHECK(loop_mixing(1.0, heavier) == Approx(loop_mixing(1.0, leptons)));
}
