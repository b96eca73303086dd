#include "pipeline/map_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "pipeline/combined_rows.hpp"
#include "pipeline/grid_rows.hpp"

namespace penumbra {

MapReader::MapReader(std::filesystem::path const& path)
    : file_{MapFile::open_to_read(path)},
      header_{file_.header()},
      clean_{file_.ended_cleanly()},
      catalogue_{file_.catalogue()} {}

std::vector<std::string> MapReader::names_of(bool grid_rows) const {
  std::vector<std::string> names;
  for (auto const& entry : catalogue_)
    if (entry.state == RowState::requested && (entry.kind == Kind::grid) == grid_rows) names.push_back(entry.name);
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> MapReader::names() const { return names_of(false); }
std::vector<std::string> MapReader::grid_names() const { return names_of(true); }

std::vector<bool> MapReader::existing() const {
  auto const rows = grid_names();
  if (std::find(rows.begin(), rows.end(), exists_row) == rows.end()) return {};
  auto const numbers = values(exists_row, Values::expected);
  std::vector<bool> result(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) result[i] = numbers[i] == 1.0;
  return result;
}

std::size_t MapReader::row_of(std::string const& name) const {
  for (std::size_t row = 0; row < catalogue_.size(); ++row)
    if (catalogue_[row].state == RowState::requested && catalogue_[row].name == name) return row;
  throw InputError(
      fmt::format("{}: has no analysis '{}' (it has: {})", file_.path().string(), name, fmt::join(names(), ", ")));
}

std::vector<double> MapReader::read(Values values, std::uint64_t row) const {
  std::vector<double> numbers(layout().points);
  for (std::uint64_t first = 0; first < numbers.size(); first += max_points_per_slab)
    file_.read(values, row, first,
               std::span{numbers}.subspan(first, std::min<std::uint64_t>(max_points_per_slab, numbers.size() - first)));
  return numbers;
}

std::vector<double> MapReader::values(std::string const& name, Values values) const {
  return read(values, row_of(name));
}

std::vector<double> MapReader::combined(Status status, Values values) const {
  return read(values, combined_row_of(status).data.front().second);
}

CommittedRow MapReader::combined_row_of(Status status) const {
  for (std::uint64_t row = 0; row < combined_statuses.size(); ++row)
    if (combined_statuses[row] == status) return combined_row(layout(), row, combination_key(status, catalogue_));
  throw InternalError("there is no combination of that status");
}

std::vector<bool> MapReader::done(std::span<CommittedRow const> rows) const {
  std::vector<bool> all(layout().slabs(), true);
  for (auto const& row : rows) {
    auto const records = file_.read_records(row.record_row);
    for (std::uint64_t slab = 0; slab < layout().slabs(); ++slab)
      all[slab] = all[slab] && claims_done(row, layout(), slab, records[slab]);
  }
  return all;
}

std::vector<std::uint64_t> MapReader::damaged(std::span<CommittedRow const> rows) const {
  auto const finished = done(rows);
  std::vector<bool> good(finished.size(), true);
  for (auto const& row : rows) {
    auto const records = file_.read_records(row.record_row);
    for (std::uint64_t slab = 0; slab < layout().slabs(); ++slab)
      if (finished[slab] && !data_agree(file_, row.record_row, *records[slab])) good[slab] = false;
    for (auto slab : file_.broken_records(row.record_row)) good[slab] = false;
  }
  std::vector<std::uint64_t> bad;
  for (std::uint64_t slab = 0; slab < layout().slabs(); ++slab)
    if (!good[slab]) bad.push_back(slab);
  return bad;
}

std::vector<bool> MapReader::done(std::size_t row) const {
  return done(committed_rows(layout(), row, catalogue_[row]));
}

std::vector<bool> MapReader::combined_done(Status status) const {
  auto const row = combined_row_of(status);
  return done(std::span{&row, 1});
}

std::vector<std::uint64_t> MapReader::damaged(std::size_t row) const {
  return damaged(committed_rows(layout(), row, catalogue_[row]));
}

std::vector<std::uint64_t> MapReader::combined_damaged(Status status) const {
  auto const row = combined_row_of(status);
  return damaged(std::span{&row, 1});
}

}  // namespace penumbra
