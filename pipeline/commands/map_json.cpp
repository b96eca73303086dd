#include "pipeline/commands/map_json.hpp"

namespace penumbra {

MapStory MapStory::read(Json const& provenance) {
  MapStory story;
  auto const input = provenance.value("input", Json::object());
  story.model = input.value("model", "");
  story.fixed = input.value("fixed", Json::object());
  story.computed = input.value("computed", Json::object());
  story.options = input.value("options", Json::object());
  for (auto const& axis : input.value("axes", Json::array()))
    story.units[axis.value("name", "")] = axis.value("unit", "");
  return story;
}

std::string MapStory::unit_of(std::string const& axis) const {
  auto const found = units.find(axis);
  return found == units.end() || found->second == "1" ? std::string{} : found->second;
}

}  // namespace penumbra
