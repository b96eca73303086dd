#include "core/csv_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "core/errors.hpp"

namespace penumbra {
namespace {

/// Reads record after record, counting lines.
class Records {
 public:
  Records(std::string_view text, std::string const& name) : text_{text}, name_{name} {}

  int line() const { return line_; }

  /// Next record that is not an empty line; nullopt at the end.
  std::optional<std::vector<std::string>> next() {
    while (skip_line_end()) {
    }
    if (at_ >= text_.size()) return std::nullopt;
    line_ = current_line_;
    std::vector<std::string> fields;
    do {
      fields.push_back(peek() == '"' ? quoted() : plain());
    } while (take(','));
    if (at_ < text_.size() && !skip_line_end()) fail("text after a closing quote: a field in quotes ends at the quote");
    return fields;
  }

  [[noreturn]] void fail(std::string const& what) const {
    throw InputError(fmt::format("{}:{}: {}", name_, current_line_, what));
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool skip_line_end() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (!take('\n')) return false;
    ++current_line_;
    return true;
  }

  std::string plain() {
    auto const from = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && !text_.substr(at_).starts_with("\r\n")) {
      if (text_[at_] == '"')
        fail("a quote inside a field without quotes (put the field in quotes and double the quote)");
      ++at_;
    }
    return std::string{text_.substr(from, at_ - from)};
  }

  std::string quoted() {
    std::string field;
    take('"');
    while (true) {
      if (at_ >= text_.size()) fail("the file ends inside a quoted field");
      if (take('"')) {
        if (!take('"')) return field;
        field += '"';
        continue;
      }
      if (text_[at_] == '\n') ++current_line_;
      field += text_[at_++];
    }
  }

  std::string_view text_;
  std::string const& name_;
  std::size_t at_ = 0;
  int current_line_ = 1;
  int line_ = 1;
};

}  // namespace

CsvTable CsvTable::parse(std::string_view text, std::string const& name) {
  if (text.starts_with("\xEF\xBB\xBF"))
    throw InputError(fmt::format("{}:1: the file begins with a byte-order mark; remove it", name));
  CsvTable table;
  table.name_ = name;
  Records records{text, name};
  auto titles = records.next();
  if (!titles) throw InputError(fmt::format("{}:1: the file is empty; expected a line of column titles", name));
  table.columns_ = std::move(*titles);
  auto sorted = table.columns_;
  std::sort(sorted.begin(), sorted.end());
  if (auto const twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    records.fail(fmt::format("the column '{}' is there twice", *twice));
  while (auto record = records.next()) {
    if (record->size() != table.columns_.size())
      throw InputError(fmt::format("{}:{}: {} fields, expected {} ({})", name, records.line(), record->size(),
                                   table.columns_.size(), fmt::join(table.columns_, ", ")));
    table.records_.push_back(std::move(*record));
    table.lines_.push_back(records.line());
  }
  return table;
}

std::string const& CsvTable::field(std::size_t row, std::string_view title) const {
  auto const column = std::find(columns_.begin(), columns_.end(), title);
  if (column == columns_.end())
    throw InputError(fmt::format("{}:1: there is no column '{}' (found: {})", name_, title, fmt::join(columns_, ", ")));
  return records_[row][static_cast<std::size_t>(column - columns_.begin())];
}

std::string CsvTable::where(std::size_t row) const { return fmt::format("{}:{}", name_, lines_[row]); }

}  // namespace penumbra
