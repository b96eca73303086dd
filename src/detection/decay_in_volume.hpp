#pragma once

#include <optional>
#include <span>
#include <vector>

#include "detection/daughters.hpp"
#include "detection/followed_decays.hpp"
#include "detection/length_spectrum.hpp"
#include "geometry/decay_volume.hpp"
#include "production/flux.hpp"

namespace penumbra {

/// Which decays a detector counts.
struct DecaySelection {
  double energy_min_GeV = 0.0;            ///< of what is visible
  std::optional<double> energy_max_GeV;   ///< the same
  std::optional<DaughterCuts> daughters;  ///< absent: the mediator's own path through the volume is what counts
};

/// The same as a viewer at this place of the beam's axis sees it.
DecaySelection seen_from(double z_m, DecaySelection selection);

/// Lengths a = l m / k that can occur in a volume for momenta of this flux, l counted from as much as `begin_m`.
LengthGrid lengths_in(Distances const& distances, double mediator_mass_GeV, double k_min_GeV, double k_max_GeV,
                      Numerics const& numerics, double begin_m = 0.0);

/// Smallest momentum of a particle of this mass that a selection lets through, if all its energy is visible.
double momentum_cut_GeV(DecaySelection const& selection, double mass_GeV);

/// Largest momentum that it lets through; infinity without a limit.
double momentum_end_GeV(DecaySelection const& selection, double mass_GeV);

/// Density of decays seen of each kind of decays of a particle, per primary collision at monomial 1. `followed`: where
/// the daughters of these decays in a solid are followed, what passes there.
std::vector<LengthSpectrum> decays_seen(Flux& flux, std::span<DecayKinematics const> kinds, DecayVolume const& volume,
                                        DecaySelection const& selection, Numerics const& numerics,
                                        LengthGrid const& grid, FollowedInSolid const* followed = nullptr);

/// Mediators whose line crosses the volume (or whose direction is accepted), per primary collision: for `--explain`.
struct Aimed {
  double produced;    ///< forward, or as far off the beam as the volume is, within the cuts on the momentum
  double pointing;    ///< of these, towards the volume
  double mean_k_GeV;  ///< of those
};
Aimed aimed_at(Flux& flux, double mediator_mass_GeV, DecayVolume const& volume, DecaySelection const& selection,
               Numerics const& numerics);

/// Changes whenever a number of this folder changes; decays seen have their own version, so that searches for recoils
/// keep their rows when only those move.
inline constexpr std::int64_t detection_physics_version = 2;
inline constexpr std::int64_t decays_seen_physics_version = 4;

}  // namespace penumbra
