#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/contour_options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/export/export_job.hpp"

namespace penumbra {
namespace {

std::string help() {
  std::string text = "Writes a map into a new folder, in one of these formats:\n";
  for (auto const& format : export_formats())
    text += fmt::format("  {:<9} {}{}\n", format.name, format.what, format.experimental ? " (--experimental)" : "");
  return text +
         "Contours are those of 'penumbra contour' with the same options. The folder is there whole or not at all.\n"
         "Exit code 1 for a map that is not complete, unless --incomplete, and where there is no such contour.";
}

ExportFormat const& format_called(std::string const& name) {
  std::string known;
  for (auto const& format : export_formats()) {
    if (name == format.name) return format;
    known += (known.empty() ? "" : ", ") + std::string{format.name};
  }
  throw UsageError(fmt::format("--format '{}': expected one of {}", name, known));
}

}  // namespace

int run_export(std::vector<std::string> const& arguments) {
  Options options{"export MAP.h5 --format FORMAT -o DIR [--cl 0.90] [--plane x,y] [--analysis NAME] [--json]", help()};
  options.value("format", "FORMAT", "see above").value("output,o", "DIR", "folder to make");
  add_contour_options(options);
  options.flag("incomplete", "also when the map is not complete; what is missing excludes nothing")
      .flag("experimental", "allow formats whose content may still change")
      .data()
      .arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  auto const& format = format_called(options.text("format"));
  if (format.experimental && !options.has("experimental"))
    throw UsageError(fmt::format("--format {} may still change: give --experimental to use it", format.name));
  if (!options.has("output")) throw UsageError("export: where to? give -o DIR");

  MapReader const map{options.arguments().front()};
  if (!map.complete() && !options.has("incomplete")) {
    log_line(fmt::format("{}: the map is not complete; run the scan again, or give --incomplete",
                         options.arguments().front()));
    return answer_no;
  }
  ExportFolder folder{options.text("output")};
  ExportJob job{map, read_contour_question(options, map), data_places(options), folder};
  refuse_unknown_names(map, job.question);
  try {
    format.write(job);
  } catch (NothingToExport const& nothing) {
    log_line(fmt::format("{}: {}", options.arguments().front(), nothing.what()));
    return answer_no;
  }
  folder.finish();
  auto names = Json::array();
  for (auto const& file : folder.files()) names.push_back(file.string());
  if (options.json())
    print_json({{"format", format.name}, {"files", names}});
  else
    for (auto const& file : folder.files()) print(file.string() + "\n");
  return 0;
}

}  // namespace penumbra
