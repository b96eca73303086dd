#include "pipeline/commands/places.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "core/errors.hpp"
#include "pipeline/data_root.hpp"

namespace penumbra {

namespace fs = std::filesystem;

DataPlaces data_places(Options const& options) {
  DataPlaces places;
  places.data_root = find_data_root(options.text("data"));
  places.experiments =
      options.has("experiments") ? fs::path{options.text("experiments")} : places.data_root / "experiments";
  places.limits = options.has("limits") ? fs::path{options.text("limits")} : places.data_root / "limits";
  for (auto const& name : {"experiments", "limits"})
    if (options.has(name) && !fs::is_directory(options.text(name)))
      throw UsageError(fmt::format("--{}: there is no folder '{}'", name, options.text(name)));
  return places;
}

}  // namespace penumbra
