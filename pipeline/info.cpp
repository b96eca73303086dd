#include "pipeline/info.hpp"

#include <algorithm>

#include "pipeline/combined_rows.hpp"
#include "pipeline/map_reader.hpp"

namespace penumbra {
namespace {

std::uint64_t count(std::vector<bool> const& done) {
  return static_cast<std::uint64_t>(std::count(done.begin(), done.end(), true));
}

bool has_damage(RowInfo const& row) { return !row.damaged.empty(); }

}  // namespace

bool MapInfo::damaged() const {
  return std::any_of(analyses.begin(), analyses.end(), has_damage) ||
         std::any_of(grid_rows.begin(), grid_rows.end(), has_damage) ||
         std::any_of(combined.begin(), combined.end(), has_damage);
}

MapInfo info(std::filesystem::path const& path, Verification verification) {
  MapReader const map{path};
  bool const everything = verification == Verification::read_everything;
  MapInfo result{.complete = map.complete(),
                 .clean = map.clean(),
                 .header = map.header(),
                 .grid_key = map.file().identity().grid_key,
                 .grid = map.grid(),
                 .layout = map.layout(),
                 .analyses = {},
                 .grid_rows = {},
                 .combined = {},
                 .provenance = map.provenance(),
                 .warnings = map.file().damaged_copies()};
  auto const row_info = [&](std::string const& name) {
    auto const row = map.row_of(name);
    auto const& entry = map.catalogue()[row];
    return RowInfo{.name = name,
                   .key = entry.key,
                   .kind = entry.kind,
                   .status = entry.status,
                   .data_set = entry.data_set,
                   .in_combination = entry.in_combination,
                   .done = count(map.done(row)),
                   .damaged = everything ? map.damaged(row) : std::vector<std::uint64_t>{}};
  };
  for (auto const& name : map.names()) result.analyses.push_back(row_info(name));
  for (auto const& name : map.grid_names()) result.grid_rows.push_back(row_info(name));
  for (auto status : combined_statuses) {
    RowInfo row{.name = status == Status::observed ? "combined/observed" : "combined/projected",
                .key = combination_key(status, map.catalogue()),
                .status = status,
                .data_set = "",
                .in_combination = false,
                .done = count(map.combined_done(status)),
                .damaged = {}};
    if (everything) row.damaged = map.combined_damaged(status);
    result.combined.push_back(std::move(row));
  }
  return result;
}

}  // namespace penumbra
