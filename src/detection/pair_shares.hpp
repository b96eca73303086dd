#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "detection/decay_kinematics.hpp"

namespace penumbra {

/// A decay in flight to two daughters that are seen.
struct PairInFlight {
  double mass_GeV;
  DaughterMasses daughters_GeV;
  double k_GeV;
};

/// How many daughters must have how much energy.
struct DaughterThreshold {
  double energy_min_GeV = 0.0;
  int at_least = 1;  ///< 1 or 2
};

/// How the shares of some kinds of decays that pass depend on the momentum of the particle: they are smooth, so that
/// they are known at a few momenta, equally far apart in rapidity, cubic between them. Where an unseen particle leaves,
/// a share is the mean over the pairs of what is seen, whose shares are known at momenta of their own: each mass of
/// a pair costs as much as a particle of that mass that is seen as a whole, however many kinds have it.
class PairShares {
  /// The first of four neighbouring points, and their weights.
  struct Between {
    std::size_t first;
    std::array<double, 4> weights;
  };

 public:
  /// For particles with momenta between the two. Pairs whose daughters stay below the threshold do not pass.
  PairShares(std::span<DecayKinematics const> kinds, double k_min_GeV, double k_max_GeV,
             DaughterThreshold const& threshold, double momenta_per_decade, Numerics const& numerics);
  /// Those whose shares are asked for.
  std::vector<PairInFlight> const& pairs() const { return pairs_; }
  /// From the shares of these pairs (pair outer, cell inner) those of a kind at momenta of the particle (momentum
  /// outer).
  std::vector<double> of_kind(std::size_t kind, std::span<double const> of_pairs, std::size_t cells) const;

  /// A kind at momenta of a reader.
  class Reading {
   public:
    Reading(PairShares const& shares, std::size_t kind, std::vector<double> const& k_GeV);
    /// Adds factor * share in each cell at the reader's momentum j; `shares` (momentum outer, cell inner) are at most
    /// `most`.
    void add(std::size_t j, std::span<double const> shares, double most, double factor, std::span<double> out) const;

   private:
    std::vector<Between> between_;
  };

 private:
  /// Momenta of one mass, equally far apart in rapidity.
  struct Axis {
    double mass_GeV;
    double first;  ///< rapidity
    double step;
    std::size_t points;
    double k_GeV(std::size_t n) const;
    Between at(double k_GeV) const;
  };
  static Axis axis(PairRange const& range, double points_per_decade);
  /// Pairs of one mass with the same daughters at the momenta of an axis.
  struct Pairs {
    Axis momenta;
    DaughterMasses daughters_GeV;
    std::size_t first;  ///< of them among all pairs
  };
  struct Kind {
    Axis momenta;                   ///< of the particle
    std::size_t first = 0;          ///< pair, where all is seen
    std::vector<double> mixture{};  ///< momentum of the particle outer, pair inner; empty where all is seen
  };
  Pairs const& with_mass(PairRange range, DaughterMasses const& daughters_GeV, DaughterThreshold const& threshold,
                         double momenta_per_decade);

  std::vector<Pairs> by_mass_;
  std::vector<PairInFlight> pairs_;
  std::vector<Kind> kinds_;
};

}  // namespace penumbra
