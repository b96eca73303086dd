#include "pipeline/export/map_columns.hpp"

namespace penumbra {

std::vector<Column> columns_of(MapReader const& map, std::string const& name) {
  return {{"expected", map.values(name, Values::expected)},
          {"log_likelihood", map.values(name, Values::log_likelihood)},
          {"asimov", map.values(name, Values::asimov)},
          {"cls", map.values(name, Values::cls)}};
}

std::vector<Column> combined_columns(MapReader const& map, Status status) {
  return {{"nominal", map.combined(status, Values::combined_nominal)},
          {"profiled", map.combined(status, Values::combined_profiled)},
          {"asimov", map.combined(status, Values::combined_asimov)}};
}

std::vector<Column> grid_columns(MapReader const& map) {
  std::vector<Column> columns;
  for (auto const& name : map.grid_names())
    columns.push_back({name.substr(name.find('/') + 1), map.values(name, Values::expected)});
  return columns;
}

std::vector<double> axis_values(MapGrid const& grid, std::size_t point) {
  std::vector<double> values(grid.values.size());
  for (std::size_t axis = grid.values.size(); axis-- > 0;) {
    values[axis] = grid.values[axis][point % grid.values[axis].size()];
    point /= grid.values[axis].size();
  }
  return values;
}

}  // namespace penumbra
