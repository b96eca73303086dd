#include "production/proton_bremsstrahlung.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <complex>
#include <numbers>

#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/proton_form_factor.hpp"

using namespace penumbra;

TEST_CASE("the proton splitting becomes the photon's Altarelli-Parisi splitting far above the masses",
          "[production][property]") {
  // alpha/(2 pi) [1+(1-z)^2]/z / pT^2 for pT far above z m_p and m; corrections (z m_p/pT)^2.
  double const z = 0.4;
  double const pT2_GeV2 = 1e6;
  double const massless = sm::alpha / (2.0 * std::numbers::pi) * (1.0 + (1.0 - z) * (1.0 - z)) / z / pT2_GeV2;
  CHECK(splitting_per_eps2(z, pT2_GeV2, 1e-3) == Approx(massless).epsilon(1e-5));
}

TEST_CASE("the closed pT integral of the splitting is the integral", "[production][independent]") {
  for (double const m_GeV : {0.01, 0.3, 1.5})
    for (double const z : {0.1, 0.5, 0.9})
      CHECK(splitting_below_pT_per_eps2(z, 1.0, m_GeV) ==
            Approx(integrate([&](double pT2) { return splitting_per_eps2(z, pT2, m_GeV); }, 0.0, 1.0, 1e-9))
                .epsilon(1e-8));
}

TEST_CASE("dark photons from 8 GeV protons agree with an independent quadrature", "[production][independent]") {
  // E = 8.9 GeV, pT < 0.2 GeV, max(3m/E, 0.3) < z < 1 - z_min, eps = 1e-3, 1.86e20 protons that all interact.
  // Tolerance: whether the remaining invariant mass contains the proton masses moves the cross-section ratio by 0.5 %.
  constexpr double E_GeV = 8.9;
  struct Point {
    double m_GeV, number;
  };
  for (auto const& [m_GeV, number] : {Point{0.01, 4.553e10}, Point{0.1, 4.505e10}, Point{0.2, 4.519e10},
                                      Point{0.4, 6.063e10}, Point{0.77, 1.331e14}}) {
    double const z_min = std::max(3.0 * m_GeV / E_GeV, 0.3);
    double const share = integrate(
        [m = m_GeV](double z) { return splitting_below_pT_per_eps2(z, 0.2, m) * cross_section_ratio(z, E_GeV); }, z_min,
        1.0 - z_min);
    CHECK(1.86e20 * 1e-6 * share * std::norm(proton_dirac_faessler(m_GeV)) == Approx(number).epsilon(0.008));
  }
}

TEST_CASE("the proton-proton cross section is the measured one", "[production][published]") {
  // 38.4 mb at 24 GeV/c, 39.9 mb at 400 GeV/c (PDG compilation of total cross sections); tolerance of the fit 2 %.
  CHECK(sigma_pp_mb(2.0 * sm::m_p_GeV * (sm::m_p_GeV + 24.02)) == Approx(38.4).epsilon(0.02));
  CHECK(sigma_pp_mb(2.0 * sm::m_p_GeV * (sm::m_p_GeV + 400.0)) == Approx(39.9).epsilon(0.02));
}

TEST_CASE("the polarisation of what a proton radiates is that of explicit Dirac matrices",
          "[production][independent]") {
  // tools/bremsstrahlung/check_polarisation.py, at 3 TeV; tolerance: its transfer and its digits.
  struct Row {
    double z, pT, m, xx, yy, zz, xz;
  };
  for (auto const& row :
       {Row{0.3, 0.1, 0.1, 0.3872, 0.5959, 0.0170, 0.0784}, Row{0.3, 0.5, 0.1, 0.2104, 0.7461, 0.0435, -0.0865},
        Row{0.5, 0.2, 0.4, 0.3787, 0.5702, 0.0510, 0.1245}, Row{0.5, 0.5, 0.4, 0.1320, 0.7131, 0.1549, 0.0291},
        Row{0.2, 0.6, 0.77, 0.0221, 0.5171, 0.4608, 0.0839}, Row{0.2, 0.1, 0.77, 0.4643, 0.5013, 0.0344, 0.1255}}) {
    auto const ours = splitting_polarisation(row.z, row.pT, row.m);
    CAPTURE(row.z, row.pT, row.m);
    CHECK(ours.xx == Approx(row.xx).margin(2e-4));
    CHECK(ours.yy == Approx(row.yy).margin(2e-4));
    CHECK(ours.zz == Approx(row.zz).margin(2e-4));
    CHECK(ours.xz == Approx(row.xz).margin(2e-4));
  }
}
