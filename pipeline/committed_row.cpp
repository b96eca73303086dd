#include "pipeline/committed_row.hpp"

#include "core/contracts.hpp"
#include "pipeline/crc32c.hpp"

namespace penumbra {

std::vector<std::pair<Values, std::uint64_t>> data_of(MapLayout const& layout, std::uint64_t record_row) {
  std::vector<std::pair<Values, std::uint64_t>> data;
  if (record_row < layout.response_record_row(0)) {
    for (auto values : analysis_values) data.emplace_back(values, record_row);
  } else if (record_row < layout.combined_record_row(0)) {
    data.emplace_back(Values::responses, record_row - layout.response_record_row(0));
  } else {
    for (auto values : combined_values) data.emplace_back(values, record_row - layout.combined_record_row(0));
  }
  return data;
}

std::vector<CommittedRow> committed_rows(MapLayout const& layout, std::uint64_t row, CatalogueEntry const& entry) {
  std::vector<CommittedRow> rows{{.record_row = row, .key = short_key(entry.key), .data = data_of(layout, row)}};
  for (std::uint32_t i = 0; i < entry.responses(); ++i) {
    auto const record_row = layout.response_record_row(entry.first_response + i);
    rows.push_back(
        {.record_row = record_row, .key = short_key(response_key(entry.key, i)), .data = data_of(layout, record_row)});
  }
  return rows;
}

CommittedRow combined_row(MapLayout const& layout, std::uint64_t status_row, Digest const& combination_key) {
  auto const record_row = layout.combined_record_row(status_row);
  return {.record_row = record_row, .key = short_key(combination_key), .data = data_of(layout, record_row)};
}

bool claims_done(CommittedRow const& row, MapLayout const& layout, std::uint64_t slab,
                 std::optional<Record> const& record) {
  return record && record->key == row.key && belongs_to(*record, layout, slab);
}

bool belongs_to(Record const& record, MapLayout const& layout, std::uint64_t slab) {
  return record.slab == slab && record.points == layout.valid_points(slab);
}

bool data_agree(MapFile const& map, std::uint64_t record_row, Record const& record) {
  std::vector<double> values(map.layout().valid_points(record.slab));
  auto const data = data_of(map.layout(), record_row);
  for (std::size_t i = 0; i < data.size(); ++i) {
    map.read(data[i].first, data[i].second, map.layout().first_point(record.slab), values);
    if (crc32c(std::as_bytes(std::span{values})) != record.crc[i]) return false;
  }
  return true;
}

void erase_other_keys(MapFile const& map, CommittedRow const& row) {
  auto const records = map.read_records(row.record_row);
  for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab)
    if (records[slab] && !claims_done(row, map.layout(), slab, records[slab])) map.erase_record(row.record_row, slab);
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
