#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "core/errors.hpp"
#include "model/registry.hpp"
#include "pipeline/commands/bibliography.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/map_json.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/map_reader.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

namespace fs = std::filesystem;

/// A column of numbers, one per grid point, with its title.
using Column = std::pair<std::string, std::vector<double>>;

constexpr std::array statuses{Status::observed, Status::projected};

std::vector<Column> columns_of(MapReader const& map, std::string const& name) {
  return {{"expected", map.values(name, Values::expected)},
          {"log_likelihood", map.values(name, Values::log_likelihood)},
          {"asimov", map.values(name, Values::asimov)},
          {"cls", map.values(name, Values::cls)}};
}

std::vector<Column> combined_columns(MapReader const& map, Status status) {
  return {{"nominal", map.combined(status, Values::combined_nominal)},
          {"profiled", map.combined(status, Values::combined_profiled)},
          {"asimov", map.combined(status, Values::combined_asimov)}};
}

/// Computed parameters at every grid point, and 1 or 0 for whether it exists; none when nothing is computed.
std::vector<Column> grid_columns(MapReader const& map) {
  std::vector<Column> columns;
  for (auto const& name : map.grid_names())
    columns.push_back({name.substr(name.find('/') + 1), map.values(name, Values::expected)});
  return columns;
}

/// Axis values of every grid point, then the columns; numbers so that reading gives back the same bits.
std::string csv(MapGrid const& grid, std::vector<Column> const& columns) {
  std::string text;
  for (auto const& name : grid.names) text += name + ",";
  for (std::size_t i = 0; i < columns.size(); ++i) text += (i ? "," : "") + columns[i].first;
  text += "\n";
  auto const points = columns.front().second.size();
  for (std::size_t point = 0; point < points; ++point) {
    std::string axes;
    std::size_t rest = point;
    for (std::size_t axis = grid.values.size(); axis-- > 0;) {
      auto const& values = grid.values[axis];
      axes = fmt::format("{},", values[rest % values.size()]) + axes;
      rest /= values.size();
    }
    text += axes;
    for (std::size_t i = 0; i < columns.size(); ++i)
      text += fmt::format("{}{}", i ? "," : "", columns[i].second[point]);
    text += "\n";
  }
  return text;
}

std::string file_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

std::vector<fs::path> export_csv(MapReader const& map, fs::path const& folder) {
  std::vector<fs::path> files;
  auto const of_grid = grid_columns(map);
  auto const write = [&](std::string const& name, std::vector<Column> columns) {
    columns.insert(columns.begin(), of_grid.begin(), of_grid.end());
    files.push_back(folder / (file_name(name) + ".csv"));
    write_whole_file(files.back(), csv(map.grid(), columns));
  };
  for (auto const& name : map.names()) write(name, columns_of(map, name));
  for (auto const status : statuses) write("combined-" + to_string(status), combined_columns(map, status));
  return files;
}

Json columns_json(std::vector<Column> const& columns) {
  auto json = Json::object();
  for (auto const& [title, values] : columns) json[title] = values;
  return json;
}

std::vector<fs::path> export_json(MapReader const& map, fs::path const& folder) {
  auto const story = MapStory::read(map.provenance());
  Json document{{"model", story.model}, {"complete", map.complete()}, {"axes", Json::array()}, {"fixed", story.fixed}};
  for (std::size_t i = 0; i < map.grid().names.size(); ++i)
    document["axes"].push_back({{"name", map.grid().names[i]},
                                {"unit", story.unit_of(map.grid().names[i])},
                                {"values", map.grid().values[i]}});
  document["grid"] = columns_json(grid_columns(map));
  document["analyses"] = Json::array();
  for (auto const& name : map.names()) {
    Json row{{"name", name}, {"status", to_string(map.entry(name).status)}};
    row.update(columns_json(columns_of(map, name)));
    document["analyses"].push_back(row);
  }
  document["combined"] = Json::object();
  for (auto const status : statuses)
    document["combined"][to_string(status)] = columns_json(combined_columns(map, status));
  write_whole_file(folder / "map.json", document.dump() + "\n");
  return {folder / "map.json"};
}

/// What has to be cited for this map: its analyses and its model.
std::vector<fs::path> export_bibtex(MapReader const& map, DataPlaces const& places, fs::path const& folder) {
  auto const bibliography = Bibliography::load(places);
  std::set<std::string> keys;
  auto const names = map.names();
  for (auto const& analysis : load_analyses(places))
    if (std::binary_search(names.begin(), names.end(), analysis->info().name))
      keys.insert({analysis->info().reference, analysis->info().recast});
  keys.erase("");
  if (auto const model = MapStory::read(map.provenance()).model; !model.empty())
    keys.insert(make_model(model)->reference());
  std::string text;
  for (auto const& key : keys) {
    if (bibliography.has(key))
      text += bibliography.entry(key) + "\n\n";
    else
      log_line(fmt::format("warning: references.bib has no entry '{}'", key));
  }
  write_whole_file(folder / "references.bib", text);
  return {folder / "references.bib"};
}

}  // namespace

int run_export(std::vector<std::string> const& arguments) {
  Options options{
      "export MAP.h5 --format csv|json|bibtex -o DIR [--incomplete] [--json]",
      "Writes a map in other formats: csv (one table per analysis and combination), json (one document), bibtex\n"
      "(what has to be cited). Exit code 1 for a map that is not complete, unless --incomplete."};
  options.value("format", "FORMAT", "csv, json or bibtex")
      .value("output,o", "DIR", "folder to write into")
      .flag("incomplete", "also when the map is not complete; what is missing is zero")
      .data()
      .arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  auto const format = options.text("format");
  if (format != "csv" && format != "json" && format != "bibtex")
    throw UsageError(fmt::format("--format '{}': expected csv, json or bibtex", format));
  if (!options.has("output")) throw UsageError("export: where to? give -o DIR");

  MapReader const map{options.arguments().front()};
  if (!map.complete() && !options.has("incomplete")) {
    log_line(fmt::format("{}: the map is not complete; run the scan again, or give --incomplete",
                         options.arguments().front()));
    return answer_no;
  }
  fs::path const folder = options.text("output");
  auto const files = format == "csv"    ? export_csv(map, folder)
                     : format == "json" ? export_json(map, folder)
                                        : export_bibtex(map, data_places(options), folder);
  auto names = Json::array();
  for (auto const& file : files) names.push_back(file.string());
  if (options.json())
    print_json({{"format", format}, {"files", names}});
  else
    for (auto const& file : files) print(file.string() + "\n");
  return 0;
}

}  // namespace penumbra
