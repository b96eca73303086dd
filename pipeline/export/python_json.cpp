#include "pipeline/export/python_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace penumbra {
namespace {

std::string python_number(double value) {
  auto text = fmt::format("{}", value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

}  // namespace

std::string python_json(Json const& document) {
  std::string text;
  if (document.is_object()) {
    std::vector<std::pair<std::string, Json const*>> entries;
    for (auto const& [key, value] : document.items()) entries.emplace_back(key, &value);
    std::sort(entries.begin(), entries.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    for (auto const& [key, value] : entries)
      text += (text.empty() ? "" : ", ") + Json(key).dump() + ": " + python_json(*value);
    return "{" + text + "}";
  }
  if (document.is_array()) {
    for (auto const& value : document) text += (text.empty() ? "" : ", ") + python_json(value);
    return "[" + text + "]";
  }
  return document.is_number_float() ? python_number(document.get<double>()) : document.dump();
}

}  // namespace penumbra
