#include "pipeline/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "core/errors.hpp"
#include "pipeline/state_json.hpp"

namespace penumbra {
namespace {

// Bytes of one packed entry. 64 rows (the least capacity) and the block's overhead still fit into 512 bytes a row.
constexpr std::size_t entry_bytes = 384;

/// Walks over the fields of an entry in the order of the file.
class Cursor {
 public:
  explicit Cursor(char* at) : at_{at} {}
  template <class T>
  void put(T value) {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  template <class T>
  T get() {
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  void put_text(std::string const& text, std::size_t room) {
    if (text.size() >= room) throw InternalError("'" + text + "' is too long for the catalogue");
    std::memcpy(at_, text.data(), text.size());
    at_ += room;
  }
  std::string get_text(std::size_t room) {
    std::string const text(at_, strnlen(at_, room));
    at_ += room;
    return text;
  }

 private:
  char* at_;
};

}  // namespace

std::string pack(Catalogue const& catalogue) {
  std::string bytes(catalogue.size() * entry_bytes, '\0');
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    auto const& entry = catalogue[row];
    Cursor cursor{bytes.data() + row * entry_bytes};
    cursor.put(entry.key.bytes);
    cursor.put(entry.state);
    cursor.put(static_cast<std::uint8_t>(entry.kind));
    cursor.put(static_cast<std::uint8_t>(entry.status));
    cursor.put(static_cast<std::uint8_t>(entry.in_combination));
    cursor.put(entry.definition_offset);
    cursor.put(entry.definition_length);
    cursor.put(entry.first_response);
    cursor.put(entry.components);
    cursor.put(entry.retired_in);
    cursor.put(entry.sensitivity);
    cursor.put_text(entry.name, max_name_bytes + 1);
    cursor.put_text(entry.data_set, max_data_set_bytes + 1);
  }
  return bytes;
}

Catalogue unpack_catalogue(std::string_view payload) {
  if (payload.size() % entry_bytes != 0) throw IoError("the catalogue has a length that no version of the format has");
  std::string bytes{payload};
  Catalogue catalogue(payload.size() / entry_bytes);
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    auto& entry = catalogue[row];
    Cursor cursor{bytes.data() + row * entry_bytes};
    entry.key.bytes = cursor.get<decltype(entry.key.bytes)>();
    entry.state = cursor.get<RowState>();
    entry.kind = static_cast<Kind>(cursor.get<std::uint8_t>());
    entry.status = static_cast<Status>(cursor.get<std::uint8_t>());
    entry.in_combination = cursor.get<std::uint8_t>() != 0;
    entry.definition_offset = cursor.get<std::uint32_t>();
    entry.definition_length = cursor.get<std::uint32_t>();
    entry.first_response = cursor.get<std::uint32_t>();
    entry.components = cursor.get<std::uint32_t>();
    entry.retired_in = cursor.get<std::uint64_t>();
    entry.sensitivity = cursor.get<std::uint64_t>();
    entry.name = cursor.get_text(max_name_bytes + 1);
    entry.data_set = cursor.get_text(max_data_set_bytes + 1);
  }
  return catalogue;
}

std::string why_impossible(Catalogue const& catalogue, std::uint64_t response_capacity) {
  std::set<std::string> requested;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> responses;
  for (auto const& entry : catalogue) {
    if (entry.name.size() > max_name_bytes || entry.data_set.size() > max_data_set_bytes)
      return "a name in the catalogue has no end";
    if (entry.state == RowState::free) continue;
    if (entry.state > RowState::retired || entry.kind > Kind::grid || entry.status > Status::favoured)
      return fmt::format("a row of the catalogue has state {}, kind {}, status {}, one of which is unknown",
                         static_cast<int>(entry.state), static_cast<int>(entry.kind), static_cast<int>(entry.status));
    for (auto const* text : {&entry.name, &entry.data_set})
      if (std::any_of(text->begin(), text->end(), [](char c) { return c < ' ' || c > '~'; }))
        return "a name in the catalogue has characters that are no printable ASCII";
    if (entry.name.empty()) return "a row of the catalogue has no name";
    if (entry.state == RowState::requested && !requested.insert(entry.name).second)
      return fmt::format("the catalogue has '{}' twice", entry.name);
    std::uint64_t const count = 3 * std::uint64_t{entry.components};
    if (count == 0) continue;
    if (entry.first_response + count > response_capacity)
      return fmt::format("'{}' has responses beyond the {} rows there are", entry.name, response_capacity);
    responses.emplace_back(entry.first_response, entry.first_response + count);
  }
  std::sort(responses.begin(), responses.end());
  for (std::size_t i = 1; i < responses.size(); ++i)
    if (responses[i].first < responses[i - 1].second) return "two rows of the catalogue share responses";
  return {};
}

Digest response_key(Digest const& row_key, std::uint32_t response) {
  return CanonicalWriter{}
      .field("schema", std::string_view{"response/1"})
      .field("row", row_key)
      .field("response", static_cast<std::int64_t>(response))
      .digest();
}

std::string pack(Header const& header) {
  return nlohmann::json{{"state", header.state == RunState::running ? "running" : "clean"},
                        {"complete", header.complete},
                        {"run_id", header.run_id},
                        {"host", header.host},
                        {"job", header.job},
                        {"started", header.started},
                        {"catalogue_generation", header.catalogue_generation}}
      .dump();
}

Header unpack_header(std::string_view payload) {
  auto const json = parse_state(payload, "header");
  try {
    return {.state = json.at("state") == "running" ? RunState::running : RunState::clean,
            .complete = json.at("complete").get<bool>(),
            .run_id = count_in(json.at("run_id")),
            .host = json.at("host").get<std::string>(),
            .job = json.at("job").get<std::string>(),
            .started = json.at("started").get<std::string>(),
            .catalogue_generation = count_in(json.at("catalogue_generation"))};
  } catch (nlohmann::json::exception const& error) {
    throw IoError(std::string{"the header of the map cannot be read: "} + error.what());
  }
}

}  // namespace penumbra
