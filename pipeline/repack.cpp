#include "pipeline/repack.hpp"

#include <algorithm>

#include "pipeline/committed_row.hpp"
#include "pipeline/mpi_session.hpp"
#include "pipeline/provenance.hpp"
#include "pipeline/space.hpp"

namespace penumbra {
namespace {

void copy_slab(MapFile const& from, MapFile const& to, CommittedRow const& row, std::uint64_t to_record_row,
               Record const& record) {
  std::vector<double> numbers(from.layout().valid_points(record.slab));
  auto const first = from.layout().first_point(record.slab);
  for (auto const& [values, data_row] : row.data) {
    from.read(values, data_row, first, numbers);
    to.write(values, data_row, first, numbers);
  }
  to.write_record(to_record_row, record);
}

void copy_rows(MapFile const& from, MapFile const& to, Catalogue const& catalogue, MPI_Comm comm) {
  auto const ranks = static_cast<std::uint64_t>(size_of(comm));
  auto const rank = static_cast<std::uint64_t>(rank_of(comm));
  for (std::uint64_t row = 0; row < catalogue.size(); ++row) {
    if (catalogue[row].state == RowState::free) continue;
    auto const old_rows = committed_rows(from.layout(), row, catalogue[row]);
    auto const new_rows = committed_rows(to.layout(), row, catalogue[row]);
    for (std::size_t i = 0; i < old_rows.size(); ++i) {
      auto const records = from.read_records(old_rows[i].record_row);
      for (auto slab = rank; slab < from.layout().slabs(); slab += ranks)
        if (claims_done(old_rows[i], from.layout(), slab, records[slab]))
          copy_slab(from, to, old_rows[i], new_rows[i].record_row, *records[slab]);
    }
  }
}

std::vector<MapFile::Extent> extents(MapFile const& map, Catalogue const& catalogue) {
  std::vector<MapFile::Extent> all;
  for (std::uint64_t row = 0; row < catalogue.size(); ++row) {
    if (catalogue[row].state == RowState::free) continue;
    for (auto values : analysis_values) all.push_back(map.extent(values, row));
    for (std::uint64_t i = 0; i < catalogue[row].responses(); ++i)
      all.push_back(map.extent(Values::responses, catalogue[row].first_response + i));
  }
  return all;
}

}  // namespace

void repack(std::filesystem::path const& path, std::uint64_t analyses, std::uint64_t response_rows,
            Header const& header, MPI_Comm comm) {
  std::string temporary;
  std::string packed;
  agree_on_root(comm, [&] {
    auto const old = MapFile::open_to_read(path);
    auto catalogue = old.catalogue();
    auto const provenance = unpack_provenance(old.provenance(), catalogue.size());
    auto identity = old.identity();
    identity.layout.row_capacity = std::max(2 * identity.layout.row_capacity, capacity_for(analyses));
    identity.layout.response_capacity = std::max(2 * identity.layout.response_capacity, capacity_for(response_rows));
    catalogue.resize(identity.layout.row_capacity);
    auto grown = provenance;
    grown.rows.resize(catalogue.size());
    auto const text = pack(grown, catalogue, provenance_bytes - block_overhead_bytes);
    temporary = MapFile::create_temporary(path, identity, header, catalogue, text).string();
    packed = pack(catalogue);
  });
  broadcast(comm, temporary);
  broadcast(comm, packed);
  {
    auto const from = MapFile::open_to_write(path, comm);
    auto const to = MapFile::open_to_write(temporary, comm);
    abort_on_error(comm, [&] {
      auto const catalogue = unpack_catalogue(packed);
      agree_on_root(comm, [&] {
        try {
          reserve_space(to, extents(to, catalogue));
        } catch (...) {
          std::filesystem::remove(temporary);  // what it has reserved would be missing elsewhere
          throw;
        }
      });
      copy_rows(from, to, catalogue, comm);
      to.sync();
    });
  }
  MPI_Barrier(comm);
  agree_on_root(comm, [&] { MapFile::put_in_place(temporary, path); });
}

}  // namespace penumbra
