#include "model/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/errors.hpp"
#include "core/table_reader.hpp"

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
    auto const& [_, meaning, values, is_number] = known[static_cast<std::size_t>(place - names.begin())];
    if (is_number)
      static_cast<void>(option_number(model, name, value));
    else if (std::find(values.begin(), values.end(), value) == values.end())
      throw InputError(
          fmt::format("model {}: {} cannot be '{}' (known: {})", model, name, value, fmt::join(values, ", ")));
    chosen[name] = value;
  }
  return chosen;
}

double option_number(std::string_view model, std::string const& name, std::string const& text) {
  constexpr double most = 1e3;  // rates go as its square, and with couplings within their own ranges stay finite
  auto const slash = text.find('/');
  try {
    double const above = parse_number(text.substr(0, slash));
    double const below = slash == std::string::npos ? 1.0 : parse_number(text.substr(slash + 1));
    if (double const value = above / below; std::abs(value) <= most) return value;
  } catch (std::invalid_argument const&) {  // reported below
  }
  throw InputError(
      fmt::format("model {}: {} = '{}': expected a number or a ratio of two, such as -1, 0.5 or 1/3, of at "
                  "most {}",
                  model, name, text, most));
}

}  // namespace penumbra
