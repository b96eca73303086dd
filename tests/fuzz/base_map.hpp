#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/map_file.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {

/// A finished map of 3 x 4 points in the temporary folder, that can be spoilt and made good again.
class BaseMap {
 public:
  BaseMap();
  BaseMap(BaseMap const&) = delete;
  BaseMap& operator=(BaseMap const&) = delete;
  ~BaseMap();

  std::string path() const { return (folder_ / "spoilt.h5").string(); }
  std::string good_path() const { return (folder_ / "good.h5").string(); }

  /// Overwrites bytes; what lies beyond the file is left out.
  void change(std::size_t at, Bytes bytes);
  /// Overwrites bytes of HDF5's own: `at` counts those that are not of a dataset and not of a hole.
  void change_structure(std::size_t at, Bytes bytes);
  /// A new generation of a state block, with a good checksum.
  void replace_state(StateBlock block, std::string payload);
  void change_catalogue(std::size_t at, Bytes bytes);
  /// Overwrites a commit record, with a good checksum.
  void change_record(std::size_t record, std::size_t at, Bytes bytes);
  /// Cuts the file, sometimes.
  void cut(std::size_t size);
  /// As it was made.
  void restore();

 private:
  struct Stretch {
    std::size_t at;
    std::size_t size;
  };
  void make();
  void find_places();
  /// A second good copy of all state, as a map has that was worked on; looking for bytes in an empty one takes long.
  void write_second_copies();

  std::filesystem::path folder_;
  int descriptor_ = -1;
  std::string good_;                    ///< the bytes of the file
  std::vector<std::size_t> structure_;  ///< places of HDF5's own bytes
  std::size_t state_at_[3] = {};
  std::size_t state_capacity_[3] = {};
  std::size_t records_at_ = 0;
  std::size_t records_ = 0;
  std::vector<Stretch> changed_;
  bool cut_ = false;
};

}  // namespace penumbra::fuzz
