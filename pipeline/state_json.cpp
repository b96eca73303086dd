#include "pipeline/state_json.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace penumbra {

nlohmann::json parse_state(std::string_view text, std::string const& what) {
  constexpr int deepest = 32;
  using nlohmann::json;
  auto const stop_deep = [](int depth, json::parse_event_t, json&) {
    if (depth > deepest) throw IoError("it is nested too deeply");
    return true;
  };
  try {
    auto document = json::parse(text, stop_deep);
    if (!document.is_object()) throw IoError("it is no JSON object");
    return document;
  } catch (json::exception const& error) {
    throw IoError(fmt::format("the {} of the map cannot be read: {}", what, error.what()));
  } catch (IoError const& error) {
    throw IoError(fmt::format("the {} of the map cannot be read: {}", what, error.what()));
  }
}

std::uint64_t count_in(nlohmann::json const& value) {
  if (!value.is_number_unsigned())
    throw IoError(fmt::format("the state of the map has {} where a count belongs", value.dump()));
  return value.get<std::uint64_t>();
}

}  // namespace penumbra
