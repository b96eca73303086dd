// Mediators of parents that decay along the axis, or at rest, in detectors that stand anywhere.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <string>

#include "beam/beam.hpp"
#include "core/table_reader.hpp"
#include "detection/decay_in_volume.hpp"
#include "particle/constants.hpp"
#include "production/parent_decay_flux.hpp"

using namespace penumbra;

namespace {

constexpr double pi = std::numbers::pi;
constexpr double m = 0.2;
constexpr double per_parent = 0.5;

ProductionChannel kaon_decay() {
  return {"meson-decay:K+", MesonDecay{"K+", sm::m_K_GeV, "pi+", sm::m_pi_GeV, per_parent}, {{2}}, ""};
}

/// Decays seen at c tau of all sources of K+ -> pi+ and a mediator.
double seen(Beam const& beam, Solid const& solid, double ctau_m, Numerics const& numerics) {
  auto const decay = kaon_decay();
  std::string const variant = "made-up";
  double sum = 0.0;
  for (auto const& source : parent_decay_fluxes(beam, {&decay, 1}, {&variant, 1}, m, 0.1 / beam.energy_GeV, numerics)) {
    auto const volume = seen_from(source.z_m, solid);
    LengthGrid const grid =
        lengths_in(distances(volume), m, source.flux->k_GeV().front(), source.flux->k_GeV().back(), numerics);
    auto const to_muons = DecayKinematics::two_body(m, sm::m_mu_GeV);
    auto const spectrum = decays_seen(*source.flux, {&to_muons, 1}, volume, {}, numerics, grid).front();
    std::vector<double> exponentials(grid.size());
    sum += spectrum.decays(ctau_m, grid.exponentials(ctau_m, exponentials));
  }
  return sum;
}

/// Kaons as a proton beam of 120 GeV makes them: exp(-6 x) in the momentum, 0.35 GeV of transverse momentum on average.
Beam beam_of_kaons() {
  std::string text = "# t: 2 p sin(theta/2)\np_GeV,t_GeV,density\n";
  for (int i = 0; i < 60; ++i)
    for (int j = 0; j < 40; ++j) {
      double const p = 0.5 * std::pow(240.0, i / 59.0);
      double const t = 0.1 * j;
      text += fmt::format("{:.17g},{:.17g},{:.17g}\n", p, t, std::exp(-6.0 * p / 120.0 - t / 0.175));
    }
  Beam beam;
  beam.energy_GeV = 120.0;
  Parent kaons;
  kaons.particle = "K+";
  kaons.spectra.emplace_back("made-up", std::make_shared<ParentSpectrum const>(TextTable::parse(text, "test.csv")));
  beam.parents.push_back(kaons);
  return beam;
}

}  // namespace

TEST_CASE("mediators of parents at rest fill a solid angle, behind the absorber too", "[parent_decays][property]") {
  // A ball 100 m from the NuMI absorber, about where MicroBooNE stands: more than 90 degrees from the beam as seen from
  // there. int dV/r^2 of a ball of radius R at distance d is pi [2 R - (d^2 - R^2)/d ln((d + R)/(d - R))].
  Beam beam;
  beam.energy_GeV = 120.0;
  beam.stopped.push_back({"K+", 0.085, 725.0, {}});
  Point const centre{55.0, 72.6, 672.7};
  constexpr double R = 3.0;
  double const d = std::hypot(centre[0], centre[1], centre[2] - 725.0);
  double const M2 = sm::m_K_GeV * sm::m_K_GeV;
  double const k =
      std::sqrt((M2 - std::pow(m + sm::m_pi_GeV, 2)) * (M2 - std::pow(m - sm::m_pi_GeV, 2))) / (2.0 * sm::m_K_GeV);
  Solid const ball{Sphere{R}, centre};
  double const volume = pi * (2.0 * R - (d * d - R * R) / d * std::log((d + R) / (d - R)));
  constexpr double ctau = 1e6;
  // 1e-3: rays through the ball; the decay length is 10^4 times the distance.
  CHECK(seen(beam, ball, ctau, {}) == Approx(0.085 * per_parent / (4.0 * pi) * volume * m / (k * ctau)).epsilon(1e-3));
  // Pointing at it: the solid angle 2 pi (1 - sqrt(1 - (R/d)^2)).
  auto const decay = kaon_decay();
  std::string const variant = "made-up";
  auto const sources = parent_decay_fluxes(beam, {&decay, 1}, {&variant, 1}, m, 1e-3, {});
  REQUIRE(sources.size() == 1);
  auto const aimed = aimed_at(*sources.front().flux, m, seen_from(725.0, ball), {}, {});
  double const solid_angle = 2.0 * pi * (1.0 - std::sqrt(1.0 - R * R / (d * d)));
  CHECK(aimed.pointing == Approx(0.085 * per_parent * solid_angle / (4.0 * pi)).epsilon(1e-3));
  CHECK(aimed.mean_k_GeV == Approx(k).epsilon(1e-4));
}

TEST_CASE("nine places on the axis are enough for detectors beside a decay pipe", "[parent_decays][convergence]") {
  // Kaons along 675 m of NuMI, 194 m of LBNF and 50 m of the booster beam, detectors on and off the axis at their
  // places (MicroBooNE in both beams, ICARUS, DUNE ND, SBND), against eight times the places. Tolerance: 1 %.
  struct Case {
    char const* name;
    double path_m;
    Solid detector;
  };
  auto const box = [](double size, double x, double y, double z) {
    return Solid{Cuboid{{size, size, 2.0 * size}}, {x, y, z}};
  };
  for (auto const& [name, path_m, detector] :
       {Case{"MicroBooNE, NuMI", 675.0, box(3.0, 55.0, 72.6, 672.7)},
        Case{"ICARUS, NuMI", 675.0, box(5.0, 4.5, 79.5, 795.0)}, Case{"DUNE ND", 194.0, box(4.0, 0.0, 0.0, 579.0)},
        Case{"DUNE ND off axis", 194.0, box(4.0, 20.0, 0.0, 579.0)}, Case{"SBND", 50.0, box(4.0, 0.7, 0.0, 110.0)},
        Case{"MicroBooNE, BNB", 50.0, box(3.0, 0.0, 0.0, 470.0)}}) {
    auto beam = beam_of_kaons();
    beam.parent_decays = ParentDecays{path_m, {}, {}, ParentDecays::Origin::axis};
    Numerics many;
    many.decay_places *= 8;
    for (double const ctau : {3.0, 1e6}) {
      CAPTURE(name, ctau);
      CHECK(seen(beam, detector, ctau, {}) == Approx(seen(beam, detector, ctau, many)).epsilon(0.01));
    }
  }
}
