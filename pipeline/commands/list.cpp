#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/overlap.hpp"
#include "beam/beam.hpp"
#include "beam/proton_splitting.hpp"
#include "core/errors.hpp"
#include "model/registry.hpp"
#include "particle/proton_form_factor.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"
#include "pipeline/commands/places.hpp"

namespace penumbra {
namespace {

std::string joined(std::vector<std::string> const& texts) {
  std::string all;
  for (auto const& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

Json row_of(AnalysisInfo const& info) {
  Json row{{"name", info.name},
           {"title", info.title},
           {"kind", to_string(info.kind)},
           {"status", to_string(info.status)},
           {"models", info.models},
           {"data_set", info.data_set},
           {"reference", info.reference},
           {"signatures", info.signatures},
           {"confidence_level", info.confidence_level},
           {"combine", info.combine}};
  if (!info.combine) row["combine_reason"] = info.combine_reason;
  row["flags"] = info.flags;
  return row;
}

Json list_analyses(DataPlaces const& places, std::vector<Kind> const& kinds) {
  auto rows = Json::array();
  for (auto const& analysis : load_analyses(places)) {
    auto const& info = analysis->info();
    if (std::find(kinds.begin(), kinds.end(), info.kind) != kinds.end()) rows.push_back(row_of(info));
  }
  return rows;
}

/// Which analyses may enter a combination: "always", "one of" those that share its events in a map of some model, or
/// "never", and why.
Json list_combination(DataPlaces const& places) {
  auto const analyses = load_analyses(places);
  auto const overlaps = load_overlaps(places.data_root);
  std::vector<Candidate> candidates;
  std::vector<std::vector<std::string>> models(analyses.size());
  for (auto const& analysis : analyses) candidates.push_back({&analysis->info(), 0});
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    for (std::size_t i = 0; i < analyses.size(); ++i)
      if (analyses[i]->applies_to(*model).applies) models[i].push_back(name);
  }
  auto const group = groups_of_data_sets(candidates, overlaps);
  auto const share = [&](std::size_t a, std::size_t b) {
    auto const& one = *candidates[a].info;
    auto const& other = *candidates[b].info;
    return a != b && one.status == other.status && why_never_combined(other).empty() &&
           group.at(one.data_set) == group.at(other.data_set) &&
           std::find_first_of(models[a].begin(), models[a].end(), models[b].begin(), models[b].end()) !=
               models[a].end();
  };
  auto rows = Json::array();
  for (std::size_t i = 0; i < analyses.size(); ++i) {
    auto const& info = analyses[i]->info();
    std::vector<std::string> with;
    for (std::size_t k = 0; k < analyses.size(); ++k)
      if (share(i, k)) with.push_back(analyses[k]->info().name);
    auto why = why_never_combined(info);
    std::string const enters = !why.empty() ? "never" : with.empty() ? "always" : "one of";
    if (!why.empty()) with.clear();
    for (auto const& overlap : overlaps) {
      auto const holds = [&](std::string const& data_set) {
        return std::find(overlap.data_sets.begin(), overlap.data_sets.end(), data_set) != overlap.data_sets.end();
      };
      bool const joins = std::any_of(analyses.begin(), analyses.end(), [&](auto const& other) {
        return other->info().data_set != info.data_set && holds(other->info().data_set) &&
               std::find(with.begin(), with.end(), other->info().name) != with.end();
      });
      if (joins && holds(info.data_set)) why += (why.empty() ? "" : "; ") + overlap.reason;
    }
    if (why.empty() && !with.empty()) why = "the same data set";
    rows.push_back({{"name", info.name},
                    {"status", to_string(info.status)},
                    {"models", models[i]},
                    {"data_set", info.data_set},
                    {"enters", enters},
                    {"shares_events_with", with},
                    {"why", why}});
  }
  return rows;
}

Json list_models() {
  auto rows = Json::array();
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    auto parameters = Json::array();
    for (auto const& parameter : model->parameters())
      parameters.push_back({{"name", parameter.name},
                            {"kind", parameter.kind == ParameterKind::mass ? "mass" : "coupling"},
                            {"unit", parameter.unit},
                            {"min", parameter.min},
                            {"max", parameter.max},
                            {"meaning", parameter.meaning}});
    auto derived = Json::array();
    for (auto const& way : model->derived_parameters())
      derived.push_back({{"name", way.parameter.name},
                         {"meaning", way.parameter.meaning},
                         {"replaces", way.replaces},
                         {"expression", way.expression}});
    auto options = Json::array();
    for (auto const& option : model->options())
      options.push_back({{"name", option.name}, {"meaning", option.meaning}, {"values", option.values}});
    rows.push_back({{"name", name},
                    {"title", model->title()},
                    {"parameters", parameters},
                    {"derived", derived},
                    {"options", options},
                    {"convention", model->convention()},
                    {"reference", model->reference()}});
  }
  return rows;
}

std::string to_text(BeamKind kind) {
  switch (kind) {
    case BeamKind::collider:
      return "collider";
    case BeamKind::proton_target:
      return "proton target";
    case BeamKind::electron_target:
      return "electron target";
    case BeamKind::muon_target:
      return "muon target";
  }
  throw InternalError("unknown kind of beam");
}

Json list_beams(DataPlaces const& places) {
  namespace fs = std::filesystem;
  std::set<std::string> names;
  if (fs::is_directory(places.experiments / "beams"))
    for (auto const& entry : fs::directory_iterator{places.experiments / "beams"})
      if (entry.path().extension() == ".toml") names.insert(entry.path().stem().string());
  auto rows = Json::array();
  Problems problems;
  for (auto const& name : names) {
    auto const beam = load_beam(places.experiments, name, problems);
    if (!beam) continue;
    std::vector<std::string> parents;
    for (auto const& parent : beam->parents) parents.push_back(parent.particle);
    rows.push_back({{"name", beam->name},
                    {"title", beam->title},
                    {"kind", to_text(beam->kind)},
                    {"energy_GeV", beam->energy_GeV},
                    {"parents", parents},
                    {"flags", beam->flags}});
  }
  problems.throw_if_any();
  return rows;
}

/// Mediator masses at which productions are looked for: ten per decade of the model's range.
constexpr double masses_per_decade = 10.0;

Json list_productions() {
  std::map<std::string, std::vector<std::string>> models_of;
  for (auto const& name : model_names()) {
    auto const model = make_model(name);
    std::set<std::string> found;
    std::vector<double> masses;
    for (auto const& parameter : model->parameters())
      if (parameter.kind == ParameterKind::mass) masses.push_back(parameter.min);
    if (masses.empty()) continue;
    double const factor = std::pow(10.0, 1.0 / masses_per_decade);
    auto const& last = model->parameters()[masses.size() - 1];
    double const ratio = last.min > 0.0 ? last.max / last.min : 1.0;
    auto const steps = static_cast<int>(std::floor(std::log10(ratio) * masses_per_decade));
    for (int i = 0; i <= steps; ++i) {
      for (auto const& channel : model->productions(masses)) found.insert(channel.name);
      for (auto& mass : masses) mass *= factor;
    }
    for (auto const& channel : found) models_of[channel].push_back(name);
  }
  auto rows = Json::array();
  for (auto const& [channel, models] : models_of) {
    auto treatments = Json::array();
    if (channel == "proton-bremsstrahlung") {  // what a beam file may choose from; the first is central
      for (auto const& one : proton_splittings) treatments.push_back(fmt::format("splitting {}", one.name));
      for (auto const& one : proton_form_factors) treatments.push_back(fmt::format("form factor {}", one.name));
    }
    rows.push_back({{"name", channel}, {"models", models}, {"treatments", treatments}});
  }
  return rows;
}

Json list_signatures(DataPlaces const& places) {
  std::map<std::string, std::vector<std::string>> analyses_of;
  for (auto const& analysis : load_analyses(places))
    for (auto const& signature : analysis->info().signatures) analyses_of[signature].push_back(analysis->info().name);
  auto rows = Json::array();
  for (auto const& [signature, analyses] : analyses_of) rows.push_back({{"name", signature}, {"analyses", analyses}});
  return rows;
}

/// A column of the text table: its title and the entry it shows.
using Columns = std::vector<std::pair<std::string, std::string>>;

std::string cell(Json const& row, std::string const& key) {
  if (!row.contains(key)) return {};
  auto const& value = row.at(key);
  if (value.is_string()) return value.get<std::string>();
  if (key == "parameters") {
    std::vector<std::string> names;
    for (auto const& parameter : value) names.push_back(parameter.at("name").get<std::string>());
    return joined(names);
  }
  if (value.is_array()) return joined(value.get<std::vector<std::string>>());
  return value.dump();
}

std::string table(Json const& rows, Columns const& columns) {
  std::vector<std::string> titles;
  for (auto const& [title, key] : columns) titles.push_back(title);
  std::vector<std::vector<std::string>> cells;
  for (auto const& row : rows) {
    cells.emplace_back();
    for (auto const& [title, key] : columns) cells.back().push_back(cell(row, key));
  }
  return aligned(titles, cells);
}

/// Text for the parts of a list that do not fit into a line.
std::string notes(Json const& rows) {
  std::string text;
  for (auto const& row : rows) {
    auto const name = row.at("name").get<std::string>();
    if (row.contains("convention")) text += fmt::format("\n{}: {}\n", name, row.at("convention").get<std::string>());
    for (auto const& way : row.value("derived", Json::array()))
      text += fmt::format("  {} may be given in place of {}: {} = {}\n", way.at("name").get<std::string>(),
                          way.at("replaces").get<std::string>(), way.at("name").get<std::string>(),
                          way.at("meaning").get<std::string>());
    for (auto const& option : row.value("options", Json::array()))
      text += fmt::format("  option {} = {}: {}\n", option.at("name").get<std::string>(),
                          joined(option.at("values").get<std::vector<std::string>>()),
                          option.at("meaning").get<std::string>());
    if (row.contains("flags"))
      for (auto const& flag : row.at("flags")) text += fmt::format("flag  {}: {}\n", name, flag.get<std::string>());
  }
  return text.empty() ? text : "\n" + text;
}

struct List {
  std::string name;
  std::function<Json(DataPlaces const&)> rows;
  Columns columns;
};

std::vector<List> const& lists() {
  static Columns const analysis_columns{{"name", "name"},         {"kind", "kind"},           {"status", "status"},
                                        {"data set", "data_set"}, {"reference", "reference"}, {"models", "models"}};
  static std::vector<List> const all{
      {"models",
       [](DataPlaces const&) { return list_models(); },
       {{"name", "name"}, {"parameters", "parameters"}, {"title", "title"}, {"reference", "reference"}}},
      {"analyses",
       [](DataPlaces const& places) {
         return list_analyses(places, {Kind::experiment, Kind::limit, Kind::constraint});
       },
       analysis_columns},
      {"experiments",
       [](DataPlaces const& places) {
         return list_analyses(places, {Kind::experiment, Kind::constraint});
       },
       analysis_columns},
      {"limits", [](DataPlaces const& places) { return list_analyses(places, {Kind::limit}); }, analysis_columns},
      {"combination",
       list_combination,
       {{"name", "name"},
        {"status", "status"},
        {"data set", "data_set"},
        {"enters", "enters"},
        {"why", "why"},
        {"shares events with", "shares_events_with"}}},
      {"signatures", list_signatures, {{"name", "name"}, {"analyses", "analyses"}}},
      {"productions",
       [](DataPlaces const&) { return list_productions(); },
       {{"name", "name"}, {"models", "models"}, {"treatments", "treatments"}}},
      {"beams",
       list_beams,
       {{"name", "name"},
        {"kind", "kind"},
        {"energy [GeV]", "energy_GeV"},
        {"parents", "parents"},
        {"title", "title"}}},
  };
  return all;
}

}  // namespace

int run_list(std::vector<std::string> const& arguments) {
  std::vector<std::string> names;
  for (auto const& list : lists()) names.push_back(list.name);
  std::string alternatives;
  for (auto const& name : names) alternatives += (alternatives.empty() ? "" : "|") + name;
  Options options{
      fmt::format("list {} [--json]", alternatives),
      "What is registered, with reference and status. Flags mark numbers that were recalled or assumed, not read."};
  options.data().arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  auto const& asked = options.arguments().front();
  auto const found = std::find_if(lists().begin(), lists().end(), [&](List const& list) { return list.name == asked; });
  if (found == lists().end()) throw UsageError(fmt::format("no list is called '{}' (known: {})", asked, joined(names)));
  auto const rows = found->rows(data_places(options));
  if (options.json())
    print_json(rows);
  else
    print(table(rows, found->columns) + notes(rows));
  return 0;
}

}  // namespace penumbra
