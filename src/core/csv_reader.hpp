#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace penumbra {

/// A table of texts: comma-separated values as in RFC 4180 (fields in double quotes may hold commas, line breaks and
/// doubled quotes), the first record being the column titles. For tables of numbers see `TextTable`.
class CsvTable {
 public:
  /// Throws InputError with file:line for a byte-order mark, an unfinished or misplaced quote, a repeated title, or a
  /// record with another number of fields than there are titles. Empty lines are skipped; lines end in LF or CR LF.
  static CsvTable parse(std::string_view text, std::string const& name);

  std::vector<std::string> const& columns() const { return columns_; }
  std::size_t rows() const { return records_.size(); }
  /// Field of a row by column title; throws InputError when there is no such column.
  std::string const& field(std::size_t row, std::string_view title) const;
  /// "file:line" of a row's first line.
  std::string where(std::size_t row) const;

 private:
  std::string name_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> records_;
  std::vector<int> lines_;
};

}  // namespace penumbra
