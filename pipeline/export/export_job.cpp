#include "pipeline/export/export_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pipeline/commands/output.hpp"
#include "pipeline/map_components.hpp"

namespace penumbra {

std::span<ExportFormat const> export_formats() {
  static constexpr std::array formats{
      ExportFormat{"csv", "one table of the whole grid for each analysis and combination", export_csv},
      ExportFormat{"json", "the whole map as one document", export_json},
      ExportFormat{"hepdata", "a submission to HEPData: contours and the likelihood map", export_hepdata},
      ExportFormat{"pyhf", "counting analyses: background-only workspaces and patch sets over the grid", export_pyhf},
      ExportFormat{"hs3", "the likelihood of counting analyses at one point, every axis held", export_hs3, true},
      ExportFormat{"bibtex", "what has to be cited, and which key stands for which curve", export_bibtex},
      ExportFormat{"darkcast", "contours as limits of DARKCAST", export_darkcast},
      ExportFormat{"curves", "contours as two plain columns", export_curves}};
  return formats;
}

std::vector<std::string> ExportJob::names() const {
  std::vector<std::string> result;
  for (auto const& name : map.names())
    if (wanted(question, name, map.entry(name).status)) result.push_back(name);
  return result;
}

std::vector<Status> ExportJob::combinations() const {
  std::vector<Status> result;
  for (auto const status : {Status::observed, Status::projected})
    if (wanted(question, "combined", status)) result.push_back(status);
  return result;
}

Analysis const& ExportJob::analysis(std::string const& name, std::string const& purpose) {
  if (question.analyses.empty()) question.analyses = load_analyses(places);
  return analysis_called(question.analyses, name, purpose);
}

std::vector<Contour> ExportJob::contours() {
  auto all = all_contours(map, question);
  std::vector<std::string> empty;
  for (auto const& contour : all)
    if (contour.lines.empty()) {
      auto const& names = question.names;
      if (std::find(names.begin(), names.end(), contour.analysis) != names.end() && contour.nuisances != "low")
        throw NothingToExport(
            fmt::format("'{}' ({}) has no contour at {:g} % in this plane: nothing is excluded there, or everything",
                        contour.analysis, to_string(contour.status), 100.0 * question.confidence_level));
      empty.push_back(contour.analysis);
    }
  std::erase_if(all, [](Contour const& contour) { return contour.lines.empty(); });
  if (all.empty())
    throw NothingToExport(fmt::format("nothing that was asked for has a contour at {:g} % in this plane",
                                      100.0 * question.confidence_level));
  if (!empty.empty()) log_line(fmt::format("without a contour in this plane: {}", fmt::join(empty, ", ")));
  return all;
}

std::string file_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

}  // namespace penumbra
