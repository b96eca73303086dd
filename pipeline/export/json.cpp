#include "pipeline/export/export_job.hpp"
#include "pipeline/export/map_columns.hpp"

namespace penumbra {
namespace {

Json columns_json(std::vector<Column> const& columns) {
  auto json = Json::object();
  for (auto const& [title, values] : columns) json[title] = values;
  return json;
}

}  // namespace

void export_json(ExportJob& job) {
  auto const& map = job.map;
  Json document{
      {"model", job.story.model}, {"complete", map.complete()}, {"axes", Json::array()}, {"fixed", job.story.fixed}};
  for (std::size_t i = 0; i < map.grid().names.size(); ++i)
    document["axes"].push_back({{"name", map.grid().names[i]},
                                {"unit", job.story.unit_of(map.grid().names[i])},
                                {"values", map.grid().values[i]}});
  document["grid"] = columns_json(grid_columns(map));
  document["analyses"] = Json::array();
  for (auto const& name : job.names()) {
    Json row{{"name", name}, {"status", to_string(map.entry(name).status)}};
    row.update(columns_json(columns_of(map, name)));
    document["analyses"].push_back(row);
  }
  document["combined"] = Json::object();
  for (auto const status : job.combinations())
    document["combined"][to_string(status)] = columns_json(combined_columns(map, status));
  job.folder.write("map.json", document.dump() + "\n");
}

}  // namespace penumbra
