#include "detection/deep_inelastic.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/structure_functions.hpp"

using namespace penumbra;

namespace {

DarkMatter particle(DarkMatter::Spin spin, double mass_GeV) {
  DarkMatter dm;
  dm.spin = spin;
  dm.mass_GeV = mass_GeV;
  dm.heavier_mass_GeV = mass_GeV;
  return dm;
}

double transverse_momentum(DarkMatter const& dm, double E, double nu, double Q2) {
  double const k = std::sqrt(E * E - dm.mass_GeV * dm.mass_GeV);
  double const k_out2 = std::pow(E - nu, 2) - dm.heavier_mass_GeV * dm.heavier_mass_GeV;
  double const along = (k * k + nu * nu + Q2 - k_out2) / (2.0 * k);
  return std::sqrt(std::max(0.0, nu * nu + Q2 - along * along));
}

}  // namespace

TEST_CASE("dark matter scatters like electrons", "[deep-inelastic][published]") {
  // Neutral-current electron scattering by a photon (PDG, structure functions, eq. 18.8):
  //   d2sigma/dx dQ^2 = 4 pi alpha^2/(x Q^4) [(1 - y - M^2 x^2 y^2/Q^2) F_2 + y^2 x F_1],
  // at alpha_D in place of one alpha. Massless Dirac particle and mediator; algebra, to terms m_chi^2/Q^2.
  auto const dm = particle(DarkMatter::Spin::dirac, 1e-6);
  double const M = sm::m_p_GeV;
  for (double const E : {10.0, 300.0})
    for (double const Q2 : {0.5, 4.0})
      for (double const y : {0.45, 0.8}) {
        double const nu = y * E;
        double const x = Q2 / (2.0 * M * nu);
        double const F2 = proton_F2(Q2, M * M + 2.0 * M * nu - Q2);
        double const F1 = F2 * (1.0 + 4.0 * M * M * x * x / Q2) / (2.0 * x * (1.0 + longitudinal_ratio(x, Q2)));
        double const expected = 4.0 * std::numbers::pi * sm::alpha / (x * Q2 * Q2) *
                                ((1.0 - y - M * M * x * x * y * y / Q2) * F2 + y * y * x * F1);
        CHECK(deep_inelastic_GeV5(dm, 0.0, Nucleon::proton, E, Q2, nu) * nu / x == Approx(expected).epsilon(1e-6));
      }
}

TEST_CASE("scalars scatter as 1 - y, fermions as 1 - y + y^2/2", "[deep-inelastic][property]") {
  // For massless particles and F_2 = 2 x F_1 (here F_1 up to R and Q^2/nu^2, which the tolerance covers).
  double const E = 500.0;
  double const y = 0.7;
  double const Q2 = 20.0;
  double const R = longitudinal_ratio(Q2 / (2.0 * sm::m_p_GeV * y * E), Q2);
  auto const scalar = particle(DarkMatter::Spin::complex_scalar, 1e-4);
  auto const dirac = particle(DarkMatter::Spin::dirac, 1e-4);
  auto const majorana = particle(DarkMatter::Spin::majorana, 1e-4);
  double const s = deep_inelastic_GeV5(scalar, 0.0, Nucleon::proton, E, Q2, y * E);
  double const d = deep_inelastic_GeV5(dirac, 0.0, Nucleon::proton, E, Q2, y * E);
  // K K alone leaves the longitudinal part: 1 - y + y^2/4 (1 - 1/(1+R)).
  CHECK(s / d ==
        Approx((1.0 - y + 0.25 * y * y * (1.0 - 1.0 / (1.0 + R))) / (1.0 - y + 0.5 * y * y / (1.0 + R))).epsilon(2e-3));
  CHECK(deep_inelastic_GeV5(majorana, 0.0, Nucleon::proton, E, Q2, y * E) == Approx(d).epsilon(1e-5));
}

TEST_CASE("a table of deep inelastic scattering follows the integral", "[deep-inelastic]") {
  // Against adaptive integration in both variables; tolerance of the shipped numerics (kinks of the range of Q^2).
  auto const dm = particle(DarkMatter::Spin::complex_scalar, 0.03);
  auto const m = GENERATE(0.09, 0.6);
  auto const window =
      GENERATE(ShowerWindow{0.5, 1e6, 0.0, 0.0}, ShowerWindow{1.0, 15.0, 1.0, 0.0}, ShowerWindow{1.0, 30.0, 0.0, 1.0});
  DeepInelasticCrossSection const sigma{dm, m, Nucleon::neutron, window, 3000.0, {}};
  for (double const E : {30.0, 1000.0}) {
    auto const at = [&](double ln_nu) {
      double const nu = std::exp(ln_nu);
      auto const range = momentum_transfers(dm, E, nu);
      double const low = std::max(range->min_GeV2, window.Q_min_GeV * window.Q_min_GeV);
      double const high = std::min(range->max_GeV2, sm::m_n_GeV * (sm::m_n_GeV + 2.0 * nu) - 3.0);
      if (low >= high) return 0.0;
      auto const nodes = composite_gauss_legendre(200, 4, std::log(low), std::log(high));
      double sum = 0.0;
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        double const Q2 = std::exp(nodes.x[i]);
        if (transverse_momentum(dm, E, nu, Q2) < window.transverse_momentum_min_GeV) continue;
        sum += nodes.w[i] * Q2 * deep_inelastic_GeV5(dm, m, Nucleon::neutron, E, Q2, nu);
      }
      return nu * sum;
    };
    auto const nodes = composite_gauss_legendre(60, 4, std::log(window.energy_min_GeV),
                                                std::log(std::min(window.energy_max_GeV, E - dm.mass_GeV) - 1e-9));
    double sum = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) sum += nodes.w[i] * at(nodes.x[i]);
    CAPTURE(E, m, window.energy_min_GeV, window.Q_min_GeV, window.transverse_momentum_min_GeV);
    CHECK(sigma.m2(E) == Approx(sum * sm::cm2_per_inverse_GeV2 * 1e-4).epsilon(0.01));
  }
}

TEST_CASE("showers of two windows add up", "[deep-inelastic][property]") {
  auto const dm = particle(DarkMatter::Spin::dirac, 0.03);
  auto const in = [&](double from, double to) {
    return DeepInelasticCrossSection{dm, 0.09, Nucleon::proton, {from, to, 0.0, 0.0}, 3000.0, {}}.m2(700.0);
  };
  CHECK(in(2.0, 20.0) + in(20.0, 1e6) == Approx(in(2.0, 1e6)).epsilon(5e-3));  // tolerance: shipped numerics
}

TEST_CASE("other currents than the photon's have no structure functions here", "[deep-inelastic]") {
  auto dm = particle(DarkMatter::Spin::dirac, 0.03);
  dm.neutron = 1.0;
  CHECK_FALSE(couples_like_photons(dm));
  CHECK(DeepInelasticCrossSection{dm, 0.09, Nucleon::proton, {1.0, 1e6, 0.0, 0.0}, 3000.0, {}}.m2(700.0) == 0.0);
}
