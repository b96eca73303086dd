#include "pipeline/committed_row.hpp"

#include "core/contracts.hpp"
#include "pipeline/crc32c.hpp"

namespace penumbra {

std::vector<CommittedRow> committed_rows(MapLayout const& layout, std::uint64_t row, CatalogueEntry const& entry) {
  std::vector<CommittedRow> rows{{.record_row = row, .key = short_key(entry.key), .data = {}}};
  for (auto values : analysis_values) rows.front().data.emplace_back(values, row);
  for (std::uint32_t i = 0; i < entry.responses(); ++i) {
    std::uint64_t const response = entry.first_response + i;
    rows.push_back({.record_row = layout.response_record_row(response),
                    .key = short_key(response_key(entry.key, i)),
                    .data = {{Values::responses, response}}});
  }
  return rows;
}

CommittedRow combined_row(MapLayout const& layout, std::uint64_t status_row, Digest const& combination_key) {
  CommittedRow row{.record_row = layout.combined_record_row(status_row), .key = short_key(combination_key), .data = {}};
  for (auto values : combined_values) row.data.emplace_back(values, status_row);
  return row;
}

bool claims_done(CommittedRow const& row, MapLayout const& layout, std::uint64_t slab,
                 std::optional<Record> const& record) {
  return record && record->slab == slab && record->key == row.key && record->points == layout.valid_points(slab);
}

bool data_agree(MapFile const& map, CommittedRow const& row, Record const& record) {
  std::vector<double> values(map.layout().valid_points(record.slab));
  for (std::size_t i = 0; i < row.data.size(); ++i) {
    map.read(row.data[i].first, row.data[i].second, map.layout().first_point(record.slab), values);
    if (crc32c(std::as_bytes(std::span{values})) != record.crc[i]) return false;
  }
  return true;
}

void commit(MapFile const& map, CommittedRow const& row, std::uint64_t first_slab, std::uint64_t slabs,
            std::span<std::span<double const> const> data, std::uint64_t run_id) {
  PENUMBRA_EXPECT(data.size() == row.data.size());
  auto const& layout = map.layout();
  for (std::size_t i = 0; i < data.size(); ++i)
    map.write(row.data[i].first, row.data[i].second, layout.first_point(first_slab), data[i]);
  for (std::uint64_t slab = first_slab; slab < first_slab + slabs; ++slab) {
    Record record{.slab = slab,
                  .key = row.key,
                  .crc = {},
                  .points = static_cast<std::uint32_t>(layout.valid_points(slab)),
                  .run_id = run_id};
    auto const offset = layout.first_point(slab) - layout.first_point(first_slab);
    for (std::size_t i = 0; i < data.size(); ++i)
      record.crc[i] = crc32c(std::as_bytes(data[i].subspan(offset, record.points)));
    map.write_record(row.record_row, record);
  }
}

}  // namespace penumbra
