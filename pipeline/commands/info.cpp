#include "pipeline/info.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>

#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "pipeline/commands/map_json.hpp"
#include "pipeline/commands/options.hpp"
#include "pipeline/commands/output.hpp"

namespace penumbra {
namespace {

/// How rows judge that could be judged in more than one way: what their definitions say about the relic density
/// ("rule") and about the density of dark matter ("density"). By name of the row.
std::map<std::string, Json> choices(std::string const& provenance) {
  std::map<std::string, Json> result;
  for (auto const& row : Json::parse(provenance).value("rows", Json::array())) {
    std::map<std::string, std::string> fields;
    std::istringstream lines{row.value("definition", "")};
    for (std::string line; std::getline(lines, line);)
      if (auto const equals = line.find(" = "); equals != line.npos)
        fields.emplace(line.substr(0, equals), line.substr(equals + 3));
    auto const name = row.value("name", "");
    if (fields["kind"] == "relic density") result[name]["relic density"] = fields["rule"];
    if (fields["kind"] == "annihilation at recombination") result[name]["density of dark matter"] = fields["density"];
    if (fields.contains("slice: density")) result[name]["density of dark matter"] = fields["slice: density"];
  }
  return result;
}

Json row_json(RowInfo const& row, MapLayout const& layout, bool verify) {
  Json json{{"name", row.name},
            {"key", row.key.hex()},
            {"kind", to_string(row.kind)},
            {"status", to_string(row.status)},
            {"data_set", row.data_set},
            {"in_combination", row.in_combination},
            {"done", row.done},
            {"slabs", layout.slabs()}};
  if (verify) json["damaged"] = row.damaged;
  return json;
}

Json as_json(MapInfo const& map, bool verify) {
  auto const story = MapStory::read(map.provenance);
  Json document{{"complete", map.complete}, {"clean", map.clean}, {"model", story.model}, {"axes", Json::array()}};
  for (std::size_t i = 0; i < map.grid.names.size(); ++i) {
    auto const& values = map.grid.values[i];
    document["axes"].push_back({{"name", map.grid.names[i]},
                                {"kind", i < map.grid.mass_axes ? "mass" : "coupling"},
                                {"unit", story.unit_of(map.grid.names[i])},
                                {"points", values.size()},
                                {"from", values.front()},
                                {"to", values.back()}});
  }
  document["fixed"] = story.fixed;
  document["computed"] = story.computed;
  document["options"] = story.options;
  document["grid_key"] = map.grid_key.hex();
  document["points"] = map.layout.points;
  document["analyses"] = Json::array();
  auto const chosen = choices(map.provenance);
  for (auto const& row : map.analyses) {
    document["analyses"].push_back(row_json(row, map.layout, verify));
    if (auto const found = chosen.find(row.name); found != chosen.end())
      document["analyses"].back()["choices"] = found->second;
  }
  document["grid_rows"] = Json::array();
  for (auto const& row : map.grid_rows) document["grid_rows"].push_back(row_json(row, map.layout, verify));
  document["combined"] = Json::array();
  for (auto const& row : map.combined)
    document["combined"].push_back({{"name", row.name}, {"done", row.done}, {"slabs", map.layout.slabs()}});
  if (verify)
    for (std::size_t i = 0; i < map.combined.size(); ++i) document["combined"][i]["damaged"] = map.combined[i].damaged;
  if (verify) document["damaged"] = map.damaged();
  document["provenance"] = Json::parse(map.provenance);
  return document;
}

std::string as_text(MapInfo const& map, bool verify) {
  auto const story = MapStory::read(map.provenance);
  auto text = fmt::format("model    {}\nstate    {}{}\ngrid     {} points, key {}\n", story.model,
                          map.complete ? "complete" : "incomplete", map.clean ? "" : ", a run is writing or was killed",
                          map.layout.points, map.grid_key.short_hex());
  for (std::size_t i = 0; i < map.grid.names.size(); ++i) {
    auto const& values = map.grid.values[i];
    text += fmt::format("axis     {}: {} values from {} to {} {}\n", map.grid.names[i], values.size(), values.front(),
                        values.back(), story.unit_of(map.grid.names[i]));
  }
  for (auto const& [name, value] : story.fixed.items()) text += fmt::format("fixed    {} = {}\n", name, value.dump());
  for (auto const& [name, text_of] : story.computed.items())
    text += fmt::format("computed {} = {}\n", name, text_of.get<std::string>());
  for (auto const& [name, value] : story.options.items())
    text += fmt::format("option   {} = {}\n", name, value.get<std::string>());
  std::vector<std::vector<std::string>> rows;
  auto const add = [&](RowInfo const& row, std::string const& key) {
    rows.push_back({row.name, to_string(row.status), row.in_combination ? "yes" : "", key,
                    fmt::format("{}/{}", row.done, map.layout.slabs()),
                    !verify               ? ""
                    : row.damaged.empty() ? "good"
                                          : fmt::format("{} damaged", row.damaged.size())});
  };
  for (auto const& row : map.analyses) add(row, row.key.short_hex());
  for (auto const& row : map.grid_rows) add(row, row.key.short_hex());
  for (auto const& row : map.combined) add(row, "");
  text += "\n" + aligned({"analysis", "status", "combined", "key", "slabs done", verify ? "checksums" : ""}, rows, {4});
  auto const chosen = choices(map.provenance);
  if (!chosen.empty()) text += "\n";
  for (auto const& [name, fields] : chosen)
    for (auto const& [field, value] : fields.items())
      text += fmt::format("{}: {} as {}\n", name, field, value.get<std::string>());
  return verify && map.damaged() ? text + "\ndamaged slabs are computed again by scan or update with --verify\n" : text;
}

}  // namespace

int run_info(std::vector<std::string> const& arguments) {
  Options options{
      "info MAP.h5 [--verify] [--json]",
      "What a map holds: grid, analyses with their content keys, how much is done, and where it comes from.\n"
      "With --verify everything is read back and compared with its checksum: exit code 1 when something differs."};
  options.flag("verify", "read everything back").arguments(1, 1);
  if (!options.parse(arguments)) return 0;
  bool const verify = options.has("verify");
  auto const map =
      info(options.arguments().front(), verify ? Verification::read_everything : Verification::records_only);
  for (auto const& warning : map.warnings) log_line("warning: " + warning);
  if (options.json())
    print_json(as_json(map, verify));
  else
    print(as_text(map, verify));
  return verify && map.damaged() ? answer_no : 0;
}

}  // namespace penumbra
