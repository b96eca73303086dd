#include "core/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <span>

namespace penumbra {
namespace {

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t start = 0;;) {
    auto const comma = line.find(',', start);
    fields.push_back(line.substr(start, comma == std::string_view::npos ? comma : comma - start));
    if (comma == std::string_view::npos) return fields;
    start = comma + 1;
  }
}

}  // namespace

double parse_number(std::string_view text) {
  std::string const copy{trimmed(text)};
  if (copy.empty()) throw std::invalid_argument("nothing where a number was expected");
  char* end = nullptr;
  double const value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) throw std::invalid_argument("'" + copy + "' is not a number");
  return value;
}

TextTable TextTable::parse(std::string_view text, std::string const& name) {
  TextTable table;
  table.name_ = name;
  if (text.starts_with("\xEF\xBB\xBF"))
    throw InputError(name + ":1:1: begins with a byte-order mark; save the file as plain UTF-8");
  int line_number = 0;
  for (std::size_t start = 0; start < text.size();) {
    auto const end = std::min(text.find('\n', start), text.size());
    auto const line = trimmed(text.substr(start, end - start));
    start = end + 1;
    ++line_number;
    if (line.empty()) continue;
    if (line.front() == '#') {
      auto const colon = line.find(':');
      if (colon == std::string_view::npos || !table.columns_.empty())
        throw InputError(fmt::format("{}:{}:1: expected '# key: value' above the column titles, found '{}'", name,
                                     line_number, line));
      std::string const key{trimmed(line.substr(1, colon - 1))};
      if (!table.header_.emplace(key, trimmed(line.substr(colon + 1))).second)
        throw InputError(fmt::format("{}:{}:1: the key '{}' is given twice", name, line_number, key));
      table.header_line_[key] = line_number;
      continue;
    }
    auto const fields = split(line);
    if (table.columns_.empty()) {
      for (auto field : fields) table.columns_.emplace_back(trimmed(field));
      table.values_.resize(fields.size());
      continue;
    }
    if (fields.size() != table.columns_.size())
      throw InputError(fmt::format("{}:{}:1: expected {} values ({}), found {}", name, line_number,
                                   table.columns_.size(), fmt::join(table.columns_, ","), fields.size()));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      auto const column = fields[i].data() - line.data() + 1;
      double value = 0.0;
      try {
        value = parse_number(fields[i]);
      } catch (std::invalid_argument const& error) {
        throw InputError(fmt::format("{}:{}:{}: {}", name, line_number, column, error.what()));
      }
      if (std::isnan(value))
        throw InputError(
            fmt::format("{}:{}:{}: not a number (NaN) in column {}; write a gap as 'inf' or leave the row out", name,
                        line_number, column, table.columns_[i]));
      table.values_[i].push_back(value);
    }
    table.row_line_.push_back(line_number);
  }
  if (table.columns_.empty()) throw InputError(name + ":1:1: no column titles found; is this the right file?");
  return table;
}

std::string const& TextTable::header(std::string const& key) const {
  auto const found = header_.find(key);
  if (found == header_.end()) throw InputError(fmt::format("{}:1:1: the header has no line '# {}: ...'", name_, key));
  return found->second;
}

double TextTable::number(std::string const& key) const {
  try {
    return parse_number(header(key));
  } catch (std::invalid_argument const& error) {
    throw InputError(fmt::format("{}: {}: expected a number: {}", where(key), key, error.what()));
  }
}

std::string TextTable::where(std::string const& key) const {
  auto const found = header_line_.find(key);
  return fmt::format("{}:{}:1", name_, found == header_line_.end() ? 1 : found->second);
}

std::string TextTable::where_row(std::size_t row) const { return fmt::format("{}:{}:1", name_, row_line_.at(row)); }

bool TextTable::has_column(std::string const& title) const {
  return std::find(columns_.begin(), columns_.end(), title) != columns_.end();
}

std::vector<double> const& TextTable::column(std::string const& title) const {
  auto const found = std::find(columns_.begin(), columns_.end(), title);
  if (found == columns_.end())
    throw InputError(fmt::format("{}:1:1: no column '{}' (there are: {})", name_, title, fmt::join(columns_, ", ")));
  return values_[static_cast<std::size_t>(found - columns_.begin())];
}

Digest TextTable::content() const {
  std::map<std::string_view, std::span<double const>> by_title;
  for (std::size_t i = 0; i < columns_.size(); ++i) by_title[columns_[i]] = values_[i];
  CanonicalWriter writer;
  for (auto const& [title, values] : by_title) writer.field(title, values);
  return writer.digest();
}

void TextTable::refuse_unknown_keys(std::vector<std::string> const& known) const {
  Problems problems;
  for (auto const& [key, value] : header_)
    if (std::find(known.begin(), known.end(), key) == known.end())
      problems.add(where(key), fmt::format("unknown key '{}' (known: {})", key, fmt::join(known, ", ")));
  problems.throw_if_any();
}

}  // namespace penumbra
