#include "pipeline/commands/map_json.hpp"

#include "core/errors.hpp"
#include "pipeline/state_json.hpp"

namespace penumbra {
namespace {

/// name -> text; throws a JSON exception for anything else.
Json texts(Json const& input, char const* name) {
  auto found = input.value(name, Json::object());
  static_cast<void>(found.get<std::map<std::string, std::string>>());
  return found;
}

MapStory read_story(Json const& provenance) {
  MapStory story;
  auto const input = provenance.value("input", Json::object());
  story.model = input.value("model", "");
  story.fixed = input.value("fixed", Json::object());
  static_cast<void>(story.fixed.get<std::map<std::string, double>>());
  story.computed = texts(input, "computed");
  story.options = texts(input, "options");
  for (auto const& axis : input.value("axes", Json::array()))
    story.units[axis.value("name", "")] = axis.value("unit", "");
  return story;
}

}  // namespace

MapStory MapStory::read(std::string const& provenance) {
  try {
    return read_story(parse_state(provenance, "provenance"));
  } catch (Json::exception const& error) {
    throw IoError(std::string{"the provenance of the map cannot be read: "} + error.what());
  }
}

std::string MapStory::unit_of(std::string const& axis) const {
  auto const found = units.find(axis);
  return found == units.end() || found->second == "1" ? std::string{} : found->second;
}

}  // namespace penumbra
