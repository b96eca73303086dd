#include "pipeline/commands/segments_json.hpp"

namespace penumbra {

Json segments_json(std::span<Polyline const> lines) {
  auto segments = Json::array();
  for (auto const& line : lines) {
    auto points = Json::array();
    for (auto const& [x, y] : line.points) points.push_back({x, y});
    Json segment{{"closed", line.closed}, {"hole", line.hole}};
    if (!line.closed) segment["ends"] = {to_string(line.ends[0]), to_string(line.ends[1])};
    segment["points"] = points;
    segments.push_back(segment);
  }
  return segments;
}

}  // namespace penumbra
