#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/errors.hpp"
#include "pipeline/map_reader.hpp"

namespace penumbra {

/// An analysis by name; `purpose` ("toys") says in the message of the InputError what it is needed for.
Analysis const& analysis_called(std::span<std::unique_ptr<Analysis const> const> analyses, std::string const& name,
                                std::string const& purpose);

/// The analysis, read from files, is not the one whose numbers the map holds.
InputError not_as_in_the_map(std::string const& name);

/// Signals that a map holds of an analysis with components: outer index point, inner component. Throws InputError when
/// the analysis is not the one that the map was made with, as far as its likelihood tells; IoError for numbers that no
/// run of ours writes.
std::vector<ComponentSignal> component_signals(MapReader const& map, Analysis const& analysis,
                                               std::span<std::size_t const> points);

/// A number of a map that no run of ours writes would be used all the same: throws IoError unless it is sound.
void require_sound(bool sound, MapReader const& map, std::string const& name);

}  // namespace penumbra
