#include "pipeline/commands/scan_plan.hpp"

#include "core/shared_results.hpp"

#include "pipeline/grid_rows.hpp"
#include "pipeline/keys.hpp"

namespace penumbra {

Json scan_plan(Card const& card, AnalysisPlan const& plan) {
  auto const grid = map_grid(card.grid);
  std::uint64_t components = 0;
  for (auto const* analysis : plan.applying) components += 3 * analysis->component_groups().size();
  auto const rows = plan.applying.size() + grid_rows(*card.model, card.grid).size();
  auto const layout = make_layout(grid, rows, components, 1);
  auto const disk = disk_bytes(layout, rows, components);
  auto const memory = buffer_bytes(layout, rows, components) + SharedResults::default_bytes;
  Json document{{"model", card.model->name()},
                {"points", card.grid.points()},
                {"columns", card.grid.columns()},
                {"points_per_column", card.grid.points_per_column()},
                {"slabs", layout.slabs()},
                {"points_per_slab", layout.points_per_slab},
                {"disk_bytes", disk},
                {"memory_bytes_per_rank", memory},
                {"grid_key", card.grid.key().short_hex()},
                {"analyses", Json::array()},
                {"skipped", Json::array()}};
  for (auto const* analysis : plan.applying)
    document["analyses"].push_back({{"name", analysis->info().name},
                                    {"status", to_string(analysis->info().status)},
                                    {"key", row_key(card.grid, *analysis, *card.model).digest.short_hex()}});
  for (auto const& [name, why] : plan.skipped) document["skipped"].push_back({{"name", name}, {"why", why}});
  return document;
}

}  // namespace penumbra
