#include "production/primakoff_flux.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numbers>
#include <tuple>
#include <vector>

#include "beam/beam.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;

/// Photons with a Gaussian spread of their transverse momentum, dN/(dln k dOmega) with one photon per ln k.
PhotonSpectrum gaussian_photons(double width_GeV) {
  return {1.0, 100.0, [width_GeV](double k, double theta) {
            double const t = 2.0 * k * std::sin(0.5 * theta);
            return k * k / (pi * width_GeV * width_GeV) * std::exp(-t * t / (width_GeV * width_GeV));
          }};
}

struct Angles {
  std::vector<double> theta_rad;
  std::vector<double> solid_angle_sr;
};

/// Angles to 3 rad, close around `scale_rad`.
Angles all_angles(double scale_rad) {
  auto const v = composite_gauss_legendre(40, 6, 0.0, std::asinh(3.0 / scale_rad));
  Angles angles;
  for (std::size_t i = 0; i < v.size(); ++i) {
    double const theta = scale_rad * std::sinh(v.x[i]);
    angles.theta_rad.push_back(theta);
    angles.solid_angle_sr.push_back(2.0 * pi * std::sin(theta) * scale_rad * std::cosh(v.x[i]) * v.w[i]);
  }
  return angles;
}

}  // namespace

TEST_CASE("photons on a target make ALPs by the ratio of cross sections, whatever the angles",
          "[production][primakoff][property]") {
  PrimakoffAtom const iron{26.0, 55.845};
  auto const photons = gaussian_photons(0.15);
  double const sigma_cm2 = 5e-24;
  for (double const m : {0.01, 0.1, 0.4}) {
    double const E = 30.0;
    double const k = std::sqrt(E * E - m * m);
    auto const angles = all_angles(1e-3);
    std::vector<double> rows(angles.theta_rad.size());
    primakoff_rows({photons, iron, sigma_cm2, 1.0, pi}, m, {}, angles.theta_rad, {&k, 1}, rows);
    double made = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) made += rows[i] * angles.solid_angle_sr[i];
    double const expected = primakoff_cross_section_cm2(1.0, m, E, 26.0, 55.845, 1.0) / sigma_cm2 * (k * k) / (E * E);
    // The few momentum transfers of the convolution: 1 % (and 1 % of the table of photons).
    CHECK(made / expected == Approx(1.0).epsilon(0.02));
  }
}

TEST_CASE("transverse momenta of photons and of the nucleus add up", "[production][primakoff][property]") {
  // Mean squares of independent vectors add. Iron bends by the mean square of its momentum transfers, which the form
  // factor limits to some (60 MeV)^2.
  PrimakoffAtom const iron{26.0, 55.845};
  double const width = 0.15;
  auto const photons = gaussian_photons(width);
  double const m = 0.1;
  double const E = 30.0;
  double const k = std::sqrt(E * E - m * m);
  auto const angles = all_angles(1e-3);
  std::vector<double> rows(angles.theta_rad.size());
  for (double const lever : {1.0, 0.7}) {
    primakoff_rows({photons, iron, 1e-24, lever, pi}, m, {}, angles.theta_rad, {&k, 1}, rows);
    double made = 0.0;
    double square = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      made += rows[i] * angles.solid_angle_sr[i];
      square += rows[i] * angles.solid_angle_sr[i] * std::pow(E * 2.0 * std::sin(0.5 * angles.theta_rad[i]), 2);
    }
    PrimakoffAtom::At const at{iron, m, E};
    auto const s = composite_gauss_legendre(80, 4, std::log(at.s_first_GeV2()), std::log(at.s_last_GeV2()));
    double sigma = 0.0;
    double kicks = 0.0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      double const part = s.w[i] * at.per_ln_s_cm2(std::exp(s.x[i]));
      sigma += part;
      kicks += part * std::exp(s.x[i]);
    }
    CHECK(kicks / sigma > 0.02 * 0.02);
    CHECK(square / made == Approx(width * width + lever * lever * kicks / sigma).epsilon(0.02));
  }
}

TEST_CASE("photons beyond the opening of an absorber do not count", "[production][primakoff][property]") {
  PrimakoffAtom const copper{29.0, 63.546};
  auto const photons = gaussian_photons(0.15);
  double const k = 50.0;
  double const theta = 0.002;
  double open = 0.0;
  double narrow = 0.0;
  primakoff_rows({photons, copper, 1e-24, 1.0, pi}, 0.01, {}, {&theta, 1}, {&k, 1}, {&open, 1});
  primakoff_rows({photons, copper, 1e-24, 1.0, 1e-6}, 0.01, {}, {&theta, 1}, {&k, 1}, {&narrow, 1});
  CHECK(open > 0.0);
  CHECK(narrow < 1e-3 * open);
}

TEST_CASE("the track length of photons in a shower agrees with a simulation", "[production][primakoff][independent]") {
  // An independent Monte Carlo of 20 GeV electrons on aluminium, in the same complete screening (3000 to 6000 showers:
  // 2 % where many photons are, 5 % above 0.7 E0): X0 above a fraction of E0.
  auto const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments";
  Problems problems;
  auto const beam = load_beam(folder, "e20-al", problems);
  REQUIRE(beam);
  double const E0 = beam->energy_GeV;
  for (auto const& [fraction, expected, tolerance] :
       {std::tuple{0.05, 10.6, 0.03}, {0.1, 5.01, 0.03}, {0.2, 2.15, 0.03}, {0.5, 0.466, 0.04}, {0.7, 0.169, 0.06}}) {
    auto const ln_E = composite_gauss_legendre(20, 4, std::log(fraction * E0), std::log(E0) - 1e-9);
    double track = 0.0;
    for (std::size_t i = 0; i < ln_E.size(); ++i)
      for (auto const& photons : shower_photons(*beam->electrons->tracks, E0, std::exp(ln_E.x[i]), 8))
        track += ln_E.w[i] * photons.track_X0;
    CHECK(track == Approx(expected).epsilon(tolerance));
  }
}

TEST_CASE("a shower makes as many ALPs as its photons have track", "[production][primakoff][property]") {
  auto const folder = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments";
  Problems problems;
  auto const beam = load_beam(folder, "e20-al", problems);
  REQUIRE(beam);
  constexpr double avogadro = 6.02214076e23;
  auto const& target = *beam->electrons;
  for (double const m : {0.01, 0.1}) {
    ShowerPrimakoffFlux flux{target, beam->energy_GeV, m, {}};
    double const E = 10.0;
    double const k = std::sqrt(E * E - m * m);
    auto const angles = all_angles(1e-3);
    std::vector<double> rows(angles.theta_rad.size());
    flux.rows(angles.theta_rad, {&k, 1}, rows);
    double made = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) made += rows[i] * angles.solid_angle_sr[i];
    double track = 0.0;
    for (auto const& photons : shower_photons(*target.tracks, beam->energy_GeV, E, 8)) track += photons.track_X0;
    double const expected = avogadro * target.X0_g_cm2 / target.A * track *
                            primakoff_cross_section_cm2(1.0, m, E, target.Z, target.A, 1.0) * k * k / (E * E);
    // Ten nodes of the tilt between emissions over five decades of angles.
    CHECK(made / expected == Approx(1.0).epsilon(0.02));
  }
}
