#include "pipeline/hdf5.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/errors.hpp"

namespace penumbra {
namespace {

Hid text_type(std::size_t size) {
  Hid type{H5Tcopy(H5T_C_S1), H5Tclose};
  H5Tset_size(type.get(), size);
  H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
  return type;
}

Hid open_attribute(hid_t object, std::string const& path, std::string const& name) {
  return checked(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, path, "opening attribute " + name);
}

std::string without_padding(char const* text, std::size_t room) { return {text, strnlen(text, room)}; }

std::string free_bytes(std::string const& path) {
  struct statvfs room {};
  return statvfs(path.c_str(), &room) == 0 ? fmt::format(" ({} bytes free there)", room.f_bavail * room.f_frsize) : "";
}

/// errno is not to be trusted after HDF5 returns: the same bytes are written once more by the system itself, which
/// says.
std::string why_not_written(std::string const& path, std::uint64_t offset, void const* data, std::uint64_t bytes) {
  int const descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  ssize_t written = descriptor < 0 ? -1 : 1;
  for (std::uint64_t done = 0; written > 0 && done < bytes; done += static_cast<std::uint64_t>(written))
    written =
        ::pwrite(descriptor, static_cast<char const*>(data) + done, bytes - done, static_cast<off_t>(offset + done));
  std::string const reason = written < 0 ? std::strerror(errno) : "the system gives no reason";
  if (descriptor >= 0) ::close(descriptor);
  return reason + free_bytes(path);
}

}  // namespace

void prepare_hdf5() {
  // Locks are missing or refused on many cluster file systems; MAP.h5.lock guards the map instead.
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
  // At exit the library closes again what it could not close on a full disk, and crashes (seen with 1.10.8).
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void check(herr_t status, std::string const& path, std::string const& what) {
  if (status >= 0) return;
  throw IoError(fmt::format("{}: {} failed{}", path, what, free_bytes(path)));
}

Hid checked(hid_t id, herr_t (*close)(hid_t), std::string const& path, std::string const& what) {
  check(id < 0 ? -1 : 0, path, what);
  return {id, close};
}

DataSet::DataSet(hid_t file, std::string const& path, std::string const& name, hid_t type, hid_t transfer)
    : path_{path}, name_{name}, type_{type}, transfer_{transfer} {
  id_ = checked(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, path, "opening " + name);
  Hid const space = checked(H5Dget_space(id_.get()), H5Sclose, path, "reading the shape of " + name);
  int const axes = H5Sget_simple_extent_ndims(space.get());
  check(axes, path, "reading the shape of " + name);
  std::vector<hsize_t> shape(static_cast<std::size_t>(axes));
  check(H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr), path, "reading the shape of " + name);
  shape_.assign(shape.begin(), shape.end());
}

std::uint64_t DataSet::offset() const {
  haddr_t const offset = H5Dget_offset(id_.get());
  if (offset == HADDR_UNDEF) throw IoError(path_ + ": " + name_ + " has no place in the file");
  return offset;
}

Hid DataSet::select(std::vector<std::uint64_t> const& outer, std::uint64_t first, std::uint64_t count) const {
  Hid space = checked(H5Dget_space(id_.get()), H5Sclose, path_, "reading the shape of " + name_);
  std::vector<hsize_t> start(outer.begin(), outer.end());
  std::vector<hsize_t> extent(outer.size(), 1);
  start.push_back(first);
  extent.push_back(count);
  check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), path_,
        "selecting in " + name_);
  return space;
}

void DataSet::write(std::vector<std::uint64_t> const& outer, std::uint64_t first, std::uint64_t count,
                    void const* data) const {
  Hid const space = select(outer, first, count);
  hsize_t const length = count;
  Hid const memory = checked(H5Screate_simple(1, &length, nullptr), H5Sclose, path_, "describing memory");
  if (H5Dwrite(id_.get(), type_, memory.get(), space.get(), transfer_, data) >= 0) return;
  std::uint64_t element = 0;
  for (std::size_t i = 0; i < shape_.size(); ++i) element = element * shape_[i] + (i < outer.size() ? outer[i] : first);
  std::uint64_t const size = H5Tget_size(type_);
  throw IoError(fmt::format("{}: writing {} bytes of {} at byte {} failed: {}", path_, count * size, name_,
                            offset() + element * size,
                            why_not_written(path_, offset() + element * size, data, count * size)));
}

void DataSet::read(std::vector<std::uint64_t> const& outer, std::uint64_t first, std::uint64_t count,
                   void* data) const {
  Hid const space = select(outer, first, count);
  hsize_t const length = count;
  Hid const memory = checked(H5Screate_simple(1, &length, nullptr), H5Sclose, path_, "describing memory");
  check(H5Dread(id_.get(), type_, memory.get(), space.get(), transfer_, data), path_,
        fmt::format("reading {} elements of {}", count, name_));
}

void DataSet::read_all(std::uint64_t outer, void* data) const {
  Hid const space = checked(H5Dget_space(id_.get()), H5Sclose, path_, "reading the shape of " + name_);
  std::vector<hsize_t> start(shape_.size(), 0);
  std::vector<hsize_t> extent(shape_.begin(), shape_.end());
  start[0] = outer;
  extent[0] = 1;
  check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), path_,
        "selecting in " + name_);
  Hid const memory = checked(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose, path_,
                             "describing memory");
  check(H5Dread(id_.get(), type_, memory.get(), space.get(), transfer_, data), path_, "reading " + name_);
}

void create_data_set(hid_t file, std::string const& path, std::string const& name, hid_t type,
                     std::vector<std::uint64_t> const& shape, void const* data) {
  Hid const properties = checked(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, path, "preparing " + name);
  check(H5Pset_layout(properties.get(), H5D_CONTIGUOUS), path, "preparing " + name);
  check(H5Pset_alloc_time(properties.get(), H5D_ALLOC_TIME_EARLY), path, "preparing " + name);
  check(H5Pset_fill_time(properties.get(), H5D_FILL_TIME_NEVER), path, "preparing " + name);
  check(H5Pset_obj_track_times(properties.get(), false), path, "preparing " + name);
  std::vector<hsize_t> const extent(shape.begin(), shape.end());
  Hid const space = checked(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose, path,
                            "preparing " + name);
  Hid const set = checked(H5Dcreate2(file, name.c_str(), type, space.get(), H5P_DEFAULT, properties.get(), H5P_DEFAULT),
                          H5Dclose, path, "creating " + name);
  if (data != nullptr) check(H5Dwrite(set.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), path, "writing " + name);
}

void write_attribute(hid_t object, std::string const& path, std::string const& name, std::string const& value) {
  Hid const type = text_type(value.size());
  Hid const space = checked(H5Screate(H5S_SCALAR), H5Sclose, path, "preparing attribute " + name);
  Hid const attribute = checked(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                                H5Aclose, path, "creating attribute " + name);
  check(H5Awrite(attribute.get(), type.get(), value.data()), path, "writing attribute " + name);
}

void write_attribute(hid_t object, std::string const& path, std::string const& name, std::uint64_t value) {
  Hid const space = checked(H5Screate(H5S_SCALAR), H5Sclose, path, "preparing attribute " + name);
  Hid const attribute = checked(H5Acreate2(object, name.c_str(), H5T_STD_U64LE, space.get(), H5P_DEFAULT, H5P_DEFAULT),
                                H5Aclose, path, "creating attribute " + name);
  check(H5Awrite(attribute.get(), H5T_NATIVE_UINT64, &value), path, "writing attribute " + name);
}

void write_attribute(hid_t object, std::string const& path, std::string const& name,
                     std::vector<std::string> const& values) {
  std::size_t longest = 1;
  for (auto const& value : values) longest = std::max(longest, value.size());
  std::string bytes(longest * values.size(), '\0');
  for (std::size_t i = 0; i < values.size(); ++i) values[i].copy(bytes.data() + i * longest, longest);
  Hid const type = text_type(longest);
  hsize_t const count = values.size();
  Hid const space = checked(H5Screate_simple(1, &count, nullptr), H5Sclose, path, "preparing attribute " + name);
  Hid const attribute = checked(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                                H5Aclose, path, "creating attribute " + name);
  check(H5Awrite(attribute.get(), type.get(), bytes.data()), path, "writing attribute " + name);
}

std::string text_attribute(hid_t object, std::string const& path, std::string const& name) {
  auto const values = texts_attribute(object, path, name);
  if (values.size() != 1) throw IoError(path + ": attribute " + name + " is not one text");
  return values.front();
}

std::uint64_t number_attribute(hid_t object, std::string const& path, std::string const& name) {
  Hid const attribute = open_attribute(object, path, name);
  Hid const space = checked(H5Aget_space(attribute.get()), H5Sclose, path, "reading attribute " + name);
  Hid const type = checked(H5Aget_type(attribute.get()), H5Tclose, path, "reading attribute " + name);
  if (H5Sget_simple_extent_npoints(space.get()) != 1 || H5Tget_class(type.get()) != H5T_INTEGER)
    throw IoError(path + ": attribute " + name + " is not one number");
  std::uint64_t value = 0;
  check(H5Aread(attribute.get(), H5T_NATIVE_UINT64, &value), path, "reading attribute " + name);
  return value;
}

std::vector<std::string> texts_attribute(hid_t object, std::string const& path, std::string const& name) {
  Hid const attribute = open_attribute(object, path, name);
  Hid const space = checked(H5Aget_space(attribute.get()), H5Sclose, path, "reading attribute " + name);
  Hid const type = checked(H5Aget_type(attribute.get()), H5Tclose, path, "reading attribute " + name);
  if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) != 0)
    throw IoError(path + ": attribute " + name + " is not text");
  auto const count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get()));
  std::size_t const size = H5Tget_size(type.get());
  std::string bytes(count * size, '\0');
  check(H5Aread(attribute.get(), type.get(), bytes.data()), path, "reading attribute " + name);
  std::vector<std::string> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(without_padding(bytes.data() + i * size, size));
  return values;
}

}  // namespace penumbra
