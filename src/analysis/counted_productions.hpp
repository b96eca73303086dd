#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "beam/beam.hpp"
#include "model/model.hpp"

namespace penumbra {

/// What searches on a beam share: which productions they count, how these are grouped by nuisance, and how channels
/// make an outcome.

/// Productions that a beam offers: of each exclusive group the first, and only those that are wanted (empty: all).
std::vector<ProductionChannel> counted_productions(std::vector<ProductionChannel> const& all, Beam const& beam,
                                                   double mediator_mass_GeV, std::vector<std::string> const& wanted);

/// Nuisance groups of a beam, sorted, and the one of a production (empty: none).
std::vector<std::string> nuisance_groups(Beam const& beam);
std::string nuisance_group(Beam const& beam, ProductionChannel const& production);

/// Variants (generators, form factors) of some productions together, in the order of appearance: the first is central.
std::vector<std::string> variants_of(Beam const& beam, std::vector<ProductionChannel> const& productions,
                                     double mediator_mass_GeV);

/// The signal in every variant, the first central: nominal and both ends.
ComponentSignal envelope(std::span<double const> by_variant);

}  // namespace penumbra
