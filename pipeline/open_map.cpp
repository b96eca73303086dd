#include "pipeline/open_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "pipeline/combined_rows.hpp"

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
  for (auto const& [block, name] : {std::pair{StateBlock::header, "header"},
                                    {StateBlock::catalogue, "catalogue"},
                                    {StateBlock::provenance, "provenance"}})
    if (map.read_block(block).damaged)
      state.warnings.push_back(
          fmt::format("{}: one copy of the {} is damaged, the other is used", options.path.string(), name));
  state.header = map.header();
  state.catalogue_generation = map.read_block(StateBlock::catalogue).current->generation;
  auto const catalogue = map.catalogue();
  state.provenance = unpack_provenance(map.provenance(), catalogue.size());
  auto plan = plan_rows(catalogue, map.layout().response_capacity, requests, state.catalogue_generation + 1);
  state.exhausted = !plan;
  if (!plan) return state;
  state.plan = std::move(*plan);
  state.nothing_to_do = state.header.state == RunState::clean && state.header.complete && !state.plan.changed &&
                        same_combinations(state.plan, requests, computer);
  return state;
}

}  // namespace penumbra
