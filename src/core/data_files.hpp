#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/digest.hpp"
#include "core/table_reader.hpp"

namespace penumbra {

/// The one door to data files, so that the content key of an analysis knows exactly what it was computed from. Nothing
/// else in src/ opens a file (a test looks).
class DataFiles {
 public:
  /// `root` is the folder that holds `experiments/` and `limits/`.
  explicit DataFiles(std::filesystem::path root) : root_{std::move(root)} {}

  std::filesystem::path const& root() const { return root_; }

  /// The text of a definition: whoever reads it puts the values that decide numbers into the key. `role` says what it
  /// is for, not where it lies. Relative paths start at the root. Throws IoError with the path when it cannot be read.
  std::string definition(std::filesystem::path const& path, std::string const& role) const;
  /// A table; its role ("pi0 from sibyll-2.3d") and the digest of its content are remembered. Throws IoError, and
  /// InputError for what does not parse.
  TextTable table(std::filesystem::path const& path, std::string const& role);

  /// The tables read so far: role -> digest of the content.
  std::map<std::string, Digest> const& record() const { return record_; }

 private:
  std::filesystem::path root_;
  std::map<std::string, Digest> record_;
};

}  // namespace penumbra
