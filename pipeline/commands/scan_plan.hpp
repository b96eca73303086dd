#pragma once

#include "pipeline/card.hpp"
#include "pipeline/commands/map_run.hpp"
#include "pipeline/commands/output.hpp"

namespace penumbra {

/// What a scan of the card will be: sizes of grid, file and memory for one rank (more ranks only make slabs smaller),
/// the analyses that apply and those that do not.
Json scan_plan(Card const& card, AnalysisPlan const& plan);

}  // namespace penumbra
