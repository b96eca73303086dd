#include "pipeline/commands/segments_json.hpp"

namespace penumbra {

Json segments_json(std::span<Polyline const> lines) {
  auto segments = Json::array();
  for (auto const& line : lines) {
    auto points = Json::array();
    for (auto const& [x, y] : line.points) points.push_back({x, y});
    segments.push_back({{"closed", line.closed}, {"points", points}});
  }
  return segments;
}

}  // namespace penumbra
