#pragma once

#include "analysis/registry.hpp"
#include "pipeline/commands/options.hpp"

namespace penumbra {

/// Where this run takes its data from: --data, --experiments and --limits, checked to be there.
DataPlaces data_places(Options const& options);

}  // namespace penumbra
