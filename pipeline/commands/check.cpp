#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/overlap.hpp"
#include "analysis/registry.hpp"
#include "beam/beam.hpp"
#include "core/errors.hpp"
#include "core/toml_reader.hpp"
#include "pipeline/card.hpp"
#include "pipeline/cluster_preset.hpp"
#include "pipeline/commands/check_library.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

enum class FileKind { card, experiment, as_published, limit, beam, overlaps, preset };

std::string to_text(FileKind kind) {
  switch (kind) {
    case FileKind::card:
      return "card";
    case FileKind::experiment:
      return "experiment";
    case FileKind::as_published:
      return "as published";
    case FileKind::limit:
      return "limit";
    case FileKind::beam:
      return "beam";
    case FileKind::overlaps:
      return "overlaps";
    case FileKind::preset:
      return "cluster preset";
  }
  throw InternalError("unknown kind of file");
}

/// What the content of a file is: a card names a model, an experiment a beam as a table; a table of numbers is no TOML.
FileKind kind_of(std::string const& text, std::string const& name) {
  Problems syntax;
  auto const document = TomlTable::parse(text, name, syntax);
  if (!syntax.empty() && !name.ends_with(".toml")) return FileKind::limit;
  if (document.has("overlap")) return FileKind::overlaps;
  if (document.has("analysis") && document.has("difference")) return FileKind::as_published;
  if (document.has("energy") && !document.has("beam")) return FileKind::beam;
  if (document.is_table("node") || document.is_table("queue")) return FileKind::preset;
  bool const is_card = syntax.empty() ? (document.has("model") || document.has("axes")) && !document.has("name")
                                      : text.find("[axes") != std::string::npos;
  return is_card ? FileKind::card : FileKind::experiment;
}

namespace fs = std::filesystem;

/// Every definition below a folder, in order: TOML files, and tables that are limits. Tables beside or below TOML files
/// belong to these and are read with them.
void collect(fs::path const& folder, bool tables_are_limits, std::vector<std::string>& files) {
  std::vector<fs::path> entries;
  for (auto const& entry : fs::directory_iterator{folder}) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  auto const is_toml = [](fs::path const& path) { return path.extension() == ".toml"; };
  tables_are_limits = tables_are_limits && std::none_of(entries.begin(), entries.end(), is_toml);
  for (auto const& path : entries) {
    if (fs::is_directory(path) && !fs::is_symlink(path))
      collect(path, tables_are_limits, files);
    else if (is_toml(path) || (tables_are_limits && path.extension() == ".csv"))
      files.push_back(path.string());
  }
}

/// Finds everything that `scan` would refuse. What a loader throws instead of recording is a problem of the file too.
/// A limit is kept in `limits`.
void check_file(fs::path const& file, std::string const& text, FileKind kind, DataPlaces const& places,
                std::vector<LimitFile>& limits, Problems& problems) {
  try {
    if (kind == FileKind::card) {
      auto const card = read_card(text, file.string(), {}, problems);
      std::vector<Selector> idle;
      if (card) static_cast<void>(select(load_analyses(places), card->selection, idle));
      for (auto const& selector : idle)
        log_line(fmt::format("{}: warning: '{}' excludes nothing", selector.where, selector.pattern));
    } else if (kind == FileKind::experiment) {
      static_cast<void>(load_experiment(file, places, problems));
    } else if (kind == FileKind::as_published) {
      static_cast<void>(load_as_published(file, places, problems));
    } else if (kind == FileKind::limit) {
      limits.push_back({file, load_limit(file, places, problems)});
    } else if (kind == FileKind::beam) {
      auto const folder = std::filesystem::absolute(file).parent_path().parent_path();
      static_cast<void>(load_beam(folder, file.stem().string(), problems));
    } else if (kind == FileKind::preset) {
      static_cast<void>(read_cluster_preset(text, file.string(), problems));
    } else {
      static_cast<void>(read_overlaps(text, file.string(), problems));
    }
  } catch (InputError const& error) {
    problems.add(file.string(), error.what());
  }
}

/// "file: file:3:1: ..." of a thrown message says the place twice; keep the precise one.
std::string line_of(Problem const& problem) {
  return problem.message.find(problem.where + ":") == std::string::npos ? problem.where + ": " + problem.message
                                                                        : problem.message;
}

}  // namespace

int run_check(std::vector<std::string> const& arguments) {
  Options options{
      "check FILE|FOLDER... [--json]",
      "Checks experiments, beams, overlaps, published limits, cards and cluster presets (told apart by their\n"
      "content): every problem with file:line:column, what was found and what was expected. Of a folder, every\n"
      "such file below it; its limits also together: in the folder of their model, cited in references.bib,\n"
      "no curve twice, ranks apart. Exit code 1 when there is any problem."};
  options.data().arguments(1, 100000);
  if (!options.parse(arguments)) return 0;
  auto const places = data_places(options);

  bool all_good = true;
  auto listed_files = Json::array();
  std::string report;
  auto const tell = [&](std::string const& name, std::string const& kind, Problems const& problems) {
    all_good = all_good && problems.empty();
    auto listed = Json::array();
    for (auto const& problem : problems.list()) {
      listed.push_back({{"where", problem.where}, {"message", problem.message}});
      report += line_of(problem) + "\n";
    }
    listed_files.push_back({{"name", name}, {"kind", kind}, {"good", problems.empty()}, {"problems", listed}});
  };
  auto const check_one = [&](std::string const& name, std::vector<LimitFile>& limits) {
    auto const text = read_whole_file(name);
    auto const kind = kind_of(text, name);
    Problems problems;
    check_file(name, text, kind, places, limits, problems);
    tell(name, to_text(kind), problems);
    return problems.empty() ? to_text(kind) : std::string{};
  };

  for (auto const& name : options.arguments()) {
    std::vector<LimitFile> limits;
    if (!fs::is_directory(name)) {
      if (auto const kind = check_one(name, limits); !kind.empty())
        report += fmt::format("{}: good ({})\n", name, kind);
      for (auto const& limit : limits)
        for (auto const& unknown : unknown_references(limit, places))
          log_line(fmt::format("warning: {}: {}", unknown.where, unknown.message));
      continue;
    }
    std::vector<std::string> files;
    collect(name, true, files);
    if (files.empty()) throw InputError(name + ": no definitions (*.toml) and no limits (*.csv) in this folder");
    std::map<std::string, int> good;
    for (auto const& file : files)
      if (auto const kind = check_one(file, limits); !kind.empty()) ++good[kind];
    Problems together;
    check_library(limits, places, together);
    if (!limits.empty()) tell(name, "limits together", together);
    for (auto const& [kind, count] : good)
      report += fmt::format("{}: {} {} ({}{})\n", name, count, count == 1 ? "file is good" : "files are good", kind,
                            kind == to_text(FileKind::limit) && !together.empty() ? ", but for the above" : "");
  }
  if (options.json())
    print_json({{"good", all_good}, {"files", listed_files}});
  else
    print(report);
  return all_good ? 0 : answer_no;
}

}  // namespace penumbra
