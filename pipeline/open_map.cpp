#include "pipeline/open_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "pipeline/combined_rows.hpp"
#include "pipeline/committed_row.hpp"

namespace penumbra {
namespace {

bool same_combinations(RowPlan const& plan, std::span<RowRequest const> requests, ColumnComputer const& computer) {
  std::vector<std::uint64_t> sensitivity;
  for (auto row : plan.row_of) sensitivity.push_back(plan.catalogue[row].sensitivity);
  if (std::count(sensitivity.begin(), sensitivity.end(), CatalogueEntry::unknown_sensitivity) > 0) return false;
  for (auto status : combined_statuses) {
    auto const chosen = make_combination(status, computer.combine(status, sensitivity), requests);
    if (chosen.key != combination_key(status, plan.catalogue)) return false;
  }
  return true;
}

bool all_recorded(MapFile const& map, CommittedRow const& row) {
  auto const records = map.read_records(row.record_row);
  for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab)
    if (!claims_done(row, map.layout(), slab, records[slab])) return false;
  return true;
}

/// Every slab of the rows and of the combinations has its record: one may have been damaged since the run ended.
bool all_recorded(MapFile const& map, RowPlan const& plan) {
  for (auto row : plan.row_of)
    for (auto const& committed : committed_rows(map.layout(), row, plan.catalogue[row]))
      if (!all_recorded(map, committed)) return false;
  for (std::size_t i = 0; i < combined_statuses.size(); ++i)
    if (!all_recorded(map, combined_row(map.layout(), i, combination_key(combined_statuses[i], plan.catalogue))))
      return false;
  return true;
}

}  // namespace

bool make_or_accept(RunOptions const& options, std::span<RowRequest const> requests, std::uint64_t ranks,
                    Header const& header) {
  auto const& path = options.path;
  bool const exists = map_exists(path);
  if (!exists && options.must_exist) throw IoError(path.string() + ": there is no such map");
  if (exists) {
    auto const found = MapFile::open_to_read(path);
    if (options.restart) {
      // Only a map that can be read is replaced: anything else may be a mistake in the command line.
    } else if (found.identity().grid_key != options.grid_key) {
      throw InputError(fmt::format(
          "{}: is the map of another card: its grid key is {}, the card's is {}; give another file, or --restart to "
          "replace the map",
          path.string(), found.identity().grid_key.short_hex(), options.grid_key.short_hex()));
    }
    if (!options.restart) return false;
  }
  auto const responses = response_rows(requests);
  MapIdentity const identity{.grid = options.grid,
                             .layout = make_layout(options.grid, requests.size(), responses, ranks),
                             .grid_key = options.grid_key};
  Catalogue catalogue(identity.layout.row_capacity);
  Provenance provenance{.input = options.input, .rows = std::vector<RowProvenance>(catalogue.size()), .log = {}};
  auto const text = pack(provenance, catalogue, provenance_bytes - block_overhead_bytes);
  MapFile::create(path, identity, header, catalogue, text);
  return true;
}

MapState read_state(RunOptions const& options, std::span<RowRequest const> requests, ColumnComputer const& computer) {
  auto const map = MapFile::open_to_read(options.path);
  MapState state;
  state.warnings = map.damaged_copies();
  state.header = map.header();
  state.clean = map.ended_cleanly() && !options.verify;
  state.catalogue_generation = map.current_block(StateBlock::catalogue).generation;
  auto const catalogue = map.catalogue();
  state.provenance = unpack_provenance(map.provenance(), catalogue.size());
  auto plan = plan_rows(catalogue, map.layout().response_capacity, requests, state.catalogue_generation + 1);
  state.exhausted = !plan;
  if (!plan) return state;
  state.plan = std::move(*plan);
  state.nothing_to_do = state.clean && state.header.complete && !state.plan.changed &&
                        same_combinations(state.plan, requests, computer) && all_recorded(map, state.plan);
  return state;
}

}  // namespace penumbra
