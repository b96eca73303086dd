#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/export/undo_on_signal.hpp"

namespace penumbra {

/// A folder that is there whole or not at all: files are written into a temporary one beside it, which takes its name
/// at the end, or goes away with this object, also when a signal ends the program.
class ExportFolder {
 public:
  /// Throws UsageError when there is something of that name that is no empty folder; IoError when none can be made.
  explicit ExportFolder(std::filesystem::path target);
  ~ExportFolder();
  ExportFolder(ExportFolder const&) = delete;
  ExportFolder& operator=(ExportFolder const&) = delete;

  /// One file; its name may have folders in it. Throws IoError.
  void write(std::filesystem::path const& name, std::string const& text);
  /// Puts the folder in its place. Throws IoError.
  void finish();

  /// What was written, in that order, as paths below the target.
  std::vector<std::filesystem::path> const& files() const { return files_; }

 private:
  void remove() const;

  std::filesystem::path target_;
  std::filesystem::path partial_;
  std::vector<std::filesystem::path> made_;  ///< folders above the target that were not there, outermost first
  std::vector<std::filesystem::path> files_;
  bool finished_ = false;
  UndoOnSignal on_signal_{[this] { remove(); }};
};

}  // namespace penumbra
