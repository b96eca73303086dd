#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "detection/pair_shares.hpp"
#include "geometry/track_angles.hpp"

namespace penumbra {

/// How many isotropic decays of each of some pairs have the two daughters at given angles to the pair, in one plane
/// through its line of flight: in closed form, all pairs together.
///
/// With c = cos(theta*) of a daughter, and E* and beta_d its energy and velocity in the frame of the pair,
/// E = (E_A E*/m) (1 + beta_A beta_d c) and cot(alpha) = (k + E_A beta_d c) / (m beta_d sqrt(1 - c^2)). The other
/// daughter has -c, on the other side.
class DaughterAngles {
 public:
  /// Daughters below `energy_min_GeV` do not count.
  DaughterAngles(std::span<PairInFlight const> pairs, double energy_min_GeV);
  std::size_t size() const { return daughters_[0].mass.size(); }
  /// Adds factor x share of the decays of each pair of which `at_least` daughters count: one with an angle in `one`,
  /// the other in `other`, whichever of the two they are. Two photons count only where the tangents of their angles add
  /// up to `photon_spread` at least; zero if only one must count.
  void add_shares(CotangentRanges const& one, CotangentRanges const& other, int at_least, double factor,
                  std::span<double> shares, double photon_spread = 0.0) const;

 private:
  /// One daughter of each pair; an entry per pair, so that the compiler can take several at once.
  struct Daughters {
    std::vector<double> mass;  ///< of the pair
    std::vector<double> mass2;
    std::vector<double> k2;
    std::vector<double> k2_slowness;   ///< k^2 (1 / beta_d^2 - 1)
    std::vector<double> kE_over_beta;  ///< k E_A / beta_d
    std::vector<double> turning_c;     ///< where the angle is largest, -beta_d / beta_A; below -1 if it flies back too
    std::vector<double> counts_from_c;
    void add(PairInFlight const& pair, double daughter_GeV, double other_GeV, double energy_min_GeV);
  };
  /// Pairs one after another whose daughters are equal, or are not.
  struct Run {
    std::size_t begin;
    std::size_t end;
    bool alike;
    bool photons;
    std::array<bool, 2> slow{};  ///< is one of these daughters, in the frame of its pair, slower than the pair?
  };
  struct Spans;
  void count(Run const& run, std::array<std::size_t, 2> order, CotangentRanges const& one, CotangentRanges const& other,
             int at_least, double factor, std::span<double> shares) const;
  void count_apart(Run const& run, CotangentRanges const& one, CotangentRanges const& other, double spread,
                   double factor, std::span<double> shares) const;

  std::array<Daughters, 2> daughters_;
  std::vector<Run> runs_;
};

}  // namespace penumbra
