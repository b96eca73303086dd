#include "pipeline/map_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/errors.hpp"

namespace penumbra {
namespace {

constexpr char map_format[] = "penumbra-map";

std::string word_for(StateBlock block) {
  constexpr std::array words{"header", "catalogue", "provenance"};
  return words[static_cast<std::size_t>(block)];
}

std::string name_of(StateBlock block) { return "/state/" + word_for(block); }

std::size_t capacity_of(StateBlock block, MapLayout const& layout) {
  switch (block) {
    case StateBlock::header:
      return header_bytes;
    case StateBlock::catalogue:
      return catalogue_bytes_per_row * layout.row_capacity;
    case StateBlock::provenance:
      return provenance_bytes;
  }
  throw InternalError("no such state block");
}

IoError system_error(std::filesystem::path const& path, std::string const& what, int error) {
  return IoError(fmt::format("{}: {}: {}", path.string(), what, std::strerror(error)));
}

int open_descriptor(std::filesystem::path const& path, int flags) {
  int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) throw system_error(path, "cannot be opened", errno);
  return descriptor;
}

void sync_and_close(std::filesystem::path const& path, int flags) {
  int const descriptor = open_descriptor(path, flags);
  int const status = ::fsync(descriptor);
  int const error = errno;
  ::close(descriptor);
  if (status != 0) throw system_error(path, "cannot be brought to disk", error);
}

std::filesystem::path folder_of(std::filesystem::path const& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
}

Hid name_type() {
  Hid type{H5Tcopy(H5T_C_S1), H5Tclose};
  H5Tset_size(type.get(), analysis_name_bytes);
  H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
  return type;
}

Hid make_group(hid_t file, std::string const& path, std::string const& name) {
  Hid const properties = checked(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, path, "preparing " + name);
  check(H5Pset_obj_track_times(properties.get(), false), path, "preparing " + name);
  return checked(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, properties.get(), H5P_DEFAULT), H5Gclose, path,
                 "creating " + name);
}

Hid create_file(std::string const& path) {
  Hid const access = checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path, "preparing the file");
  check(H5Pset_fapl_sec2(access.get()), path, "preparing the file");
  // LATEST would write a superblock whose 'open for writing' flag makes files of killed writers unreadable.
  check(H5Pset_libver_bounds(access.get(), H5F_LIBVER_V18, H5F_LIBVER_V18), path, "preparing the file");
  check(H5Pset_alignment(access.get(), 64 << 10, 1 << 20), path, "preparing the file");
  return checked(H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, access.get()), H5Fclose, path, "creating the file");
}

void create_structure(hid_t file, std::string const& path, MapIdentity const& identity) {
  auto const& [grid, layout, grid_key] = identity;
  write_attribute(file, path, "format", map_format);
  write_attribute(file, path, "format_version", map_format_version);
  write_attribute(file, path, "points", layout.points);
  write_attribute(file, path, "points_per_slab", layout.points_per_slab);
  write_attribute(file, path, "grid_key", grid_key.hex());

  Hid const axes = make_group(file, path, "/axes");
  write_attribute(axes.get(), path, "order", grid.names);
  write_attribute(axes.get(), path, "mass_axes", static_cast<std::uint64_t>(grid.mass_axes));
  for (std::size_t i = 0; i < grid.names.size(); ++i)
    create_data_set(file, path, "/axes/" + grid.names[i], H5T_IEEE_F64LE, {grid.values[i].size()},
                    grid.values[i].data());

  Hid const combined = make_group(file, path, "/combined");
  Hid const state = make_group(file, path, "/state");
  for (auto values : analysis_values)
    create_data_set(file, path, name_of(values), H5T_IEEE_F64LE, {layout.row_capacity, layout.padded_points()});
  create_data_set(file, path, name_of(Values::responses), H5T_IEEE_F64LE,
                  {layout.response_capacity, layout.padded_points()});
  for (auto values : combined_values)
    create_data_set(file, path, name_of(values), H5T_IEEE_F64LE, {2, layout.padded_points()});
  Hid const text = name_type();
  create_data_set(file, path, "/analyses", text.get(), {layout.row_capacity});
  for (auto block : {StateBlock::header, StateBlock::catalogue, StateBlock::provenance})
    create_data_set(file, path, name_of(block), H5T_STD_U8LE, {2, capacity_of(block, layout)});
  create_data_set(file, path, "/state/done", H5T_STD_U8LE, {layout.record_rows(), layout.slabs(), record_bytes});
}

void write_first_generation(hid_t file, std::string const& path, MapLayout const& layout, StateBlock block,
                            std::string payload) {
  DataSet const set{file, path, name_of(block), H5T_NATIVE_UINT8, H5P_DEFAULT};
  auto const bytes = seal({.generation = 1, .payload = std::move(payload)}, capacity_of(block, layout));
  set.write({0}, 0, bytes.size(), bytes.data());
}

Digest digest_from_hex(std::string const& path, std::string const& hex) {
  Digest digest;
  bool good = hex.size() == 2 * digest.bytes.size();
  for (std::size_t i = 0; good && i < digest.bytes.size(); ++i) {
    auto const* const first = hex.data() + 2 * i;
    auto const [end, error] = std::from_chars(first, first + 2, digest.bytes[i], 16);
    good = error == std::errc{} && end == first + 2;
  }
  if (!good) throw IoError(path + ": the grid key is not 64 hexadecimal digits");
  return digest;
}

/// Format and sizes; throws IoError when it is no map and InputError when it is a newer one.
MapIdentity read_identity(hid_t file, std::string const& path) {
  if (H5Aexists(file, "format") <= 0 || text_attribute(file, path, "format") != map_format)
    throw IoError(path + ": is an HDF5 file, but not a likelihood map of penumbra");
  auto const version = number_attribute(file, path, "format_version");
  if (version > map_format_version)
    throw InputError(fmt::format("{}: has map format {}, this program reads up to {}: use the newer program", path,
                                 version, map_format_version));
  MapIdentity identity;
  identity.layout.points = number_attribute(file, path, "points");
  identity.layout.points_per_slab = number_attribute(file, path, "points_per_slab");
  if (identity.layout.points == 0 || identity.layout.points_per_slab == 0)
    throw IoError(path + ": says that it has no points");
  identity.grid_key = digest_from_hex(path, text_attribute(file, path, "grid_key"));
  Hid const axes = checked(H5Gopen2(file, "/axes", H5P_DEFAULT), H5Gclose, path, "opening /axes");
  identity.grid.names = texts_attribute(axes.get(), path, "order");
  identity.grid.mass_axes = number_attribute(axes.get(), path, "mass_axes");
  if (identity.grid.mass_axes > identity.grid.names.size()) throw IoError(path + ": has more mass axes than axes");
  return identity;
}

void require_shape(std::string const& path, DataSet const& set, std::string const& name,
                   std::vector<std::uint64_t> const& shape) {
  if (set.shape() != shape) throw IoError(path + ": " + name + " has another shape than the format says");
}

}  // namespace

std::string name_of(Values values) {
  constexpr std::array names{"/log_likelihood",   "/expected",          "/asimov",         "/cls", "/responses",
                             "/combined/nominal", "/combined/profiled", "/combined/asimov"};
  return names[static_cast<std::size_t>(values)];
}

std::filesystem::path MapFile::create_temporary(std::filesystem::path const& path, MapIdentity const& identity,
                                                Header const& header, Catalogue const& catalogue,
                                                std::string const& provenance) {
  prepare_hdf5();
  std::filesystem::path const temporary = fmt::format("{}.tmp.{:016x}", path.string(), header.run_id);
  try {
    {
      Hid const file = create_file(temporary.string());
      create_structure(file.get(), temporary.string(), identity);
      write_first_generation(file.get(), temporary.string(), identity.layout, StateBlock::header, pack(header));
      write_first_generation(file.get(), temporary.string(), identity.layout, StateBlock::catalogue, pack(catalogue));
      write_first_generation(file.get(), temporary.string(), identity.layout, StateBlock::provenance, provenance);
      check(H5Fflush(file.get(), H5F_SCOPE_LOCAL), temporary.string(), "writing the structure");
    }
    sync_and_close(temporary, O_RDWR);
  } catch (...) {
    std::filesystem::remove(temporary);
    throw;
  }
  return temporary;
}

void MapFile::put_in_place(std::filesystem::path const& temporary, std::filesystem::path const& path) {
  if (::rename(temporary.c_str(), path.c_str()) != 0) throw system_error(path, "cannot be put in place", errno);
  sync_and_close(folder_of(path), O_RDONLY | O_DIRECTORY);
}

void MapFile::create(std::filesystem::path const& path, MapIdentity const& identity, Header const& header,
                     Catalogue const& catalogue, std::string const& provenance) {
  put_in_place(create_temporary(path, identity, header, catalogue, provenance), path);
}

MapFile MapFile::open_to_read(std::filesystem::path const& path) {
  prepare_hdf5();
  int const descriptor = open_descriptor(path, O_RDONLY);  // tells missing and forbidden files from unreadable ones
  Hid const access = checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path, "preparing to open");
  check(H5Pset_fapl_sec2(access.get()), path, "preparing to open");
  Hid file{H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose};
  if (!file) {
    ::close(descriptor);
    throw IoError(path.string() + ": cannot be opened as an HDF5 file: truncated, damaged or something else");
  }
  return {path, std::move(file), H5P_DEFAULT, descriptor};
}

MapFile MapFile::open_to_write(std::filesystem::path const& path, MPI_Comm comm) {
  prepare_hdf5();
  int const descriptor = open_descriptor(path, O_RDWR);
  Hid const access = checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path, "preparing to open");
  check(H5Pset_fapl_mpio(access.get(), comm, MPI_INFO_NULL), path, "preparing to open");
  Hid const transfer = checked(H5Pcreate(H5P_DATASET_XFER), H5Pclose, path, "preparing transfers");
  check(H5Pset_dxpl_mpio(transfer.get(), H5FD_MPIO_INDEPENDENT), path, "preparing transfers");
  Hid file{H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), H5Fclose};
  if (!file) {
    ::close(descriptor);
    throw IoError(path.string() + ": cannot be opened through MPI-IO");
  }
  return {path, std::move(file), transfer.get(), descriptor};
}

MapFile::MapFile(std::filesystem::path path, Hid file, hid_t transfer, int descriptor)
    : path_{std::move(path)}, file_{std::move(file)}, descriptor_{descriptor}, name_type_{name_type()} {
  try {
    auto const text = path_.string();
    if (transfer != H5P_DEFAULT) transfer_ = checked(H5Pcopy(transfer), H5Pclose, text, "preparing transfers");
    hid_t const with = transfer_ ? transfer_.get() : H5P_DEFAULT;
    hid_t const id = file_.get();
    identity_ = read_identity(id, text);
    for (auto const& name : identity_.grid.names) {
      DataSet const axis{id, text, "/axes/" + name, H5T_NATIVE_DOUBLE, with};
      if (axis.shape().size() != 1) throw IoError(text + ": axis " + name + " is not a list");
      std::vector<double> values(axis.shape()[0]);
      axis.read({}, 0, values.size(), values.data());
      identity_.grid.values.push_back(std::move(values));
    }
    if (identity_.grid.points() != identity_.layout.points) throw IoError(text + ": axes and points disagree");
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = DataSet{id, text, name_of(static_cast<Values>(i)), H5T_NATIVE_DOUBLE, with};
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      blocks_[i] = DataSet{id, text, name_of(static_cast<StateBlock>(i)), H5T_NATIVE_UINT8, with};
    done_ = DataSet{id, text, "/state/done", H5T_NATIVE_UINT8, with};
    names_ = DataSet{id, text, "/analyses", name_type_.get(), with};

    auto& layout = identity_.layout;
    layout.row_capacity = data_set(Values::log_likelihood).shape().at(0);
    layout.response_capacity = data_set(Values::responses).shape().at(0);
    for (auto values : analysis_values)
      require_shape(text, data_set(values), name_of(values), {layout.row_capacity, layout.padded_points()});
    require_shape(text, data_set(Values::responses), name_of(Values::responses),
                  {layout.response_capacity, layout.padded_points()});
    for (auto values : combined_values)
      require_shape(text, data_set(values), name_of(values), {2, layout.padded_points()});
    require_shape(text, done_, "/state/done", {layout.record_rows(), layout.slabs(), record_bytes});
    require_shape(text, names_, "/analyses", {layout.row_capacity});
    for (auto block : {StateBlock::header, StateBlock::catalogue, StateBlock::provenance})
      require_shape(text, data_set(block), name_of(block), {2, capacity_of(block, layout)});
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

MapFile::MapFile(MapFile&& other) noexcept
    : path_{std::move(other.path_)},
      transfer_{std::move(other.transfer_)},
      file_{std::move(other.file_)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      identity_{std::move(other.identity_)},
      values_{std::move(other.values_)},
      blocks_{std::move(other.blocks_)},
      done_{std::move(other.done_)},
      names_{std::move(other.names_)},
      name_type_{std::move(other.name_type_)} {}

MapFile::~MapFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void MapFile::write(Values values, std::uint64_t row, std::uint64_t first_point, std::span<double const> data) const {
  data_set(values).write({row}, first_point, data.size(), data.data());
}

void MapFile::read(Values values, std::uint64_t row, std::uint64_t first_point, std::span<double> data) const {
  data_set(values).read({row}, first_point, data.size(), data.data());
}

std::vector<std::byte> MapFile::record_row_bytes(std::uint64_t record_row) const {
  std::vector<std::byte> bytes(layout().slabs() * record_bytes);
  done_.read_all(record_row, bytes.data());
  return bytes;
}

std::vector<std::optional<Record>> MapFile::read_records(std::uint64_t record_row) const {
  auto const bytes = record_row_bytes(record_row);
  std::vector<std::optional<Record>> records;
  records.reserve(layout().slabs());
  for (std::uint64_t slab = 0; slab < layout().slabs(); ++slab)
    records.push_back(unpack_record(std::span{bytes}.subspan(slab * record_bytes).first<record_bytes>()));
  return records;
}

std::vector<std::uint64_t> MapFile::broken_records(std::uint64_t record_row) const {
  auto const bytes = record_row_bytes(record_row);
  std::vector<std::uint64_t> broken;
  for (std::uint64_t slab = 0; slab < layout().slabs(); ++slab) {
    auto const record = std::span{bytes}.subspan(slab * record_bytes).first<record_bytes>();
    bool const written = std::any_of(record.begin(), record.end(), [](std::byte b) { return b != std::byte{0}; });
    if (written && !unpack_record(record)) broken.push_back(slab);
  }
  return broken;
}

void MapFile::write_record(std::uint64_t record_row, Record const& record) const {
  auto const bytes = pack(record);
  done_.write({record_row, record.slab}, 0, record_bytes, bytes.data());
}

void MapFile::erase_record(std::uint64_t record_row, std::uint64_t slab) const {
  RecordBytes const nothing{};
  done_.write({record_row, slab}, 0, record_bytes, nothing.data());
}

BlockPair MapFile::read_block(StateBlock block) const {
  auto const capacity = capacity_of(block, layout());
  std::array<std::vector<std::byte>, 2> copies;
  for (std::size_t copy = 0; copy < 2; ++copy) {
    copies[copy].resize(capacity);
    data_set(block).read_all(copy, copies[copy].data());
  }
  return read_pair(copies[0], copies[1]);
}

std::uint64_t MapFile::write_block(StateBlock block, std::string payload) const {
  auto const pair = read_block(block);
  std::uint64_t const generation = (pair.current ? pair.current->generation : 0) + 1;
  auto const bytes = seal({.generation = generation, .payload = std::move(payload)}, capacity_of(block, layout()));
  data_set(block).write({pair.next_copy}, 0, bytes.size(), bytes.data());
  sync();
  return generation;
}

Block MapFile::current_block(StateBlock block) const {
  auto pair = read_block(block);
  if (!pair.current)
    throw IoError(fmt::format("{}: both copies of the {} are damaged", path_.string(), word_for(block)));
  return std::move(*pair.current);
}

std::vector<std::string> MapFile::damaged_copies() const {
  std::vector<std::string> sentences;
  for (auto block : {StateBlock::header, StateBlock::catalogue, StateBlock::provenance})
    if (read_block(block).damaged)
      sentences.push_back(
          fmt::format("{}: one copy of the {} is damaged, the other is used", path_.string(), word_for(block)));
  return sentences;
}

bool MapFile::ended_cleanly() const {
  auto const last = header();
  return last.state == RunState::clean && last.catalogue_generation == current_block(StateBlock::catalogue).generation;
}

Header MapFile::header() const { return unpack_header(current_block(StateBlock::header).payload); }

Catalogue MapFile::catalogue() const {
  auto catalogue = unpack_catalogue(current_block(StateBlock::catalogue).payload);
  if (catalogue.size() != layout().row_capacity)
    throw IoError(path_.string() + ": the catalogue has another number of rows than the map");
  return catalogue;
}

std::string MapFile::provenance() const { return current_block(StateBlock::provenance).payload; }

void MapFile::write_names(std::vector<std::string> const& names) const {
  std::string bytes(names.size() * analysis_name_bytes, '\0');
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i].copy(bytes.data() + i * analysis_name_bytes, analysis_name_bytes);
  names_.write({}, 0, names.size(), bytes.data());
}

MapFile::Extent MapFile::extent(Values values, std::uint64_t row) const {
  std::uint64_t const bytes = 8 * layout().padded_points();
  return {.offset = data_set(values).offset() + row * bytes, .bytes = bytes};
}

void MapFile::sync() const {
  if (::fdatasync(descriptor_) != 0) throw system_error(path_, "cannot be brought to disk", errno);
}

bool map_exists(std::filesystem::path const& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) return true;
  if (errno == ENOENT) return false;
  throw system_error(path, "cannot be looked up", errno);
}

void require_writable(std::filesystem::path const& path) {
  if (::access(path.c_str(), R_OK | W_OK) != 0) throw system_error(path, "cannot be written", errno);
}

void remove_leftovers(std::filesystem::path const& path) {
  auto const prefix = path.filename().string() + ".tmp.";
  for (auto const& entry : std::filesystem::directory_iterator{folder_of(path)})
    if (entry.path().filename().string().starts_with(prefix)) std::filesystem::remove(entry.path());
}

}  // namespace penumbra
