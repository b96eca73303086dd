#pragma once

#include <memory>

#include "production/flux.hpp"
#include "production/two_body_rows.hpp"

namespace penumbra {

/// The flux of a product of two-body decays of the mediators of another flux, which decay where they are made: a real,
/// narrow mediator. `decay.anisotropy` is zero where its polarisation is not known.
std::unique_ptr<Flux> flux_of_mediator_decays(Flux& mediators, TwoBodyDecay const& decay, Numerics const& numerics);

/// Changes whenever such a flux changes.
inline constexpr std::int64_t mediator_decay_physics_version = 1;

}  // namespace penumbra
