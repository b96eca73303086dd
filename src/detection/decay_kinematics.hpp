#pragma once

#include <array>
#include <limits>
#include <vector>

#include "model/model.hpp"
#include "production/numerics.hpp"

namespace penumbra {

/// Masses of the two daughters of a decay that are seen.
using DaughterMasses = std::array<double, 2>;

/// Momenta of pairs of one mass.
struct PairRange {
  double mass_GeV;
  double k_min_GeV;
  double k_max_GeV;
};

/// What comes out of the decay of a particle and is seen: two daughters, or such a pair beside a third particle that is
/// not seen.
class DecayKinematics {
 public:
  /// particle -> two daughters. All its energy is seen.
  static DecayKinematics two_body(double particle_GeV, DaughterMasses const& daughters_GeV);
  /// Daughters of equal mass.
  static DecayKinematics two_body(double particle_GeV, double daughter_GeV) {
    return two_body(particle_GeV, DaughterMasses{daughter_GeV, daughter_GeV});
  }

  /// particle -> unseen + pair, isotropic, as the pair itself decays; `masses` of the pair with shares that add up to
  /// one. Decays count whose pair has an energy between the two.
  static DecayKinematics with_unseen(double particle_GeV, double unseen_GeV, DaughterMasses const& daughters_GeV,
                                     std::vector<PairMass> masses, double energy_min_GeV,
                                     double energy_max_GeV = std::numeric_limits<double>::infinity());

  double particle_GeV() const { return particle_; }
  DaughterMasses const& daughters_GeV() const { return daughters_; }
  bool all_seen() const { return masses_.empty(); }

  /// The pair as a whole, in the laboratory: its share of all decays, mass and momentum. Of a pair beside an unseen
  /// particle the angle to the particle is left out (a fraction p_pair*/k of a radian, as the angles of the daughters
  /// to the pair are).
  struct Pair {
    double share;
    double mass_GeV;
    double k_GeV;
  };
  std::vector<Pair> pairs(double k_GeV, Numerics const& numerics) const;
  /// Momenta that such pairs have, of particles between two momenta, one range per mass; masses without
  /// any that counts are left out.
  std::vector<PairRange> pair_ranges(double k_min_GeV, double k_max_GeV) const;

  /// Momentum below which no decay counts; zero where that is not for the kinematics to say.
  double lowest_k_GeV() const;
  /// Share of decays that count at this momentum.
  double counting(double k_GeV) const;

 private:
  DecayKinematics(double particle_GeV, DaughterMasses const& daughters_GeV)
      : particle_{particle_GeV}, daughters_{daughters_GeV} {}
  /// Energy of a pair in the laboratory: centre + swing c, c its cosine in the frame of the particle.
  struct Energies {
    double centre_GeV;
    double swing_GeV;
    /// The cosines at which the energy counts.
    double c_from;
    double c_to;
  };
  Energies energies(double pair_GeV, double k_GeV) const;

  double particle_;
  DaughterMasses daughters_;
  double unseen_ = 0.0;
  double E_min_ = 0.0;
  double E_max_ = std::numeric_limits<double>::infinity();
  std::vector<PairMass> masses_;
};

}  // namespace penumbra
