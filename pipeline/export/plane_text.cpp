#include "pipeline/export/plane_text.hpp"

#include <fmt/format.h>

namespace penumbra {

std::string axis_title(ExportJob const& job, std::size_t axis) {
  auto const& name = job.map.grid().names[axis];
  auto const unit = job.story.unit_of(name);
  return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string plane_description(ExportJob const& job) {
  auto const& grid = job.map.grid();
  auto const& plane = job.question.plane;
  auto text = "model " + job.story.model;
  for (auto const& [name, value] : job.story.options.items())
    text += fmt::format(", {} = {}", name, value.get<std::string>());
  for (auto const& [name, value] : job.story.fixed.items()) text += fmt::format(", {} = {}", name, value.dump());
  for (auto const& [name, value] : job.story.computed.items())
    text += fmt::format(", {} = {}", name, value.get<std::string>());
  for (std::size_t axis = 0; axis < grid.names.size(); ++axis) {
    if (axis == plane.x || axis == plane.y) continue;
    auto const held = plane.held.find(axis);
    if (held != plane.held.end())
      text += fmt::format(", {} = {}", grid.names[axis], grid.values[axis][held->second]);
    else
      text += fmt::format(", excluded for every {}", grid.names[axis]);
  }
  return text;
}

std::string contour_description(ExportJob const& job, Contour const& contour) {
  auto text = fmt::format("{}, {}", contour.analysis, to_string(contour.status));
  if (contour.rule == "band") return text + ", favoured band";
  text += fmt::format(", {:g} % CL by {}", 100.0 * job.question.confidence_level, contour.rule);
  if (contour.rule == "union") text += " (no statement of a confidence level)";
  if (contour.nuisances == "low" || contour.nuisances == "high")
    text += contour.nuisances == "low" ? ", nuisances where the signal is least" : ", nuisances where it is most";
  return text;
}

}  // namespace penumbra
