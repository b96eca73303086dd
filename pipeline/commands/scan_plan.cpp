#include "pipeline/commands/scan_plan.hpp"

#include "core/shared_results.hpp"
#include "pipeline/grid_rows.hpp"
#include "pipeline/keys.hpp"

namespace penumbra {
namespace {

/// Of a rank with this much in buffers and shared results. Measured: 215 MiB before the first mass point (all shipped
/// files), and 2749 MiB for the card of four parameters, of which buffers and shared results are 2309.
std::uint64_t memory_bytes(std::uint64_t planned) {
  constexpr std::uint64_t loaded = std::uint64_t{256} << 20;
  return loaded + planned + planned / 10;  // what lies between in the heap
}

}  // namespace

Json scan_plan(Card const& card, AnalysisPlan const& plan) {
  auto const grid = map_grid(card.grid);
  std::uint64_t components = 0;
  for (auto const* analysis : plan.applying) components += 3 * analysis->component_groups().size();
  auto const rows = plan.applying.size() + grid_rows(*card.model, card.grid).size();
  auto const layout = make_layout(grid, rows, components, 1);
  auto const disk = disk_bytes(layout, rows, components);
  auto const memory = memory_bytes(buffer_bytes(layout, rows, components) + SharedResults::default_bytes);
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
