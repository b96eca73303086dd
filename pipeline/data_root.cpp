#include "pipeline/data_root.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <vector>

#include "core/errors.hpp"

namespace penumbra {

namespace fs = std::filesystem;

fs::path find_data_root(std::string const& given) {
  auto const holds_data = [](fs::path const& place) {
    return fs::is_directory(place / "experiments") || fs::is_directory(place / "limits");
  };
  std::error_code error;
  auto const required = [&](fs::path const& place, std::string_view origin) {
    if (!fs::is_directory(place, error))
      throw UsageError(fmt::format("{}: there is no folder '{}'", origin, place.string()));
    if (!holds_data(place))
      throw UsageError(fmt::format("{}: '{}' holds neither experiments/ nor limits/", origin, place.string()));
    return place;
  };
  if (!given.empty()) return required(given, "--data");
  if (auto const* from_environment = std::getenv("PENUMBRA_DATA"); from_environment && *from_environment)
    return required(from_environment, "PENUMBRA_DATA");

  auto const folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  std::vector<fs::path> const places{folder / PENUMBRA_INSTALLED_DATA,  // bin -> share/penumbra
                                     folder / "../..",                  // build/bin -> source tree
                                     folder / "../../.."};              // build/<preset>/bin -> source tree
  std::string looked;
  for (auto const& place : places) {
    if (holds_data(place)) return fs::weakly_canonical(place);
    looked += fmt::format("\n  {}", place.lexically_normal().string());
  }
  throw IoError("the data (experiments, limits) were not found; set PENUMBRA_DATA or give --data DIR. Looked at:" +
                looked);
}

}  // namespace penumbra
