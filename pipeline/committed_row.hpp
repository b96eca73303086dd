#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "pipeline/map_file.hpp"

namespace penumbra {

/// What one commit record speaks for: a row of analyses, of responses or of the combination.
struct CommittedRow {
  std::uint64_t record_row = 0;
  ShortKey key{};
  std::vector<std::pair<Values, std::uint64_t>> data;  ///< dataset and row, in the order of the record's checksums
};

/// What a record row speaks for: its place in the file decides.
std::vector<std::pair<Values, std::uint64_t>> data_of(MapLayout const& layout, std::uint64_t record_row);

/// The rows of an analysis: its own, then its responses.
std::vector<CommittedRow> committed_rows(MapLayout const& layout, std::uint64_t row, CatalogueEntry const& entry);
/// Row 0 (observed) or 1 (projected) of the combination.
CommittedRow combined_row(MapLayout const& layout, std::uint64_t status_row, Digest const& combination_key);

/// Record, slab, key and length agree. Says nothing about the data.
bool claims_done(CommittedRow const& row, MapLayout const& layout, std::uint64_t slab,
                 std::optional<Record> const& record);
/// The record stands in the place of its slab and speaks for all its points.
bool belongs_to(Record const& record, MapLayout const& layout, std::uint64_t slab);
/// Reads the slab of the record back and compares its checksums.
bool data_agree(MapFile const& map, std::uint64_t record_row, Record const& record);

/// Erases the records of other keys, before the data that they speak for are overwritten. One rank calls it.
void erase_other_keys(MapFile const& map, CommittedRow const& row);

/// Writes the valid points of consecutive slabs (one span per dataset of the row), then their records.
void commit(MapFile const& map, CommittedRow const& row, std::uint64_t first_slab, std::uint64_t slabs,
            std::span<std::span<double const> const> data, std::uint64_t run_id);

}  // namespace penumbra
