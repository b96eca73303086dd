#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.hpp"
#include "core/errors.hpp"

namespace penumbra {

/// A self-describing table: `# key: value` lines, one line of column titles, rows of numbers (`inf` allowed, NaN
/// refused). Used for limits, parent spectra, track lengths and everything else digitised or tabulated.
class TextTable {
 public:
  /// `name` is what messages call the file. Throws InputError with file:line:column for anything that does not parse:
  /// a byte-order mark, a header line without a colon or given twice, a row with another number of fields, a NaN.
  static TextTable parse(std::string_view text, std::string const& name);

  std::string const& name() const { return name_; }
  bool has(std::string const& key) const { return header_.contains(key); }
  /// Header value; throws InputError when the key is missing.
  std::string const& header(std::string const& key) const;
  /// Header value as a number; throws InputError when missing or not a number.
  double number(std::string const& key) const;
  std::map<std::string, std::string> const& headers() const { return header_; }
  /// "file:line" of a header key (of the file's first line when it is not there).
  std::string where(std::string const& key) const;
  /// "file:line" of a row.
  std::string where_row(std::size_t row) const;

  std::vector<std::string> const& columns() const { return columns_; }
  bool has_column(std::string const& title) const;
  /// Values of a column; throws InputError when there is none of that title.
  std::vector<double> const& column(std::string const& title) const;
  std::size_t rows() const { return values_.empty() ? 0 : values_.front().size(); }

  /// Of titles and values: the same whatever stands in the header, and however the numbers are written.
  Digest content() const;

  /// Throws InputError naming every header key that is not in `known`.
  void refuse_unknown_keys(std::vector<std::string> const& known) const;

 private:
  std::string name_;
  std::map<std::string, std::string> header_;
  std::map<std::string, int> header_line_;
  std::vector<std::string> columns_;
  std::vector<std::vector<double>> values_;
  std::vector<int> row_line_;
};

/// A number written in full; no trailing characters. Throws std::invalid_argument otherwise.
double parse_number(std::string_view text);

}  // namespace penumbra
