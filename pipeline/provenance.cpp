#include "pipeline/provenance.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"

namespace penumbra {
namespace {

using nlohmann::json;

constexpr std::size_t runs_kept = 100;

json to_json(RunLogEntry const& run) {
  return {{"started", run.started}, {"ended", run.ended},     {"host", run.host},   {"job", run.job},
          {"run_id", run.run_id},   {"version", run.version}, {"build", run.build}, {"ranks", run.ranks},
          {"threads", run.threads}, {"outcome", run.outcome}};
}

RunLogEntry run_from(json const& run) {
  return {.started = run.at("started"),
          .ended = run.at("ended"),
          .host = run.at("host"),
          .job = run.at("job"),
          .run_id = run.at("run_id"),
          .version = run.at("version"),
          .build = run.value("build", ""),
          .ranks = run.at("ranks"),
          .threads = run.at("threads"),
          .outcome = run.at("outcome")};
}

std::string text_of(Provenance const& provenance, std::size_t first_run, Catalogue& catalogue) {
  json log = json::array();
  for (std::size_t i = first_run; i < provenance.log.size(); ++i) log.push_back(to_json(provenance.log[i]));
  // The log comes last: it grows in every run, and the catalogue holds places of the definitions before it.
  std::string text = "{\"input\":" + json::parse(provenance.input).dump() + ",\"rows\":[";
  bool first = true;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    auto& entry = catalogue[row];
    if (entry.state == RowState::free) continue;
    auto const& from = provenance.rows.at(row);
    if (!first) text += ',';
    first = false;
    auto const definition = json(from.definition).dump();
    text += "{\"code\":" + json(from.code).dump() + ",\"components\":" + json(from.component_groups).dump() +
            ",\"definition\":";
    entry.definition_offset = static_cast<std::uint32_t>(text.size());
    entry.definition_length = from.definition.empty() ? 0 : static_cast<std::uint32_t>(definition.size());
    text += definition + ",\"first_response\":" + std::to_string(entry.first_response) +
            ",\"key\":" + json(entry.key.hex()).dump() + ",\"name\":" + json(entry.name).dump() +
            ",\"row\":" + std::to_string(row) + "}";
  }
  return text + "],\"log\":" + log.dump() + "}";
}

}  // namespace

std::string pack(Provenance const& provenance, Catalogue& catalogue, std::size_t capacity) {
  Provenance shortened = provenance;
  if (shortened.log.size() > runs_kept)
    shortened.log.erase(shortened.log.begin(), shortened.log.end() - static_cast<std::ptrdiff_t>(runs_kept));
  for (;;) {
    auto text = text_of(shortened, 0, catalogue);
    if (text.size() <= capacity) return text;
    auto const longest =
        std::max_element(shortened.rows.begin(), shortened.rows.end(),
                         [](auto const& a, auto const& b) { return a.definition.size() < b.definition.size(); });
    if (longest != shortened.rows.end() && !longest->definition.empty()) {
      longest->definition.clear();
    } else if (shortened.log.size() > 1) {
      shortened.log.erase(shortened.log.begin());
    } else {
      throw InputError("the card is too long for the map's provenance");
    }
  }
}

Provenance unpack_provenance(std::string const& text, std::size_t rows) {
  try {
    auto const document = json::parse(text);
    Provenance provenance{.input = document.at("input").dump(), .rows = std::vector<RowProvenance>(rows), .log = {}};
    for (auto const& run : document.at("log")) provenance.log.push_back(run_from(run));
    for (auto const& row : document.at("rows"))
      provenance.rows.at(row.at("row").get<std::size_t>()) = {
          .definition = row.at("definition"),
          .component_groups = row.at("components").get<std::vector<std::string>>(),
          .code = row.value("code", "")};
    return provenance;
  } catch (std::exception const& error) {
    throw IoError(std::string{"the provenance of the map cannot be read: "} + error.what());
  }
}

}  // namespace penumbra
