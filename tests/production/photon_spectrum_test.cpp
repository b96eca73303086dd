#include "production/photon_spectrum.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <numbers>

#include "beam/beam.hpp"
#include "core/integrate.hpp"
#include "particle/constants.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const experiments = std::filesystem::path{PENUMBRA_SOURCE_DIR} / "experiments";

/// int dOmega of photons of one momentum.
double at_all_angles(PhotonSpectrum const& photons, double k_GeV) {
  auto const row = photons.row(k_GeV);
  // h = sin^2(theta/2), dOmega = 4 pi dh; angles from 0.1 MeV/k on.
  auto const h = composite_gauss_legendre(60, 4, 2.0 * std::log(0.5e-4 / k_GeV), 0.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < h.size(); ++i) sum += h.w[i] * std::exp(h.x[i]) * row(std::exp(h.x[i]));
  return 4.0 * std::numbers::pi * sum;
}

}  // namespace

TEST_CASE("photons of pi0 carry the energy of the pi0 that decay to them", "[production][primakoff][property]") {
  Problems problems;
  auto const loaded = load_beam(experiments, "p400-cu", problems);
  REQUIRE(loaded);
  Beam beam = *loaded;
  for (auto& parent : beam.parents)
    if (parent.particle != "pi0") parent.yield_factor = 0.0;
  PhotonSpectrum const photons = photons_of_mesons(beam, "pythia-8-cascade", {});
  auto const& pions = beam.parent("pi0")->from("pythia-8-cascade");
  double from_pions = 0.0;
  auto const p = composite_gauss_legendre(60, 4, std::log(pions.p_min_GeV()), std::log(pions.p_max_GeV()));
  auto const t = composite_gauss_legendre(40, 4, 0.0, pions.t_max_GeV());
  for (std::size_t i = 0; i < p.size(); ++i) {
    double const momentum = std::exp(p.x[i]);
    for (std::size_t j = 0; j < t.size(); ++j) {
      if (t.x[j] > 2.0 * momentum) continue;
      from_pions += p.w[i] * t.w[j] * 2.0 * t.x[j] * pions.density(momentum, t.x[j]) *
                    std::hypot(momentum, sm::m_pi0_GeV) * sm::br_pi0_two_photons * beam.parent("pi0")->yield_factor;
    }
  }
  double in_photons = 0.0;
  auto const k = composite_gauss_legendre(60, 4, std::log(photons.k_min_GeV()), std::log(photons.k_max_GeV()));
  for (std::size_t i = 0; i < k.size(); ++i)
    in_photons += k.w[i] * std::exp(k.x[i]) * at_all_angles(photons, std::exp(k.x[i]));
  // Photons below the softest pion of the table are cut off; both tables are interpolated: 2 %.
  CHECK(in_photons / from_pions == Approx(1.0).epsilon(0.02));
}

TEST_CASE("the photons of a proton's field have the spectrum of Weizsaecker and Williams at small momenta",
          "[production][primakoff][independent]") {
  // (alpha/2 pi) [1 + (1 - x)^2] [ln A - 11/6 + 3/A - 3/(2 A^2) + 1/(3 A^3)], A = 1 + 0.71 GeV^2/Q^2_min: Drees and
  // Zeppenfeld, Phys. Rev. D 39 (1989) 2536, eq. 4, with the charge alone in the dipole form.
  for (double const x : {1e-3, 1e-2, 3e-2}) {
    double const least = x * x * sm::m_p_GeV * sm::m_p_GeV / (1.0 - x);
    double const A = 1.0 + 0.71 / least;
    double const theirs = sm::alpha / (2.0 * std::numbers::pi) * (1.0 + (1.0 - x) * (1.0 - x)) *
                          (std::log(A) - 11.0 / 6.0 + 3.0 / A - 1.5 / (A * A) + 1.0 / (3.0 * A * A * A));
    double ours = 0.0;
    auto const q = composite_gauss_legendre(60, 4, std::log(1e-6 * least), std::log(30.0));
    for (std::size_t i = 0; i < q.size(); ++i)
      ours += q.w[i] * std::exp(q.x[i]) * x * equivalent_photons_per_GeV2(x, std::exp(q.x[i]));
    // They neglect the edge at Q^2_min (they have no 1 - Q^2_min/Q^2: one less in the logarithm) and the magnetic
    // moment, which adds about Q^2/(4 m_p^2) of 7.8 at the end of the logarithm: within a tenth or so together.
    double const edge = sm::alpha / std::numbers::pi * (1.0 - x);
    CHECK(ours / (theirs - edge) == Approx(1.0).epsilon(0.12));
  }
}
