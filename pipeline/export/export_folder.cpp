#include "pipeline/export/export_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "core/errors.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {

namespace fs = std::filesystem;

namespace {

fs::path without_slash(fs::path path) { return path.has_filename() ? path : path.parent_path(); }

/// Folders above a path that are not there yet, outermost first.
std::vector<fs::path> missing_above(fs::path const& path) {
  std::vector<fs::path> missing;
  for (auto above = path.parent_path(); !above.empty() && !fs::exists(above); above = above.parent_path())
    missing.insert(missing.begin(), above);
  return missing;
}

}  // namespace

ExportFolder::ExportFolder(fs::path target) : target_{without_slash(std::move(target))} {
  auto const held = on_signal_.hold_off();
  auto const name = target_.string();
  if (fs::exists(target_) && !fs::is_directory(target_))
    throw UsageError(fmt::format("-o {}: is a file; give the name of a folder that is not there yet", name));
  if (fs::exists(target_) && !fs::is_empty(target_))
    throw UsageError(fmt::format(
        "-o {}: is not empty; an export is a folder of its own: give another name, or remove it first", name));
  partial_ = target_.parent_path() / fmt::format(".{}.partial-{}", target_.filename().string(), getpid());
  made_ = missing_above(target_);
  std::error_code error;
  fs::create_directories(partial_, error);
  if (error) {
    remove();
    throw IoError(fmt::format("{}: the folder cannot be made: {}", name, error.message()));
  }
}

ExportFolder::~ExportFolder() {
  auto const held = on_signal_.hold_off();
  remove();
}

void ExportFolder::remove() const {
  if (finished_ || partial_.empty()) return;
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
  for (auto above = made_.rbegin(); above != made_.rend(); ++above) fs::remove(*above, ignored);
}

void ExportFolder::write(fs::path const& name, std::string const& text) {
  auto const held = on_signal_.hold_off();
  try {
    write_whole_file(partial_ / name, text);
  } catch (IoError const& error) {
    throw IoError(fmt::format("{} (nothing was exported to {})", error.what(), target_.string()));
  }
  files_.push_back(target_ / name);
}

void ExportFolder::finish() {
  auto const held = on_signal_.hold_off();
  std::error_code error;
  fs::rename(partial_, target_, error);
  if (error) throw IoError(fmt::format("{}: cannot be put in its place: {}", target_.string(), error.message()));
  finished_ = true;
}

}  // namespace penumbra
