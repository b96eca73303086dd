#include "detection/recoil.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/integrate.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

DarkMatter scalar(double mass_GeV) {
  DarkMatter dm;
  dm.mass_GeV = mass_GeV;
  dm.heavier_mass_GeV = mass_GeV;
  return dm;
}
RecoilTarget const electron{RecoilTarget::Kind::electron, {}};

}  // namespace

TEST_CASE("the electron cross section above a threshold", "[recoil][published]") {
  // tests/benchmarks/dm_scattering.csv, row XE-011: 5.574736e-33 cm2 at E = 1 GeV, T > 30 MeV, m_chi = 10 MeV, m = 30
  // MeV, alpha_D = 0.5, epsilon = 1e-3; its own tolerance.
  RecoilCrossSection const sigma{scalar(0.01), 0.03, electron, {0.03, 10.0, {}, {}, {}}, 5.0, {}};
  CHECK(sigma.m2(1.0) * 1e4 * 0.5 * 1e-6 == Approx(5.574736e-33).epsilon(0.005));
}

TEST_CASE("a table of cross sections follows the integral", "[recoil]") {
  // Against adaptive integration at energies between the nodes; tolerance of the shipped numerics.
  auto const target = GENERATE(electron, RecoilTarget{RecoilTarget::Kind::proton, {}},
                               RecoilTarget{RecoilTarget::Kind::nucleus, {55, 132.905, 123.80}});
  double const T_min = target.kind == RecoilTarget::Kind::nucleus ? 9e-6 : 0.02;
  RecoilWindow const window{T_min, 40.0 * T_min, {}, {}, {}};
  auto const dm = scalar(0.01);
  RecoilCrossSection const sigma{dm, 0.03, target, window, 9.0, {}};
  for (double const above : {1.1, 1.7, 3.3, 20.0}) {
    double const E = above * sigma.threshold_GeV();
    if (E > 9.0) continue;
    double const to = std::min(window.max_GeV, recoil_range(dm, target.mass_GeV(), E).max_GeV);
    double const exact = integrate([&](double T) { return recoil_GeV3(dm, 0.03, target, E, T); }, T_min, to) *
                         sm::cm2_per_inverse_GeV2 * 1e-4;
    CAPTURE(E, static_cast<int>(target.kind));
    CHECK(sigma.m2(E) == Approx(exact).epsilon(2e-3));
  }
  CHECK(sigma.m2(0.99 * sigma.threshold_GeV()) == 0.0);
}

TEST_CASE("a cut on the recoil angle is a cut on its energy", "[recoil]") {
  // Elastic scattering: cos >= c where T >= 2 m c^2 p^2 / ((E + m)^2 - c^2 p^2). Tolerance: the table.
  auto const dm = scalar(0.01);
  double const E = 0.3;
  double const c = 0.95;
  double const p2 = E * E - 1e-4;
  double const m = sm::m_e_GeV;
  double const T_cut = 2.0 * m * c * c * p2 / (std::pow(E + m, 2) - c * c * p2);
  REQUIRE(T_cut > 2e-3);
  RecoilCrossSection const cut{dm, 0.03, electron, {1e-3, 1.0, c, {}, {}}, 0.6, {}};
  RecoilCrossSection const above{dm, 0.03, electron, {T_cut, 1.0, {}, {}, {}}, 0.6, {}};
  CHECK(cut.m2(E) == Approx(above.m2(E)).epsilon(2e-3));
}

TEST_CASE("an efficiency that depends on the recoil weighs it", "[recoil]") {
  auto const dm = scalar(0.01);
  RecoilCrossSection const whole{dm, 0.03, electron, {0.02, 0.3, {}, {}, {}}, 0.6, {}};
  RecoilCrossSection const half{dm, 0.03, electron, {0.02, 0.3, {}, {0.01, 1.0}, {0.5, 0.5}}, 0.6, {}};
  CHECK(half.m2(0.4) == Approx(0.5 * whole.m2(0.4)).epsilon(1e-12));
}

TEST_CASE("recoils between two angles are those within the wider but not the narrower", "[recoil][property]") {
  // Pseudo-Dirac dark matter has forward recoils at both ends of its range of energies. Tolerance: shipped numerics.
  DarkMatter dm = scalar(0.01);
  dm.spin = GENERATE(DarkMatter::Spin::complex_scalar, DarkMatter::Spin::pseudo_dirac);
  if (dm.spin == DarkMatter::Spin::pseudo_dirac) dm.heavier_mass_GeV = 0.012;
  double const E = 1.5;
  auto const within = [&](std::optional<double> wide, std::optional<double> narrow) {
    return RecoilCrossSection{dm, 0.03, electron, {1e-4, 1.0, wide, {}, {}, narrow}, 2.0, {}}.m2(E);
  };
  double const wide = std::cos(0.05);
  double const narrow = std::cos(0.02);
  CHECK(within(wide, narrow) > 0.0);
  CHECK(within(wide, narrow) + within(narrow, {}) == Approx(within(wide, {})).epsilon(5e-3));
  CHECK(within({}, narrow) + within(narrow, {}) == Approx(within({}, {})).epsilon(5e-3));
}
