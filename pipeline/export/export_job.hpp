#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/registry.hpp"
#include "pipeline/commands/map_json.hpp"
#include "pipeline/export/export_folder.hpp"
#include "pipeline/map_contours.hpp"
#include "pipeline/map_reader.hpp"

namespace penumbra {

/// What there is to export, and where to.
class ExportJob {
 public:
  ExportJob(MapReader const& of, ContourQuestion asked, DataPlaces from, ExportFolder& into)
      : map{of},
        story{MapStory::read(of.provenance())},
        question{std::move(asked)},
        places{std::move(from)},
        folder{into} {}

  MapReader const& map;
  MapStory const story;
  ContourQuestion question;
  DataPlaces const places;
  ExportFolder& folder;

  /// Analyses of the map that are asked for, ascending.
  std::vector<std::string> names() const;
  /// Observed and projected, where their combination is asked for.
  std::vector<Status> combinations() const;
  /// What the files say about an analysis of the map. Throws InputError when its file is not there.
  Analysis const& analysis(std::string const& name, std::string const& purpose);
  /// Contours that are asked for and not empty. Throws NothingToExport when there are none, or when one that was asked
  /// for by its whole name is empty; the others are named on standard error.
  std::vector<Contour> contours();
};

/// There is nothing of what was asked for: exit code 1.
class NothingToExport : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One way to write a map.
struct ExportFormat {
  std::string_view name;
  std::string_view what;
  void (*write)(ExportJob&);
  bool experimental = false;  ///< only on request: what it writes may change
};

/// Every format, in the order of the help.
std::span<ExportFormat const> export_formats();

void export_csv(ExportJob& job);
void export_json(ExportJob& job);
void export_curves(ExportJob& job);
void export_darkcast(ExportJob& job);
void export_bibtex(ExportJob& job);
void export_hepdata(ExportJob& job);
void export_pyhf(ExportJob& job);
void export_hs3(ExportJob& job);

/// A name of an analysis as that of a file: without slashes.
std::string file_name(std::string name);

}  // namespace penumbra
