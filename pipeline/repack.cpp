#include "pipeline/repack.hpp"

#include <algorithm>

#include "pipeline/mpi_session.hpp"
#include "pipeline/provenance.hpp"
#include "pipeline/space.hpp"

namespace penumbra {
namespace {

void copy_values(MapFile const& from, MapFile const& to, Values values, std::uint64_t row, std::uint64_t slab) {
  std::vector<double> numbers(from.layout().valid_points(slab));
  from.read(values, row, from.layout().first_point(slab), numbers);
  to.write(values, row, to.layout().first_point(slab), numbers);
}

void copy_rows(MapFile const& from, MapFile const& to, Catalogue const& catalogue, MPI_Comm comm) {
  auto const ranks = static_cast<std::uint64_t>(size_of(comm));
  auto const rank = static_cast<std::uint64_t>(rank_of(comm));
  for (std::uint64_t row = 0; row < catalogue.size(); ++row) {
    auto const& entry = catalogue[row];
    if (entry.state == RowState::free) continue;
    auto const records = from.read_records(row);
    for (auto slab = rank; slab < from.layout().slabs(); slab += ranks) {
      if (!records[slab]) continue;
      for (auto values : analysis_values) copy_values(from, to, values, row, slab);
      to.write_record(row, *records[slab]);
    }
    for (std::uint64_t i = entry.first_response; i < entry.first_response + entry.responses(); ++i) {
      auto const of_response = from.read_records(from.layout().response_record_row(i));
      for (auto slab = rank; slab < from.layout().slabs(); slab += ranks) {
        if (!of_response[slab]) continue;
        copy_values(from, to, Values::responses, i, slab);
        to.write_record(to.layout().response_record_row(i), *of_response[slab]);
      }
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
      agree_on_root(comm, [&] { reserve_space(to, extents(to, catalogue)); });
      copy_rows(from, to, catalogue, comm);
      to.sync();
    });
  }
  MPI_Barrier(comm);
  agree_on_root(comm, [&] { MapFile::put_in_place(temporary, path); });
}

}  // namespace penumbra
