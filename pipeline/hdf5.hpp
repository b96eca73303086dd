#pragma once

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace penumbra {

/// Owns one HDF5 handle of any type.
class Hid {
 public:
  Hid() = default;
  Hid(hid_t id, herr_t (*close)(hid_t)) : id_{id}, close_{close} {}
  Hid(Hid&& other) noexcept : id_{std::exchange(other.id_, H5I_INVALID_HID)}, close_{other.close_} {}
  Hid& operator=(Hid&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  Hid(Hid const&) = delete;
  Hid& operator=(Hid const&) = delete;
  ~Hid() {
    if (id_ >= 0) close_(id_);
  }
  hid_t get() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  herr_t (*close_)(hid_t) = nullptr;
};

/// Switches the library's file locks, its clearing up at exit and its own error printing off; before every first call.
void prepare_hdf5();

/// Throws IoError "<path>: <what> failed" with what the file system knows, when `status` is negative.
void check(herr_t status, std::string const& path, std::string const& what);
Hid checked(hid_t id, herr_t (*close)(hid_t), std::string const& path, std::string const& what);

/// A dataset that was made whole at creation. All transfers are independent: no other rank takes part.
class DataSet {
 public:
  DataSet() = default;
  /// Opens; throws IoError when it is not there, not contiguous or of another type than `type`.
  DataSet(hid_t file, std::string const& path, std::string const& name, hid_t type, hid_t transfer);

  std::vector<std::uint64_t> const& shape() const { return shape_; }
  /// Byte in the file where the data begin.
  std::uint64_t offset() const;
  /// `count` elements of the innermost axis from `first`, at the outer indices given (one fewer than axes). What cannot
  /// be written is an IoError with the path, the bytes and the system's reason.
  void write(std::vector<std::uint64_t> const& outer, std::uint64_t first, std::uint64_t count, void const* data) const;
  void read(std::vector<std::uint64_t> const& outer, std::uint64_t first, std::uint64_t count, void* data) const;
  /// The whole block below the first index: all elements of data[outer].
  void read_all(std::uint64_t outer, void* data) const;

 private:
  Hid select(std::vector<std::uint64_t> const& outer, std::uint64_t first, std::uint64_t count) const;
  std::string path_;
  std::string name_;
  Hid id_;
  hid_t type_ = H5I_INVALID_HID;
  hid_t transfer_ = H5P_DEFAULT;
  std::vector<std::uint64_t> shape_;
};

/// Makes a contiguous, early allocated, never filled dataset without time stamps.
void create_data_set(hid_t file, std::string const& path, std::string const& name, hid_t type,
                     std::vector<std::uint64_t> const& shape, void const* data = nullptr);

/// Attributes of an object, written at creation only.
void write_attribute(hid_t object, std::string const& path, std::string const& name, std::string const& value);
void write_attribute(hid_t object, std::string const& path, std::string const& name, std::uint64_t value);
void write_attribute(hid_t object, std::string const& path, std::string const& name,
                     std::vector<std::string> const& values);
std::string text_attribute(hid_t object, std::string const& path, std::string const& name);
std::uint64_t number_attribute(hid_t object, std::string const& path, std::string const& name);
std::vector<std::string> texts_attribute(hid_t object, std::string const& path, std::string const& name);

}  // namespace penumbra
