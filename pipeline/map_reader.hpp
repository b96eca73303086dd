#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "pipeline/committed_row.hpp"
#include "pipeline/map_file.hpp"

namespace penumbra {

/// A map for reading by analysis name, by one process without MPI. Several may read while a run writes.
class MapReader {
 public:
  /// Throws IoError when it is not a readable map, InputError when its format is newer.
  explicit MapReader(std::filesystem::path const& path);

  MapFile const& file() const { return file_; }
  MapGrid const& grid() const { return file_.identity().grid; }
  MapLayout const& layout() const { return file_.layout(); }
  Header const& header() const { return header_; }
  /// All requested rows and both combined rows are done, and no run is writing.
  bool complete() const { return header_.complete && clean_; }
  /// No run is writing, and the last one ended by itself.
  bool clean() const { return clean_; }
  Catalogue const& catalogue() const { return catalogue_; }
  /// JSON.
  std::string provenance() const { return file_.provenance(); }

  /// Names of the analyses that the map holds, ascending.
  std::vector<std::string> names() const;
  /// Names of the rows that hold values of the grid itself, ascending; none when no parameter is computed.
  std::vector<std::string> grid_names() const;
  /// Throws InputError naming what there is when the map has no such analysis.
  std::size_t row_of(std::string const& name) const;
  CatalogueEntry const& entry(std::string const& name) const { return catalogue_[row_of(name)]; }

  /// One of the four datasets of an analysis, at all N grid points.
  std::vector<double> values(std::string const& name, Values values) const;
  /// One of the combined datasets; status observed or projected.
  std::vector<double> combined(Status status, Values values) const;

  /// Which grid points exist; empty when all of them do.
  std::vector<bool> existing() const;

  /// Which slabs of a row, responses included, are recorded as done.
  std::vector<bool> done(std::size_t row) const;
  std::vector<bool> combined_done(Status status) const;
  /// Slabs of a row whose record is broken, or whose bytes do not agree with its checksums: reads everything back.
  std::vector<std::uint64_t> damaged(std::size_t row) const;
  std::vector<std::uint64_t> combined_damaged(Status status) const;

 private:
  std::vector<std::string> names_of(bool grid_rows) const;
  std::vector<bool> done(std::span<CommittedRow const> rows) const;
  std::vector<std::uint64_t> damaged(std::span<CommittedRow const> rows) const;
  CommittedRow combined_row_of(Status status) const;
  std::vector<double> read(Values values, std::uint64_t row) const;

  MapFile file_;
  Header header_;
  bool clean_;
  Catalogue catalogue_;
};

}  // namespace penumbra
