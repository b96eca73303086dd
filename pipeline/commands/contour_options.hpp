#pragma once

#include "pipeline/commands/options.hpp"
#include "pipeline/map_contours.hpp"

namespace penumbra {

/// The options that say which contours: --cl, --plane, --hold, --analysis, --status, --rule, --envelope, ...
void add_contour_options(Options& options);

/// What they say about a map. Loads the analyses where toys or an envelope need them.
ContourQuestion read_contour_question(Options const& options, MapReader const& map);

}  // namespace penumbra
