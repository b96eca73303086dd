#include "detection/decay_kinematics.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <random>

#include "core/integrate.hpp"
#include "detection/daughters.hpp"
#include "production/meson_decay.hpp"

using namespace penumbra;

namespace {

constexpr double particle = 0.11;
constexpr double unseen = 0.1;
constexpr double electron = 0.000511;

DecayKinematics one_mass(double pair_GeV, double E_min_GeV) {
  return DecayKinematics::with_unseen(particle, unseen, {electron, electron}, {{pair_GeV, 1.0}}, E_min_GeV);
}

}  // namespace

TEST_CASE("energies of a pair beside something unseen begin and end where kinematics says", "[decay_kinematics]") {
  double const pair = 0.006;
  double const p = two_body_momentum_GeV(particle, pair, unseen);
  double const E = std::hypot(p, pair);
  for (double const k : {0.05, 1.0, 50.0}) {
    double const gamma = std::hypot(1.0, k / particle);
    double const fastest = gamma * E + k / particle * p;
    double const slowest = gamma * E - k / particle * p;
    CAPTURE(k);
    CHECK(one_mass(pair, 1.0001 * fastest).counting(k) == 0.0);
    CHECK(one_mass(pair, 0.9999 * slowest).counting(k) == Approx(1.0));
    CHECK(one_mass(pair, 0.5 * (slowest + fastest)).counting(k) == Approx(0.5));
    // The momentum from which on a threshold can be passed is that at which the fastest pair just does.
    if (slowest < fastest && k > 0.1) CHECK(one_mass(pair, fastest).lowest_k_GeV() == Approx(k).epsilon(1e-9));
    double share = 0.0;
    for (auto const& whole : one_mass(pair, 0.5 * (slowest + fastest)).pairs(k, {})) {
      share += whole.share;
      CHECK(std::hypot(whole.k_GeV, pair) >= 0.5 * (slowest + fastest));
      CHECK(std::hypot(whole.k_GeV, pair) <= fastest);
    }
    CHECK(share == Approx(0.5));
  }
}

TEST_CASE("daughters of a pair hit a disc about as often as full three-body kinematics says",
          "[decay_kinematics][independent]") {
  // What is left out is the angle of the pair to the particle, which a spread of directions averages out but for the
  // rim. Toys with it: 400,000 decays of particles whose directions fill a cone, seeded; 1 % of error. The rest of the
  // tolerance is the size of the approximation, docs/physics.md.
  constexpr double pair = 0.006;
  constexpr double plane = 200.0;
  constexpr double arm = 150.0;
  constexpr double radius = 1.5;
  constexpr double widest = 0.03;
  DaughterCuts cuts;
  cuts.opening = {Aperture::disc(radius), {0.0, 0.0, plane}, {}};
  cuts.energy_min_GeV = 0.2;
  double const p = two_body_momentum_GeV(particle, pair, unseen);
  double const E = std::hypot(p, pair);
  double const beta_d = std::sqrt(1.0 - std::pow(2.0 * electron / pair, 2));
  std::mt19937_64 random{20261123};
  std::uniform_real_distribution<double> flat{0.0, 1.0};
  for (double const k : {8.0, 15.0}) {
    double const gamma = std::hypot(1.0, k / particle);
    for (int const at_least : {1, 2}) {
      cuts.at_least = at_least;
      constexpr int toys = 400000;
      int passed = 0;
      for (int i = 0; i < toys; ++i) {
        double const theta = widest * std::sqrt(flat(random));
        double const c = 2.0 * flat(random) - 1.0;
        double const along = gamma * p * c + k / particle * E;
        double const across = p * std::sqrt(1.0 - c * c);
        double const E_pair = gamma * E + k / particle * p * c;
        double const k_pair = std::hypot(along, across);
        double const tilt = std::atan2(across, along);
        double const turn = 2.0 * std::numbers::pi * flat(random);
        double const d = 2.0 * flat(random) - 1.0;
        double const azimuth = 2.0 * std::numbers::pi * flat(random);
        int counted = 0;
        for (double const sign : {1.0, -1.0}) {
          double const E_daughter = 0.5 * (E_pair + sign * k_pair * beta_d * d);
          double const forward = 0.5 * (k_pair + sign * E_pair * beta_d * d);
          double const aside = sign * 0.5 * pair * beta_d * std::sqrt(1.0 - d * d);
          if (forward <= 0.0 || E_daughter < cuts.energy_min_GeV) continue;
          // In the plane of the pair's tilt and out of it, then turned about the particle's direction.
          double const in_plane = std::cos(azimuth) * aside;
          double const z = std::cos(tilt) * forward - std::sin(tilt) * in_plane;
          double const up = (std::sin(tilt) * forward + std::cos(tilt) * in_plane) / z;
          double const side = std::sin(azimuth) * aside / z;
          double const x = std::tan(theta) * plane + (std::cos(turn) * up - std::sin(turn) * side) * arm;
          double const y = (std::sin(turn) * up + std::cos(turn) * side) * arm;
          if (std::hypot(x, y) < radius) ++counted;
        }
        if (counted >= at_least) ++passed;
      }
      auto const decay = one_mass(pair, 0.0);
      PairShares const shares{{&decay, 1}, 0.5 * k, 2.0 * k, cuts.threshold(), 11.0, {}};
      std::vector<DaughterAcceptance> acceptance;
      for (auto const& in_flight : shares.pairs()) acceptance.emplace_back(cuts, in_flight, Numerics{});
      auto const square = gauss_legendre(200, 0.0, 1.0);
      double share = 0.0;
      for (std::size_t i = 0; i < square.size(); ++i) {
        std::vector<double> of_pairs;
        for (auto const& one : acceptance) of_pairs.push_back(one(widest * std::sqrt(square.x[i]), plane - arm));
        std::vector<double> passing(1);
        PairShares::Reading{shares, 0, {k}}.add(0, shares.of_kind(0, of_pairs, 1), 1.0, square.w[i], passing);
        share += passing.front();
      }
      CAPTURE(k, at_least, passed);
      CHECK(share == Approx(passed / static_cast<double>(toys)).epsilon(0.05));
    }
  }
}
