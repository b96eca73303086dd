#pragma once

#include <mpi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "pipeline/block.hpp"
#include "pipeline/catalogue.hpp"
#include "pipeline/hdf5.hpp"
#include "pipeline/map_layout.hpp"
#include "pipeline/record.hpp"

namespace penumbra {

inline constexpr std::uint64_t map_format_version = 1;
inline constexpr std::size_t header_bytes = 4096;
inline constexpr std::size_t provenance_bytes = 1 << 20;
inline constexpr std::size_t analysis_name_bytes = 96;

/// The datasets of doubles: rows of N (padded) points.
enum class Values {
  log_likelihood,
  expected,
  asimov,
  cls,
  responses,
  combined_nominal,
  combined_profiled,
  combined_asimov,
};
inline constexpr std::array analysis_values{Values::log_likelihood, Values::expected, Values::asimov, Values::cls};
inline constexpr std::array combined_values{Values::combined_nominal, Values::combined_profiled,
                                            Values::combined_asimov};
/// Path of the dataset in the file.
std::string name_of(Values values);

enum class StateBlock { header, catalogue, provenance };

/// What is fixed when a map is made.
struct MapIdentity {
  MapGrid grid;
  MapLayout layout;
  Digest grid_key;
};

/// An open map. Nothing here changes the structure of a file: rows, records and state are raw bytes written in place.
class MapFile {
 public:
  /// Makes the whole structure in `path`.tmp.<run id>, closes, fsyncs and renames it to `path`. One rank calls it.
  static void create(std::filesystem::path const& path, MapIdentity const& identity, Header const& header,
                     Catalogue const& catalogue, std::string const& provenance);
  /// The same without the rename: `update` fills the new file before it takes the place of the old one.
  static std::filesystem::path create_temporary(std::filesystem::path const& path, MapIdentity const& identity,
                                                Header const& header, Catalogue const& catalogue,
                                                std::string const& provenance);
  /// Renames a sealed temporary file over `path` and makes the rename durable.
  static void put_in_place(std::filesystem::path const& temporary, std::filesystem::path const& path);
  /// Read only, by one process without MPI.
  static MapFile open_to_read(std::filesystem::path const& path);
  /// For writing, by all ranks of `comm`. Collective.
  static MapFile open_to_write(std::filesystem::path const& path, MPI_Comm comm);

  MapFile(MapFile&& other) noexcept;
  MapFile& operator=(MapFile&&) = delete;
  ~MapFile();

  std::filesystem::path const& path() const { return path_; }
  MapIdentity const& identity() const { return identity_; }
  MapLayout const& layout() const { return identity_.layout; }

  void write(Values values, std::uint64_t row, std::uint64_t first_point, std::span<double const> data) const;
  void read(Values values, std::uint64_t row, std::uint64_t first_point, std::span<double> data) const;

  /// One record row (analyses, then responses, then the two combined rows): a commit record per slab.
  std::vector<std::optional<Record>> read_records(std::uint64_t record_row) const;
  /// Slabs whose record was written and cannot be read.
  std::vector<std::uint64_t> broken_records(std::uint64_t record_row) const;
  void write_record(std::uint64_t record_row, Record const& record) const;
  /// Makes slabs of a row unfinished again.
  void erase_record(std::uint64_t record_row, std::uint64_t slab) const;

  BlockPair read_block(StateBlock block) const;
  /// The valid copy with the higher generation; throws IoError when there is none.
  Block current_block(StateBlock block) const;
  /// One sentence for each block of which one copy is damaged.
  std::vector<std::string> damaged_copies() const;
  /// Overwrites the older copy and waits until it is on disk; returns the new generation. One rank calls it.
  std::uint64_t write_block(StateBlock block, std::string payload) const;
  Header header() const;
  Catalogue catalogue() const;
  std::string provenance() const;
  /// The run that wrote the header ended by itself, and the catalogue is still the one that it left.
  bool ended_cleanly() const;

  /// The names that Python users index rows by; empty = the row is free.
  void write_names(std::vector<std::string> const& names) const;

  /// Bytes of the file that hold a row.
  struct Extent {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
  };
  Extent extent(Values values, std::uint64_t row) const;
  /// A plain descriptor of the same file: for fdatasync and fallocate.
  int descriptor() const { return descriptor_; }
  /// Waits until everything that this machine wrote is on disk. No other rank takes part.
  void sync() const;

 private:
  MapFile(std::filesystem::path path, Hid file, hid_t transfer, int descriptor);
  std::vector<std::byte> record_row_bytes(std::uint64_t record_row) const;
  DataSet const& data_set(Values values) const { return values_[static_cast<std::size_t>(values)]; }
  DataSet const& data_set(StateBlock block) const { return blocks_[static_cast<std::size_t>(block)]; }

  std::filesystem::path path_;
  Hid transfer_;
  Hid file_;
  int descriptor_ = -1;
  MapIdentity identity_;
  std::array<DataSet, 8> values_;
  std::array<DataSet, 3> blocks_;
  DataSet done_;
  DataSet names_;
  Hid name_type_;
};

/// True when there is a file; false only when the system says that there is none.
bool map_exists(std::filesystem::path const& path);

/// Throws IoError when this process may not read and write the map.
void require_writable(std::filesystem::path const& path);

/// Deletes temporary files that killed runs left beside the map.
void remove_leftovers(std::filesystem::path const& path);

}  // namespace penumbra
