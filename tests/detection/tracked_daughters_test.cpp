#include "detection/tracked_daughters.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <tuple>

#include "detection/decay_in_volume.hpp"
#include "production/meson_decay.hpp"

using namespace penumbra;

namespace {

/// Averaged over 64 azimuths.
double mean_share(DaughterCuts const& cuts, Solid const& solid, double mass, double k, double theta, double phi,
                  double length) {
  std::vector<double> share(1);
  PairInFlight const pair{mass, {0.0, 0.0}, k};
  TrackedDaughters{cuts, solid, {&pair, 1}, 64}.add({theta, phi}, length, 0.5, 1.0, share);
  return share.front();
}

}  // namespace

TEST_CASE("massless daughters hit a disc as aberration says", "[daughters]") {
  // Seen from the decay the disc has half opening alpha about the mediator's direction: a daughter passes if its decay
  // angle has c > (cos(alpha) - beta) / (1 - beta cos(alpha)). Tolerance: rounding.
  double const theta = 0.6;
  double const phi = 2.1;
  auto const ahead = direction_of(theta, phi);
  Solid const anywhere{Sphere{1.0}, advanced({}, 20.0, ahead)};
  double const alpha = 0.3;
  // The plane across the line of flight, 10 m behind the decay.
  Rotation const facing{0.0, theta, phi};
  for (double const k : {0.01, 0.5, 3.0, 20.0})
    for (int const at_least : {1, 2}) {
      DaughterCuts cuts;
      cuts.opening = {Aperture::disc(10.0 * std::tan(alpha)), advanced({}, 30.0, ahead), facing};
      cuts.at_least = at_least;
      double const beta = k / std::hypot(k, 1.0);
      double const c = (std::cos(alpha) - beta) / (1.0 - beta * std::cos(alpha));
      double const one = 0.5 * (1.0 - c);  // a given daughter
      double const both = std::max(0.0, -c);
      CAPTURE(k, at_least, c);
      CHECK(mean_share(cuts, anywhere, 1.0, k, theta, phi, 20.0) ==
            Approx(at_least == 2 ? both : 2.0 * one - both).margin(1e-9));
    }
}

TEST_CASE("a threshold leaves the decay angles it allows", "[daughters]") {
  // Massless daughters: E = (E_A/2)(1 +- beta c). No opening: only energies count.
  Solid const anywhere{Sphere{1.0}, {0.0, 0.0, 20.0}};
  DaughterCuts cuts;
  cuts.energy_min_GeV = 3.0;
  double const k = 10.0;
  double const E = std::hypot(k, 1.0);
  double const share = (1.0 - 2.0 * 3.0 / E) / (k / E);
  cuts.at_least = 2;
  CHECK(mean_share(cuts, anywhere, 1.0, k, 0.0, 0.0, 20.0) == Approx(share).epsilon(1e-12));
  cuts.at_least = 1;
  CHECK(mean_share(cuts, anywhere, 1.0, k, 0.0, 0.0, 20.0) == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("the share of decay angles is that of sampled angles", "[daughters][independent]") {
  // Muons that all fly forward, at two angles each, electrons some of which fly back, and an electron with a pion;
  // ranges with a hole and a threshold. Tolerance: the steps of c, one for each of at most eight ends.
  constexpr int steps = 100000;
  CotangentRanges const one{{-0.3, 2.0}, {4.0, 9.0}};
  CotangentRanges const other{{-2.0, 1.0}, {3.0, CotangentRange::no_end}};
  auto const lies_in = [](CotangentRanges const& ranges, double w) {
    return std::any_of(ranges.begin(), ranges.end(), [&](auto const& r) { return w > r.low && w < r.high; });
  };
  double const m = 0.25;
  for (DaughterMasses const& daughters :
       {DaughterMasses{0.000511, 0.000511}, DaughterMasses{0.105658, 0.105658}, DaughterMasses{0.000511, 0.13957}})
    for (double const k : {0.03, 0.2, 0.6})
      for (double const threshold : {0.0, 0.11}) {
        double const E = std::hypot(k, m);
        double const p_star = two_body_momentum_GeV(m, daughters[0], daughters[1]);
        std::array<int, 3> counted{};
        for (int i = 0; i < steps; ++i) {
          double const c = -1.0 + 2.0 * (i + 0.5) / steps;
          auto const counts = [&](std::size_t d, double cosine, CotangentRanges const& ranges) {
            double const along = (k * std::hypot(p_star, daughters[d]) + E * p_star * cosine) / m;
            double const across = p_star * std::sqrt(1.0 - cosine * cosine);
            return std::hypot(along, across, daughters[d]) >= threshold && lies_in(ranges, along / across);
          };
          std::size_t const first = i % 2 == 0 ? 0 : 1;  // which of the two flies on this side
          ++counted[static_cast<std::size_t>(counts(first, c, one)) +
                    static_cast<std::size_t>(counts(1 - first, -c, other))];
        }
        PairInFlight const pair{m, daughters, k};
        DaughterAngles const decays{{&pair, 1}, threshold};
        auto const share = [&](int at_least) {
          double sum = 0.0;
          decays.add_shares(one, other, at_least, 1.0, {&sum, 1});
          return sum;
        };
        CAPTURE(daughters[0], daughters[1], k, threshold);
        CHECK(share(2) == Approx(static_cast<double>(counted[2]) / steps).margin(8.0 / steps));
        CHECK(share(1) == Approx(static_cast<double>(counted[1] + counted[2]) / steps).margin(8.0 / steps));
      }
}

TEST_CASE("photons count where they are far enough apart", "[daughters][independent]") {
  // Sampled decay angles; tolerance: their steps, one for each of at most eight ends.
  constexpr int steps = 100000;
  CotangentRanges const forward{{0.0, CotangentRange::no_end}};
  CotangentRanges const narrow{{3.0, 40.0}};
  double const m = 0.2;
  for (double const k : {0.3, 2.0, 20.0})
    for (double const spread : {0.004, 0.02, 0.1, 1.5})
      for (auto const& one : {forward, narrow}) {
        double const E = std::hypot(k, m);
        int counted = 0;
        for (int i = 0; i < steps; ++i) {
          double const c = -1.0 + 2.0 * (i + 0.5) / steps;
          double const across = 0.5 * m * std::sqrt(1.0 - c * c);
          double const ahead = across / (0.5 * (k + E * c));
          double const behind = across / (0.5 * (k - E * c));
          auto const lies_in = [](CotangentRange const& range, double tangent) {
            return tangent > 0.0 && 1.0 / tangent > range.low && 1.0 / tangent < range.high;
          };
          counted += lies_in(one.front(), ahead) && lies_in(forward.front(), behind) && ahead + behind >= spread;
        }
        PairInFlight const pair{m, {0.0, 0.0}, k};
        double share = 0.0;
        DaughterAngles{{&pair, 1}, 0.0}.add_shares(one, forward, 2, 1.0, {&share, 1}, spread);
        CAPTURE(k, spread, one.front().low);
        CHECK(share == Approx(static_cast<double>(counted) / steps).margin(8.0 / steps));
      }
}

TEST_CASE("daughters followed in a wide solid are those of open space", "[daughters][independent]") {
  // The two are separate: slopes that add and azimuths in closed form there, tracks and a lattice here. A cylinder so
  // wide that every mediator whose daughters can come back lies inside. Tolerance: the shipped nodes of both.
  Numerics const numerics;
  auto const falling = [](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
    for (std::size_t i = 0; i < theta.size(); ++i)
      for (std::size_t j = 0; j < k.size(); ++j) out[i * k.size() + j] = std::exp(-k[j] / 20.0 - k[j] * theta[i] / 0.3);
  };
  std::array const decays{DecayKinematics::two_body(0.05, 0.000511),
                          DecayKinematics::two_body(0.16, DaughterMasses{0.000511, 0.13957})};
  DecaySelection selection;
  selection.daughters.emplace();
  selection.daughters->opening = {Aperture::disc(0.5), {0.0, 0.0, 40.0}, {}};
  selection.daughters->energy_min_GeV = 1.0;
  for (auto const& [decay, at_least] :
       {std::tuple{&decays[0], 1}, std::tuple{&decays[0], 2}, std::tuple{&decays[1], 1}, std::tuple{&decays[1], 2}}) {
    selection.daughters->at_least = at_least;
    double const mass = decay->particle_GeV();
    auto const& to_daughters = *decay;
    auto const seen = [&](DecayVolume const& volume, double ctau) {
      Flux flux{1.0, 100.0, 1.0, 0.001, numerics, falling};
      auto const grid = lengths_in(distances(volume), mass, 1.0, 100.0, numerics);
      std::vector<double> exponentials(grid.size());
      grid.exponentials(ctau, exponentials);
      std::optional<FollowedInSolid> followed;
      FollowedInSolid const* tracked = nullptr;
      if (auto const* solid = std::get_if<Solid>(&volume))
        tracked = &followed.emplace(*solid, *selection.daughters, std::span{&to_daughters, 1},
                                    FluxRange{1.0, 100.0, 0.001, {}}, numerics);
      return decays_seen(flux, {&to_daughters, 1}, volume, selection, numerics, grid, tracked)
          .front()
          .decays(ctau, exponentials);
    };
    for (double const ctau : {0.01, 0.1, 10.0}) {
      CAPTURE(mass, selection.daughters->at_least, ctau);
      CHECK(seen(Solid{Cylinder{8.0, 10.0, 2}, {0.0, 0.0, 25.0}}, ctau) ==
            Approx(seen(OpenSpace{20.0, 30.0}, ctau)).epsilon(0.01));
    }
  }
}

TEST_CASE("what begins behind a volume does not decay in it", "[daughters]") {
  auto const falling = [](std::span<double const> theta, std::span<double const> k, std::span<double> out) {
    for (std::size_t i = 0; i < theta.size(); ++i)
      for (std::size_t j = 0; j < k.size(); ++j) out[i * k.size() + j] = std::exp(-k[j] / 20.0);
  };
  Numerics const numerics;
  DecayVolume const near_by{Solid{Cylinder{1.0, 10.0, 2}, {0.0, 0.0, 25.0}}};
  auto const decay = DecayKinematics::two_body(0.05, 0.000511);
  auto const seen = [&](double begin_m) {
    Flux flux{1.0, 100.0, 1.0, 0.001, numerics, falling};
    flux.begin_at(begin_m);
    auto const grid = lengths_in(distances(near_by), 0.05, 1.0, 100.0, numerics, begin_m);
    std::vector<double> exponentials(grid.size());
    grid.exponentials(1.0, exponentials);
    return decays_seen(flux, {&decay, 1}, near_by, {}, numerics, grid).front().decays(1.0, exponentials);
  };
  CHECK(seen(140.0) == 0.0);
  CHECK(seen(25.0) > 0.0);
}

TEST_CASE("leaving by the back asks for the side walls too", "[daughters]") {
  // Decays at the front of a narrow box whose daughters would reach the wide opening behind it through the side.
  Solid const box{Cuboid{{1.0, 1.0, 10.0}}, {0.0, 0.0, 25.0}};
  DaughterCuts cuts;
  cuts.opening = {Aperture::disc(50.0), {0.0, 0.0, 40.0}, {}};
  cuts.at_least = 2;
  double const k = 1.0;
  CHECK(mean_share(cuts, box, 0.2, k, 0.0, 0.0, 20.5) > 0.9);
  cuts.leaves_by_back = true;
  CHECK(mean_share(cuts, box, 0.2, k, 0.0, 0.0, 20.5) < 0.3);
  CHECK(mean_share(cuts, box, 0.2, k, 0.0, 0.0, 29.9) > 0.9);
}
