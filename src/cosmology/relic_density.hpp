#pragma once

#include <cstdint>
#include <optional>

#include "cosmology/freeze_out.hpp"
#include "cosmology/thermal_average.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Changes whenever a number of this layer changes: what thermal() gives on grids.
inline constexpr std::int64_t thermal_physics_version = 2;

/// Decays of the mediator to the bath, slowed down by m/M where it is boosted, per Hubble time at T = max(m, M): above
/// one the dark sector was in equilibrium with the bath. nullopt for a model that does not tell them.
std::optional<double> bath_contact(Annihilation const& annihilation, Couplings couplings);

/// Relic density of the dark matter of a model at one mass, for any couplings.
class RelicDensity {
 public:
  explicit RelicDensity(Annihilation const& annihilation, FreezeOutNodes const& nodes = {});

  Relic operator()(Couplings couplings) const;

  /// Was the dark sector ever in equilibrium with the bath? `bath_contact`; for a model without a mediator the
  /// annihilations `rate` of the relic. Below one the initial condition of freeze-out is wrong and so is its density:
  /// it then depends on the history before (freeze-in, another temperature of the dark sector).
  double contact(Couplings couplings, double rate) const;

  /// The same, and Omega h^2 with kinetic decoupling at freeze-out (`FreezeOut::cold_omega_h2`), for little more.
  struct Both {
    Relic relic;
    double cold_omega_h2;
  };
  Both with_cold(Couplings couplings) const;
  /// Can that be less than the density with kinetic contact? Where the mediator is within 30 % of 2 m; further away
  /// annihilation is not enhanced over scattering, and kinetic contact lasts.
  bool near_resonance() const;

 private:
  Annihilation annihilation_;
  ThermalAverage average_;
  FreezeOut freeze_out_;
};

/// Where on an axis of couplings Omega h^2 takes a value.
struct CouplingAxis {
  std::size_t index;  ///< of the coupling in the model's order
  double from;        ///< smallest value, positive
  double to;          ///< largest value
};

/// The smallest coupling of the axis where Omega h^2, falling, reaches `omega_h2`; the other couplings are those given.
/// Searched for between neighbours of a lattice of 8 values per decade (fixed in absolute value, so that the answer
/// does not depend on the ends of the axis), then solved for ln coupling; a dip narrower than a step could be missed.
/// nullopt where Omega is below at the first value already (something else annihilates) or never falls so far.
std::optional<double> thermal_coupling(RelicDensity const& relic, Couplings couplings, CouplingAxis const& axis,
                                       double omega_h2);

}  // namespace penumbra
