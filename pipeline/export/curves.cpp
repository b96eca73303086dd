#include <fmt/format.h>

#include "pipeline/commands/contour_files.hpp"
#include "pipeline/export/export_job.hpp"
#include "pipeline/export/plane_text.hpp"

namespace penumbra {

/// One file per contour: comments, then x and y; lines apart by an empty line, as gnuplot and numpy-based scripts have
/// it. A closed line repeats its first point.
void export_curves(ExportJob& job) {
  for (auto const& contour : job.contours()) {
    auto text = fmt::format("# {}\n# {}\n# {}  {}\n", contour_description(job, contour), plane_description(job),
                            axis_title(job, job.question.plane.x), axis_title(job, job.question.plane.y));
    bool first = true;
    for (auto const& line : contour.lines) {
      if (!first) text += "\n";
      first = false;
      text += "# " + kind_of(line);
      if (!line.closed) text += fmt::format(", ends: {} and {}", to_string(line.ends[0]), to_string(line.ends[1]));
      text += "\n";
      for (auto const& [x, y] : points_to_draw(line)) text += fmt::format("{} {}\n", x, y);
    }
    job.folder.write(contour_file_name(contour) + ".txt", text);
  }
}

}  // namespace penumbra
