#include "model/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"

namespace penumbra {

std::map<std::string, std::string> chosen_options(std::string_view model, std::vector<ModelOption> const& known,
                                                  std::map<std::string, std::string> const& given) {
  std::map<std::string, std::string> chosen;
  for (auto const& option : known) chosen[option.name] = option.values.front();
  std::vector<std::string> names;
  for (auto const& option : known) names.push_back(option.name);
  for (auto const& [name, value] : given) {
    auto const place = std::find(names.begin(), names.end(), name);
    if (place == names.end())
      throw InputError(fmt::format("model {}: unknown option '{}' ({})", model, name,
                                   names.empty() ? "it takes none" : fmt::format("known: {}", fmt::join(names, ", "))));
    auto const& values = known[static_cast<std::size_t>(place - names.begin())].values;
    if (std::find(values.begin(), values.end(), value) == values.end())
      throw InputError(
          fmt::format("model {}: {} cannot be '{}' (known: {})", model, name, value, fmt::join(values, ", ")));
    chosen[name] = value;
  }
  return chosen;
}

}  // namespace penumbra
