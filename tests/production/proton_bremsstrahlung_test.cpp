#include "production/proton_bremsstrahlung.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <complex>
#include <numbers>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "particle/constants.hpp"
#include "particle/proton_form_factor.hpp"
#include "production/proton_bremsstrahlung_flux.hpp"

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
  auto const s = [](double kept) { return 2.0 * sm::m_p_GeV * (kept * E_GeV + sm::m_p_GeV); };
  struct Point {
    double m_GeV, number;
  };
  for (auto const& [m_GeV, number] : {Point{0.01, 4.553e10}, Point{0.1, 4.505e10}, Point{0.2, 4.519e10},
                                      Point{0.4, 6.063e10}, Point{0.77, 1.331e14}}) {
    double const z_min = std::max(3.0 * m_GeV / E_GeV, 0.3);
    double const share = integrate(
        [&, m = m_GeV](double z) {
          return splitting_below_pT_per_eps2(z, 0.2, m) * sigma_pp_mb(s(1.0 - z)) / sigma_pp_mb(s(1.0));
        },
        z_min, 1.0 - z_min);
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

TEST_CASE("the splitting of a quasi-real proton is that of explicit Dirac matrices", "[production][independent]") {
  // tools/bremsstrahlung/check_quasi_real.py, over alpha/(2 pi), at 3 TeV; tolerance: its finite momentum. The scale of
  // the off-shell form factor is so large that it is one.
  struct Row {
    double pauli, z, pT, m, value;
  };
  for (auto const& row :
       {Row{0.0, 0.3, 0.2, 0.3, 15.551341}, Row{0.0, 0.6, 0.4, 0.1, 2.182628}, Row{1.793, 0.6, 0.4, 0.1, 5.857597},
        Row{1.793, 0.9, 0.7, 1.2, 2.665067}, Row{1.793, 0.5, 0.3, 0.5, 4.233036}, Row{-2.0, 0.3, 0.2, 0.3, 17.238506},
        Row{-2.0, 0.6, 0.4, 0.1, 1.608406}}) {
    CAPTURE(row.pauli, row.z, row.pT, row.m);
    CHECK(quasi_real_splitting_per_eps2(row.z, row.pT * row.pT, row.m, 1e6, row.pauli) * 2.0 * std::numbers::pi /
              sm::alpha ==
          Approx(row.value).epsilon(1e-5));
  }
}

TEST_CASE("soft mediators know nothing of treatments", "[production][property]") {
  // z -> 0: classical radiation, alpha/(2 pi) 2/z (pT^2 + z^2 m_p^2 ...)/H^2, whatever the treatment. m^2 and z^2 m_p^2
  // below pT^2, so that corrections are of order z and (z m_p/pT)^2: 1 %.
  for (double const z : {1e-3, 1e-4}) {
    double const pT2 = 1e-2;
    double const m = 1e-3;
    double const printed = splitting_per_eps2(z, pT2, m);
    CHECK(splitting_of_matrices_per_eps2(z, pT2, m) == Approx(printed).epsilon(1e-6));
    CHECK(quasi_real_splitting_per_eps2(z, pT2, m, 1e6, 1.8) == Approx(printed).epsilon(0.01));
  }
}

TEST_CASE("the published splitting misses what explicit matrices have", "[production][independent]") {
  // docs/physics.md, whose table comes from tools/bremsstrahlung/check_polarisation.py: what 1 + (1-z)^2 adds per
  // mediator, z 0.1 to 0.9 and pT below 1 GeV. Digits of the table.
  struct Row {
    double m, added;
  };
  for (auto const& [m, added] : {Row{0.03, 0.005}, Row{0.2, 0.042}, Row{0.77, 0.044}, Row{2.0, 0.031}}) {
    auto const integral = [m = m](auto splitting) {
      return integrate(
          [&](double z) { return integrate([&](double pT2) { return splitting(z, pT2, m); }, 0.0, 1.0, 1e-7); }, 0.1,
          0.9, 1e-6);
    };
    CHECK(integral(&splitting_of_matrices_per_eps2) / integral(&splitting_per_eps2) - 1.0 ==
          Approx(added).margin(0.0006));
  }
}

TEST_CASE("quasi-real protons at the LHC radiate as in FORESEE", "[production][published]") {
  // Cross section of dark photons of 10 MeV above 1 GeV at 13.6 TeV, pb per eps^2, tables Brem_QRA of FORESEE
  // (arXiv:2105.07077, commit 2d6431f). Which splitting function they hold is not known to us, so this tests the
  // normalisation (what is not single diffractive), the off-shell form factor and its scale on soft mediators, of
  // which most of this is. Tolerance: 12 % wide bins of momentum, 10 %.
  Beam beam;
  beam.kind = BeamKind::collider;
  beam.energy_GeV = 6800.0;
  beam.sigma_inelastic_pb = Sourced{79.5e9, "TOTEM:2017asr"};
  constexpr double m = 0.01;
  auto const pauli = proton_pauli_vector_dominance(m) / proton_dirac_vector_dominance(m);
  auto const ln_k = composite_gauss_legendre(12, 8, 0.0, std::log(0.9999 * beam.energy_GeV));
  auto const ln_theta = composite_gauss_legendre(24, 8, std::log(1e-8), 0.0);
  std::vector<double> k;
  std::vector<double> theta;
  for (double const x : ln_k.x) k.push_back(std::exp(x));
  for (double const x : ln_theta.x) theta.push_back(std::exp(x));
  for (auto const& [name, pb] : {std::pair{"quasi-real-1.0", 1.86430e9}, std::pair{"quasi-real-1.5", 2.75494e9},
                                 std::pair{"quasi-real-2.0", 3.52049e9}}) {
    std::vector<double> rows(theta.size() * k.size());
    proton_bremsstrahlung_rows(beam, *proton_splitting(name), pauli, m, theta, k, rows);
    double made = 0.0;
    for (std::size_t i = 0; i < theta.size(); ++i)
      for (std::size_t j = 0; j < k.size(); ++j)
        made +=
            2.0 * std::numbers::pi * std::sin(theta[i]) * theta[i] * ln_theta.w[i] * ln_k.w[j] * rows[i * k.size() + j];
    CAPTURE(name);
    CHECK(made * beam.sigma_inelastic_pb->value * std::norm(proton_dirac_faessler(m)) == Approx(pb).epsilon(0.10));
  }
}

TEST_CASE("cross sections of protons are the measured ones", "[production][published]") {
  // Elastic: 7.0 mb at 400 GeV/c (PDG compilation, 3 %), 31.0 +- 1.7 mb at 13 TeV (TOTEM:2017asr).
  CHECK(sigma_elastic_pp_mb(2.0 * sm::m_p_GeV * (sm::m_p_GeV + 400.0)) == Approx(7.0).epsilon(0.03));
  CHECK(sigma_elastic_pp_mb(13000.0 * 13000.0) == Approx(31.0).margin(1.7));
  // Not every inelastic collision is counted, and most are: at 400 GeV and at the LHC.
  CHECK(sigma_not_single_diffractive_mb(752.0) < sigma_pp_mb(752.0) - sigma_elastic_pp_mb(752.0));
  CHECK(sigma_not_single_diffractive_mb(13600.0 * 13600.0) / 79.5 == Approx(0.8).margin(0.1));
}
