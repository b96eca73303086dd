#pragma once

#include <optional>

#include "cosmology/freeze_out.hpp"
#include "cosmology/thermal_average.hpp"
#include "model/model.hpp"

namespace penumbra {

/// Relic density of the dark matter of a model at one mass, for any couplings.
class RelicDensity {
 public:
  explicit RelicDensity(Annihilation const& annihilation, FreezeOutNodes const& nodes = {});

  Relic operator()(Couplings couplings) const;

  /// The same with kinetic decoupling at freeze-out; see `FreezeOut::cold_omega_h2`. Its distance from the value above
  /// is the size of a warning where annihilation is resonant.
  double cold_omega_h2(Couplings couplings) const;

 private:
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
