#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "core/errors.hpp"
#include "pipeline/commands/contour_files.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/export/export_job.hpp"
#include "pipeline/export/plane_text.hpp"

namespace penumbra {
namespace {

constexpr double no_limit = 1e5;  // what Darkcast writes where there is none

/// What is excluded at one mass; no edge where it reaches the end of the map.
struct Interval {
  std::optional<double> lower;
  std::optional<double> upper;
};

std::vector<Interval> excluded_at(PlaneField const& plane, ContourAxis const& couplings, std::size_t mass) {
  auto const& axis = couplings.values;
  auto const scaled = [&](double g) { return couplings.logarithmic ? std::log(g) : g; };
  auto const at = [&](std::size_t i) { return plane.field.values[mass * axis.size() + i] - plane.field.level; };
  auto const edge = [&](std::size_t i) {  // between i and i + 1
    double const t = at(i) / (at(i) - at(i + 1));
    double const place = scaled(axis[i]) + t * (scaled(axis[i + 1]) - scaled(axis[i]));
    return couplings.logarithmic ? std::exp(place) : place;
  };
  std::vector<Interval> intervals;
  bool inside = false;
  for (std::size_t i = 0; i < axis.size(); ++i) {
    bool const here = at(i) <= 0.0;  // false for what has no value
    if (here && !inside) {
      intervals.emplace_back();
      if (i > 0 && !std::isnan(at(i - 1))) intervals.back().lower = edge(i - 1);
    }
    if (!here && inside && !std::isnan(at(i))) intervals.back().upper = edge(i - 1);
    inside = here;
  }
  return intervals;
}

}  // namespace

/// Limits as Darkcast (arXiv:1801.04847) reads them: mass and lower edge, and the upper edge where some interval ends
/// inside of the map; 1e5 stands for no limit. Single-valued in mass: the n-th interval of every mass, from below, goes
/// to the n-th file.
void export_darkcast(ExportJob& job) {
  auto const& grid = job.map.grid();
  auto const& [x, y, held] = job.question.plane;
  if (x >= grid.mass_axes || y < grid.mass_axes)
    throw UsageError(
        fmt::format("--format darkcast needs a plane of a mass and a coupling, not {} and {}: give --plane",
                    grid.names[x], grid.names[y]));
  auto const couplings = contour_axis(grid.values[y]);
  auto const& masses = grid.values[x];
  auto const drawn = job.contours();
  for (auto const& plane : all_plane_fields(job.map, job.question)) {
    Contour const like{plane.analysis, plane.status, plane.rule, plane.nuisances, {}};
    std::vector<std::vector<Interval>> at_mass;
    std::size_t islands = 0;
    for (std::size_t i = 0; i < masses.size(); ++i) {
      at_mass.push_back(excluded_at(plane, couplings, i));
      islands = std::max(islands, at_mass.back().size());
    }
    for (std::size_t island = 0; island < islands; ++island) {
      bool two_sided = false;
      for (auto const& intervals : at_mass)
        two_sided = two_sided || (island < intervals.size() && intervals[island].upper);
      auto text = std::string{"#  mass  lower"} + (two_sided ? "  upper" : "") + "\n";
      for (std::size_t i = 0; i < masses.size(); ++i) {
        bool const here = island < at_mass[i].size();
        double const lower = here ? at_mass[i][island].lower.value_or(grid.values[y].front()) : no_limit;
        double const upper = here ? at_mass[i][island].upper.value_or(grid.values[y].back()) : no_limit;
        text += two_sided ? fmt::format("{:13.6e} {:13.6e} {:13.6e}\n", masses[i], lower, upper)
                          : fmt::format("{:13.6e} {:13.6e}\n", masses[i], lower);
      }
      text += fmt::format("# {}\n# {}\n# coupling: {}\n", contour_description(job, like), plane_description(job),
                          axis_title(job, y));
      job.folder.write(contour_file_name(like) + (islands > 1 ? fmt::format("-{}", island + 1) : "") + ".lmt", text);
    }
  }
}

}  // namespace penumbra
