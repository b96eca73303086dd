#pragma once

#include <cstdint>
#include <memory>

#include "analysis/coupling_lattice.hpp"
#include "cosmology/relic_density.hpp"
#include "model/model.hpp"

namespace penumbra {

class FluxStore;

/// What freeze-out leaves at one point.
struct PredictedDensity {
  double omega_h2 = 0.0;
  /// The same if freeze-out ends kinetic contact too, where that leaves less (near a resonance); else `omega_h2`.
  double low_omega_h2 = 0.0;
  /// Dark matter was in equilibrium with the bath (`RelicDensity::contact`); otherwise its density is not that of
  /// freeze-out, and the numbers above mean nothing.
  bool in_contact = false;

  /// Share of a measured density that this dark matter makes up, at most one: if freeze-out leaves more, the excess is
  /// what the relic density itself excludes. The smaller of the two densities counts.
  double share_of(double measured_omega_h2) const;
};

/// The relic density of one mass point at any couplings, computed once and asked by every analysis that needs it.
/// ln Omega is interpolated between couplings exp(k/2) to better than 1 % (tested). One thread at a time.
class RelicPrediction {
 public:
  explicit RelicPrediction(Annihilation const& annihilation);
  RelicPrediction(RelicPrediction const&) = delete;
  RelicPrediction& operator=(RelicPrediction const&) = delete;

  PredictedDensity operator()(Couplings couplings);
  /// Without interpolation.
  RelicDensity const& exact() const { return relic_; }

  /// That of the mass point of `fluxes`; null when the model does not say how dark matter annihilates.
  static std::shared_ptr<RelicPrediction> of(Model const& model, Masses masses, FluxStore& fluxes);

 private:
  RelicDensity relic_;
  CouplingLattice lattice_;
};

/// Changes whenever a number of a relic density changes: in src/cosmology or in the interpolation.
inline constexpr std::int64_t relic_density_physics_version = 2;

}  // namespace penumbra
