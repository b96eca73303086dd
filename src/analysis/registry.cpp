#include "analysis/registry.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "analysis/experiment_file.hpp"
#include "analysis/measurement.hpp"
#include "core/data_files.hpp"

namespace penumbra {
namespace {

std::filesystem::path experiments_of(DataPlaces const& places) {
  return std::filesystem::absolute(places.experiments.empty() ? places.data_root / "experiments" : places.experiments);
}

std::filesystem::path limits_of(DataPlaces const& places) {
  return std::filesystem::absolute(places.limits.empty() ? places.data_root / "limits" : places.limits);
}

/// Files that a user who reads beams from elsewhere would expect: the folder itself, else the shipped one.
std::filesystem::path beams_of(DataPlaces const& places) {
  auto const own = experiments_of(places);
  return std::filesystem::exists(own / "beams") ? own : std::filesystem::absolute(places.data_root / "experiments");
}

std::vector<std::filesystem::path> files_in(std::filesystem::path const& folder, std::string const& extension) {
  if (!std::filesystem::is_directory(folder)) throw IoError(folder.string() + ": there is no such folder");
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator{folder})
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::unique_ptr<Analysis const> load_with(LoadedBeams& beams, std::filesystem::path const& file,
                                          DataPlaces const& places, Problems& problems) {
  DataFiles files{places.data_root};
  auto table =
      TomlTable::parse(files.definition(std::filesystem::absolute(file), "definition"), file.string(), problems);
  if (is_measurement(table)) return load_measurement(file, places, problems);
  auto info = read_info(table, file);
  return read_search(table, std::move(info), {beams_of(places), std::filesystem::absolute(file).parent_path(), beams},
                     problems);
}

}  // namespace

void check_folder(Analysis const& limit, std::filesystem::path const& file, Problems& problems) {
  auto const folder = std::filesystem::absolute(file).parent_path().filename().string();
  if (auto const& models = limit.info().models; std::find(models.begin(), models.end(), folder) == models.end())
    problems.add(file.string() + ":1:1", fmt::format("a curve of {} lies in the folder '{}' (move it to limits/{})",
                                                     fmt::join(models, ", "), folder, fmt::join(models, ", ")));
}

std::unique_ptr<Analysis const> load_experiment(std::filesystem::path const& file, DataPlaces const& places,
                                                Problems& problems) {
  LoadedBeams beams;
  return load_with(beams, file, places, problems);
}

AsPublished load_as_published(std::filesystem::path const& file, DataPlaces const& places, Problems& problems) {
  DataFiles files{places.data_root};
  AsPublished result;
  result.name = file.stem().string();
  auto published =
      TomlTable::parse(files.definition(std::filesystem::absolute(file), "as published"), file.string(), problems);
  result.of = published.text("analysis");
  for (std::string const key : {"name", "validate", "status", "data_set"})
    if (published.has(key)) published.problem(key, "stays as it is: leave it out");
  if (!is_file_name(result.of)) {
    published.problem("analysis", "expected the name of an experiment file, without its ending");
    return result;
  }
  auto const own = std::filesystem::absolute(file).parent_path().parent_path() / (result.of + ".toml");
  if (!std::filesystem::exists(own)) {
    published.problem("analysis", own.string() + ": there is no such file");
    return result;
  }
  auto table = TomlTable::parse(files.definition(own, "definition"), own.string(), problems);
  table.overlay(published);
  static_cast<void>(table.text("analysis"));
  result.curves = table.texts("curves");
  result.difference = table.text("difference");
  auto info = read_info(table, own);
  for (auto const& curve : result.curves)
    if (std::none_of(info.curves.begin(), info.curves.end(),
                     [&](ValidationCurve const& wanted) { return wanted.limit == curve; }))
      table.problem("curves", curve + ": " + result.of + " is not compared with it");
  LoadedBeams beams;
  result.analysis = read_search(table, std::move(info), {beams_of(places), own.parent_path(), beams}, problems);
  return result;
}

std::vector<AsPublished> load_as_published(DataPlaces const& places) {
  auto const folder = experiments_of(places) / "as-published";
  std::vector<AsPublished> all;
  if (!std::filesystem::is_directory(folder)) return all;
  Problems problems;
  for (auto const& file : files_in(folder, ".toml")) all.push_back(load_as_published(file, places, problems));
  problems.throw_if_any();
  return all;
}

std::string limit_name(std::filesystem::path const& file) {
  return "limit/" + std::filesystem::absolute(file).parent_path().filename().string() + "/" + file.stem().string();
}

std::vector<std::unique_ptr<LimitAnalysis const>> load_limits(DataPlaces const& places, Problems& problems,
                                                              std::function<bool(std::string const&)> const& wanted) {
  std::vector<std::filesystem::path> folders;
  for (auto const& folder : std::filesystem::directory_iterator{limits_of(places)})
    if (folder.is_directory()) folders.push_back(folder.path());
  std::sort(folders.begin(), folders.end());
  std::vector<std::unique_ptr<LimitAnalysis const>> limits;
  for (auto const& folder : folders)
    for (auto const& file : files_in(folder, ".csv"))
      if (wanted(limit_name(file)))
        if (auto limit = load_limit(file, places, problems)) {
          check_folder(*limit, file, problems);
          limits.push_back(std::move(limit));
        }
  return limits;
}

std::vector<std::unique_ptr<Analysis const>> load_analyses(DataPlaces const& places) {
  Problems problems;
  LoadedBeams beams;
  std::map<std::string, std::unique_ptr<Analysis const>> by_name;
  auto const keep = [&](std::unique_ptr<Analysis const> analysis, std::filesystem::path const& file) {
    if (!analysis) return;
    auto const name = analysis->info().name;
    if (!by_name.emplace(name, std::move(analysis)).second)
      problems.add(file.string() + ":1:1", "an analysis called '" + name + "' is there already");
  };
  for (auto const& file : files_in(experiments_of(places), ".toml"))
    if (file.filename() != "overlaps.toml") keep(load_with(beams, file, places, problems), file);
  for (auto& limit : load_limits(places, problems)) {
    auto const name = limit->info().name;
    keep(std::move(limit), limits_of(places) / name);
  }
  problems.throw_if_any();
  std::vector<std::unique_ptr<Analysis const>> analyses;
  for (auto& [name, analysis] : by_name) analyses.push_back(std::move(analysis));
  return analyses;
}

}  // namespace penumbra
