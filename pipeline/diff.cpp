#include "pipeline/diff.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "pipeline/combined_rows.hpp"
#include "pipeline/map_reader.hpp"

namespace penumbra {
namespace {

struct DataRow {
  Values values;
  std::uint64_t row;
};

/// Analyses and the grid's own rows, ascending.
std::vector<std::string> all_names(MapReader const& map) {
  auto names = map.names();
  auto const of_grid = map.grid_names();
  names.insert(names.end(), of_grid.begin(), of_grid.end());
  std::sort(names.begin(), names.end());
  return names;
}

bool all_done(std::vector<bool> const& done) { return std::find(done.begin(), done.end(), false) == done.end(); }

void compare(MapReader const& a, DataRow row_a, MapReader const& b, DataRow row_b, RowDifference& result) {
  auto const points = a.layout().points;
  for (std::uint64_t first = 0; first < points; first += max_points_per_slab) {
    std::vector<double> left(std::min(max_points_per_slab, points - first));
    std::vector<double> right(left.size());
    a.file().read(row_a.values, row_a.row, first, left);
    b.file().read(row_b.values, row_b.row, first, right);
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (std::bit_cast<std::uint64_t>(left[i]) == std::bit_cast<std::uint64_t>(right[i])) continue;
      result.identical = false;
      if (double const difference = std::abs(left[i] - right[i]); std::isfinite(difference))
        result.max_difference = std::max(result.max_difference, difference);
      else
        result.why = "a number is not finite";
    }
  }
}

RowDifference compare_analysis(MapReader const& a, MapReader const& b, std::string const& name) {
  RowDifference result{.name = name, .identical = true, .max_difference = 0.0, .why = ""};
  auto const row_a = a.row_of(name);
  auto const row_b = b.row_of(name);
  auto const& entry_a = a.catalogue()[row_a];
  auto const& entry_b = b.catalogue()[row_b];
  if (!all_done(a.done(row_a)) || !all_done(b.done(row_b)))
    return {.name = name, .identical = false, .max_difference = 0.0, .why = "unfinished"};
  for (auto values : analysis_values) compare(a, {values, row_a}, b, {values, row_b}, result);
  if (entry_a.components != entry_b.components) {
    result.identical = false;
    result.why = "other nuisance components";
    return result;
  }
  for (std::uint32_t i = 0; i < entry_a.responses(); ++i)
    compare(a, {Values::responses, entry_a.first_response + i}, b, {Values::responses, entry_b.first_response + i},
            result);
  return result;
}

RowDifference compare_combined(MapReader const& a, MapReader const& b, std::uint64_t status_row) {
  auto const status = combined_statuses[status_row];
  RowDifference result{.name = status == Status::observed ? "combined/observed" : "combined/projected",
                       .identical = true,
                       .max_difference = 0.0,
                       .why = ""};
  if (!all_done(a.combined_done(status)) || !all_done(b.combined_done(status))) {
    result.identical = false;
    result.why = "unfinished";
    return result;
  }
  for (auto values : combined_values) compare(a, {values, status_row}, b, {values, status_row}, result);
  return result;
}

}  // namespace

MapDifference diff(std::filesystem::path const& path_a, std::filesystem::path const& path_b) {
  MapReader const a{path_a};
  MapReader const b{path_b};
  if (a.file().identity().grid_key != b.file().identity().grid_key || a.grid().values != b.grid().values)
    return {.identical = false, .why = "the maps have different grids", .analyses = {}, .combined = {}};

  MapDifference result{.identical = true, .why = "", .analyses = {}, .combined = {}};
  auto const names_a = all_names(a);
  auto const names_b = all_names(b);
  std::set<std::string> all(names_a.begin(), names_a.end());
  all.insert(names_b.begin(), names_b.end());
  for (auto const& name : all) {
    bool const in_a = std::binary_search(names_a.begin(), names_a.end(), name);
    bool const in_b = std::binary_search(names_b.begin(), names_b.end(), name);
    result.analyses.push_back(in_a && in_b ? compare_analysis(a, b, name)
                                           : RowDifference{.name = name,
                                                           .identical = false,
                                                           .max_difference = 0.0,
                                                           .why = "only in " + (in_a ? path_a : path_b).string()});
  }
  for (std::uint64_t row = 0; row < combined_statuses.size(); ++row)
    result.combined.push_back(compare_combined(a, b, row));
  auto const same = [](RowDifference const& row) { return row.identical; };
  result.identical = std::all_of(result.analyses.begin(), result.analyses.end(), same) &&
                     std::all_of(result.combined.begin(), result.combined.end(), same);
  return result;
}

}  // namespace penumbra
