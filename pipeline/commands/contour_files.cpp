#include "pipeline/commands/contour_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace penumbra {

std::string contour_file_name(Contour const& contour) {
  auto name = contour.analysis + "-" + to_string(contour.status);
  if (contour.nuisances == "low" || contour.nuisances == "high") name += "-" + contour.nuisances;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

std::string kind_of(Polyline const& line) { return !line.closed ? "open" : line.hole ? "hole" : "island"; }

std::vector<std::pair<double, double>> points_to_draw(Polyline const& line) {
  auto points = line.points;
  if (line.closed) points.push_back(points.front());
  return points;
}

std::string contour_csv(Contour const& contour, ContourQuestion const& question, MapGrid const& grid) {
  auto text =
      fmt::format("# analysis: {}\n# status: {}\n# rule: {}\n# nuisances: {}\n# CL: {:g}\nline,{},{},kind,edge\n",
                  contour.analysis, to_string(contour.status), contour.rule, contour.nuisances,
                  100.0 * question.confidence_level, grid.names[question.plane.x], grid.names[question.plane.y]);
  for (std::size_t number = 0; number < contour.lines.size(); ++number) {
    auto const& line = contour.lines[number];
    auto const points = points_to_draw(line);
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const edge = i == 0 ? line.ends[0] : i + 1 == points.size() ? line.ends[1] : LineEnd::none;
      text += fmt::format("{},{},{},{},{}\n", number + 1, points[i].first, points[i].second, kind_of(line),
                          to_string(edge));
    }
  }
  return text;
}

}  // namespace penumbra
