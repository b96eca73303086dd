#pragma once

#include "detection/decay_in_volume.hpp"

namespace penumbra {

/// Adds the decays of which enough daughters pass, for each direction and momentum of the reader.
void add_followed(LengthSpectrum& seen, Flux const& flux, Flux::Reader& reader, double mediator_mass_GeV,
                  double daughter_mass_GeV, DecayVolume const& volume, DaughterCuts const& cuts,
                  Numerics const& numerics);

}  // namespace penumbra
