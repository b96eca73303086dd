#include <fmt/format.h>

#include "pipeline/export/export_job.hpp"
#include "pipeline/export/map_columns.hpp"

namespace penumbra {
namespace {

/// Axis values of every grid point, then the columns; numbers so that reading gives back the same bits.
std::string csv(MapGrid const& grid, std::vector<Column> const& columns) {
  std::string text;
  for (auto const& name : grid.names) text += name + ",";
  for (std::size_t i = 0; i < columns.size(); ++i) text += (i ? "," : "") + columns[i].first;
  text += "\n";
  auto const points = columns.front().second.size();
  for (std::size_t point = 0; point < points; ++point) {
    for (double const value : axis_values(grid, point)) text += fmt::format("{},", value);
    for (std::size_t i = 0; i < columns.size(); ++i)
      text += fmt::format("{}{}", i ? "," : "", columns[i].second[point]);
    text += "\n";
  }
  return text;
}

}  // namespace

void export_csv(ExportJob& job) {
  auto const of_grid = grid_columns(job.map);
  auto const write = [&](std::string const& name, std::vector<Column> columns) {
    columns.insert(columns.begin(), of_grid.begin(), of_grid.end());
    job.folder.write(file_name(name) + ".csv", csv(job.map.grid(), columns));
  };
  for (auto const& name : job.names()) write(name, columns_of(job.map, name));
  for (auto const status : job.combinations())
    write("combined-" + to_string(status), combined_columns(job.map, status));
}

}  // namespace penumbra
