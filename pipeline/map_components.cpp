#include "pipeline/map_components.hpp"

#include <fmt/format.h>

#include <cmath>

namespace penumbra {

Analysis const& analysis_called(std::span<std::unique_ptr<Analysis const> const> analyses, std::string const& name,
                                std::string const& purpose) {
  for (auto const& one : analyses)
    if (one->info().name == name) return *one;
  throw InputError(
      fmt::format("{} of '{}' needs its experiment or limit file, which is not there: give the --data, --experiments "
                  "or --limits that the map was made with",
                  purpose, name));
}

InputError not_as_in_the_map(std::string const& name) {
  return InputError(fmt::format("'{}' is not as it was when the map was made: run penumbra update first", name));
}

void require_sound(bool sound, MapReader const& map, std::string const& name) {
  if (!sound)
    throw IoError(fmt::format("{}: '{}' has impossible numbers: damaged, or not written by this program",
                              map.file().path().string(), name));
}

std::vector<ComponentSignal> component_signals(MapReader const& map, Analysis const& analysis,
                                               std::span<std::size_t const> points) {
  auto const& name = analysis.info().name;
  auto const& entry = map.entry(name);
  auto const components = analysis.component_groups().size();
  if (entry.components != components || !analysis.channels()) throw not_as_in_the_map(name);
  auto const log_likelihood = map.values(name, Values::log_likelihood);
  std::vector<std::vector<double>> responses;
  for (std::uint32_t i = 0; i < entry.responses(); ++i) {
    auto& row = responses.emplace_back(map.layout().points);
    map.file().read(Values::responses, entry.first_response + i, 0, row);
  }
  std::vector<ComponentSignal> signals;
  std::vector<double> nominal(components);
  for (auto const point : points) {
    for (std::size_t i = 0; i < components; ++i) {
      nominal[i] = responses[3 * i][point];
      auto const& [middle, low, high] =
          signals.emplace_back(ComponentSignal{nominal[i], responses[3 * i + 1][point], responses[3 * i + 2][point]});
      require_sound(0.0 <= low && low <= middle && middle <= high && std::isfinite(high), map, name);
    }
    constexpr double rounding = 1e-9;
    double const now = analysis.log_likelihood(nominal);
    if (std::abs(now - log_likelihood[point]) > rounding * (1.0 + std::abs(now))) throw not_as_in_the_map(name);
  }
  return signals;
}

}  // namespace penumbra
