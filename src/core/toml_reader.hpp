#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.hpp"
#include "core/units.hpp"

namespace penumbra {

/// A number from an input file with its source, and the mark of how sure it is.
struct Sourced {
  double value = 0.0;
  std::string source;  ///< where the number is from; begins with "recalled:" or "assumed:" where nobody has re-read it
  /// True for a number that was recalled or assumed: `list` and `point` show it.
  bool doubtful() const { return source.starts_with("recalled") || source.starts_with("assumed"); }
};

/// One table of a TOML file, read strictly: each key is asked for once, what nobody asked for is an error, every
/// problem is recorded with file:line:column instead of stopping at the first. Getters return a neutral value after a
/// problem.
class TomlTable {
 public:
  /// Parses a whole document; a syntax error is a problem too (the returned table is then empty).
  static TomlTable parse(std::string_view text, std::string const& name, Problems& problems);

  /// Replaces or adds the entries of another document, table by table; each keeps the place where it was read.
  /// Both must be whole documents; `other` is empty afterwards.
  void overlay(TomlTable& other);

  bool has(std::string_view key) const;
  std::vector<std::string> keys() const;
  /// file:line:column of this table, or of one of its keys.
  std::string where() const;
  std::string where(std::string_view key) const;
  /// Records a problem at a key.
  void problem(std::string_view key, std::string message);

  std::string text(std::string_view key);
  std::optional<std::string> optional_text(std::string_view key);
  bool flag(std::string_view key, bool otherwise);
  std::vector<std::string> texts(std::string_view key);
  /// A plain number, or text with a unit ("1 MeV"); a bare number is in the program's unit of that dimension.
  double number(std::string_view key, Dimension dimension = Dimension::none);
  std::optional<double> optional_number(std::string_view key, Dimension dimension = Dimension::none);
  std::vector<double> numbers(std::string_view key, Dimension dimension = Dimension::none);
  /// `{ value = 476.0, unit = "m", source = "..." }`; the source is required, the unit too unless the dimension is
  /// none.
  Sourced sourced(std::string_view key, Dimension dimension = Dimension::none);
  std::optional<Sourced> optional_sourced(std::string_view key, Dimension dimension = Dimension::none);
  TomlTable table(std::string_view key);
  std::optional<TomlTable> optional_table(std::string_view key);
  /// `[[key]]`: every element; empty when the key is absent.
  std::vector<TomlTable> tables(std::string_view key);
  /// One value of any kind as it would be typed on the command line (numbers in full precision).
  std::string as_typed(std::string_view key);
  bool is_table(std::string_view key) const;
  bool is_text(std::string_view key) const;
  bool is_array(std::string_view key) const;

  /// Call when everything was asked for: each key that was not is a problem ("unknown key").
  void finish();

 private:
  struct Node;
  std::shared_ptr<Node> node_;
};

}  // namespace penumbra
