#include "pipeline/reuse.hpp"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "pipeline/combined_rows.hpp"
#include "pipeline/mpi_session.hpp"

namespace penumbra {
namespace {

constexpr std::uint64_t spot_columns = 8;
constexpr std::uint64_t spot_couplings = 4096;  // of a column: bounds the cost where columns are long
constexpr double spot_relative = 1e-9;
constexpr double spot_absolute = 1e-12;

/// A number below `bound` that depends on the rows and on `index` only.
std::uint64_t hashed(Digest const& rows, std::int64_t index, std::uint64_t bound) {
  auto const digest =
      CanonicalWriter{}.field("schema", std::string_view{"spot/1"}).field("rows", rows).field("index", index).digest();
  std::uint64_t number = 0;
  std::memcpy(&number, digest.bytes.data(), sizeof number);
  return number % bound;
}

Digest digest_of_rows(std::span<RowRequest const> requests) {
  std::vector<Digest> keys;
  for (auto const& request : requests) keys.push_back(request.key);
  std::sort(keys.begin(), keys.end());
  CanonicalWriter writer;
  for (auto const& key : keys) writer.field("key", key);
  return writer.digest();
}

/// A stretch of one column, stored and computed again.
struct Spot {
  std::uint64_t column = 0;
  std::uint64_t first_coupling = 0;
  std::uint64_t couplings = 0;
  std::vector<std::size_t> rows;            ///< requests that are done there
  std::vector<std::vector<double>> stored;  ///< per row, dataset by dataset as in BatchValues
  std::vector<std::size_t> changed;
};

bool close(double stored, double computed) {
  return std::abs(stored - computed) <= std::max(spot_absolute, spot_relative * std::abs(stored));
}

void compare(Spot& spot, std::span<RowRequest const> requests, ColumnComputer const& computer) {
  BatchValues values{spot.couplings, spot.rows, requests};
  auto result = values.place(0, spot.first_coupling, spot.couplings);
  computer.compute(spot.column, spot.rows, result);
  for (std::size_t row = 0; row < spot.rows.size(); ++row) {
    auto const computed = values.all(row);
    if (!std::equal(computed.begin(), computed.end(), spot.stored[row].begin(), spot.stored[row].end(),
                    [](double now, double before) { return close(before, now); }))
      spot.changed.push_back(spot.rows[row]);
  }
}

/// For every record of the map 0 where it cannot be read or says something else than the data, else 1. Whose key it
/// carries does not matter: the row may be given back to that key by a later run, after this one has ended cleanly.
std::vector<std::uint8_t> true_records(MapFile const& map, MPI_Comm comm) {
  auto const& layout = map.layout();
  auto const ranks = static_cast<std::uint64_t>(size_of(comm));
  auto const rank = static_cast<std::uint64_t>(rank_of(comm));
  std::vector<std::uint8_t> good(layout.record_rows() * layout.slabs(), 1);
  for (std::uint64_t record_row = 0; record_row < layout.record_rows(); ++record_row) {
    auto const of_row = std::span{good}.subspan(record_row * layout.slabs(), layout.slabs());
    auto const records = map.read_records(record_row);
    for (auto slab = rank; slab < layout.slabs(); slab += ranks)
      if (records[slab] && !(belongs_to(*records[slab], layout, slab) && data_agree(map, record_row, *records[slab])))
        of_row[slab] = 0;
    for (auto slab : map.broken_records(record_row)) of_row[slab] = 0;
  }
  keep_common(comm, good);
  return good;
}

}  // namespace

DoneTable read_done(MapFile const& map, RowPlan const& plan, MPI_Comm comm) {
  DoneTable table{plan.row_of.size(), map.layout().slabs()};
  agree_on_root(comm, [&] {
    for (std::size_t request = 0; request < plan.row_of.size(); ++request) {
      for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab) table.set(request, slab, true);
      auto const row = plan.row_of[request];
      for (auto const& committed : committed_rows(map.layout(), row, plan.catalogue[row])) {
        auto const records = map.read_records(committed.record_row);
        for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab)
          if (!claims_done(committed, map.layout(), slab, records[slab])) table.set(request, slab, false);
      }
    }
  });
  broadcast(comm, table.bytes());
  return table;
}

std::uint64_t verify_done(MapFile const& map, RowPlan const& plan, DoneTable& table, MPI_Comm comm) {
  auto const before = table.count();
  auto const slabs = map.layout().slabs();
  auto const good = true_records(map, comm);
  // One rank erases, and reads records later: on some file systems another rank's writes are seen late.
  write_on_root(comm, [&] {
    for (std::uint64_t i = 0; i < good.size(); ++i)
      if (good[i] == 0) map.erase_record(i / slabs, i % slabs);
    map.sync();
  });
  for (std::size_t request = 0; request < plan.row_of.size(); ++request)
    for (auto const& row : committed_rows(map.layout(), plan.row_of[request], plan.catalogue[plan.row_of[request]]))
      for (std::uint64_t slab = 0; slab < slabs; ++slab)
        if (good[row.record_row * slabs + slab] == 0) table.set(request, slab, false);
  return before - table.count();
}

std::vector<std::size_t> spot_check(MapFile const& map, RowPlan const& plan, DoneTable const& table,
                                    std::span<std::uint8_t const> in_doubt, std::span<RowRequest const> requests,
                                    ColumnComputer const& computer, Workers& workers, MPI_Comm comm) {
  auto const& grid = map.identity().grid;
  auto const& layout = map.layout();
  auto const rows = digest_of_rows(requests);
  std::vector<Spot> spots;
  for (std::uint64_t i = 0; i < std::min(spot_columns, grid.columns()); ++i) {
    if (i % static_cast<std::uint64_t>(size_of(comm)) != static_cast<std::uint64_t>(rank_of(comm))) continue;
    Spot spot{.column = hashed(rows, static_cast<std::int64_t>(2 * i), grid.columns()),
              .first_coupling = 0,
              .couplings = std::min(spot_couplings, grid.column_points()),
              .rows = {},
              .stored = {},
              .changed = {}};
    spot.first_coupling = hashed(rows, static_cast<std::int64_t>(2 * i + 1), grid.column_points() - spot.couplings + 1);
    auto const first = spot.column * grid.column_points() + spot.first_coupling;
    auto const first_slab = first / layout.points_per_slab;
    auto const last_slab = (first + spot.couplings - 1) / layout.points_per_slab;
    for (std::size_t request = 0; request < requests.size(); ++request) {
      bool done = in_doubt[request] != 0;
      for (auto slab = first_slab; slab <= last_slab; ++slab) done = done && table.done(request, slab);
      if (!done) continue;
      spot.rows.push_back(request);
      auto& stored = spot.stored.emplace_back();
      auto const row = plan.row_of[request];
      for (auto const& committed : committed_rows(layout, row, plan.catalogue[row]))
        for (auto const& [values, data_row] : committed.data) {
          stored.resize(stored.size() + spot.couplings);
          map.read(values, data_row, first, std::span{stored}.last(spot.couplings));
        }
    }
    if (!spot.rows.empty()) spots.push_back(std::move(spot));
  }
  workers.run(
      [&] {
        oneapi::tbb::parallel_for(
            std::size_t{0}, spots.size(), [&](std::size_t i) { compare(spots[i], requests, computer); },
            oneapi::tbb::simple_partitioner{});
      },
      [] {});
  std::vector<std::uint64_t> changed(requests.size(), 0);
  for (auto const& spot : spots)
    for (auto row : spot.changed) changed[row] = 1;
  changed = sum(comm, changed);
  std::vector<std::size_t> result;
  for (std::size_t request = 0; request < requests.size(); ++request)
    if (changed[request] > 0) result.push_back(request);
  return result;
}

void forget(MapFile const& map, RowPlan& plan, std::span<std::size_t const> requests, DoneTable& table, MPI_Comm comm) {
  if (requests.empty()) return;
  for (auto request : requests) plan.catalogue[plan.row_of[request]].sensitivity = CatalogueEntry::unknown_sensitivity;
  write_on_root(comm, [&] {
    // In this order a kill at any moment leaves nothing that looks finished and is not.
    map.write_block(StateBlock::catalogue, pack(plan.catalogue));
    for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab)
      for (std::uint64_t row = 0; row < combined_statuses.size(); ++row)
        map.erase_record(map.layout().combined_record_row(row), slab);
    map.sync();
    for (auto request : requests)
      for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab) map.erase_record(plan.row_of[request], slab);
    map.sync();
  });
  for (auto request : requests)
    for (std::uint64_t slab = 0; slab < map.layout().slabs(); ++slab) table.set(request, slab, false);
}

}  // namespace penumbra
