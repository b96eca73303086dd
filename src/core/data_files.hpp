#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/digest.hpp"

namespace penumbra {

/// The one door to data files. Every file is read once, whole; its role and SHA-256 are remembered,
/// so that the content key of an analysis knows exactly what it was computed from.
class DataFiles {
 public:
  /// `root` is the folder that holds `experiments/` and `limits/`.
  explicit DataFiles(std::filesystem::path root) : root_{std::move(root)} {}

  std::filesystem::path const& root() const { return root_; }

  /// The bytes of a file; `role` says what it is for ("parent spectrum pi0 epos-lhc"), not where it lies.
  /// Relative paths start at the root. Throws IoError with the path when it cannot be read.
  std::string read(std::filesystem::path const& path, std::string const& role);

  /// Everything read so far: role -> digest.
  std::map<std::string, Digest> const& record() const { return record_; }

 private:
  std::filesystem::path root_;
  std::map<std::string, Digest> record_;
};

}  // namespace penumbra
