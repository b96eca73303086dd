#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace penumbra {

/// An input that is missing, is not of the kind asked for, or has a text that we do not know.
class UnknownInput : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The inputs of a benchmark row, "a=1;b=0.1..0.9;c=text". Remembers what was asked for.
class BenchmarkInputs {
 public:
  /// Splits at ';', then at the first '='. A part without '=' counts as an input of that name without a value.
  explicit BenchmarkInputs(std::string_view text);

  /// A number; throws UnknownInput when it is not there or not a number.
  double number(std::string const& key);
  double number_or(std::string const& key, double otherwise);
  /// The first of several names of the same number; throws UnknownInput when there is none.
  double number_of(std::initializer_list<char const*> keys);
  /// Both ends of "0.1..0.9".
  std::pair<double, double> range(std::string const& key);
  /// A text that chooses between ways to compute; throws UnknownInput when it is not there.
  std::string text(std::string const& key);
  /// Accepts the input only if it is exactly this text (or absent, for `optional_text`).
  void require_text(std::string const& key, std::string_view text);
  void optional_text(std::string const& key, std::string_view text);
  /// Accepts the input only if it is one of these texts or absent.
  void optional_text_of(std::string const& key, std::initializer_list<std::string_view> texts);
  /// True if the input is there.
  bool has(std::string const& key) const;
  /// Accepts the input only if its text begins so.
  void require_prefix(std::string const& key, std::string_view prefix);
  /// Accepts the input only if it is this number or absent.
  void optional_number(std::string const& key, double value);

  /// True if some input was never asked for ("note" and "selectable" are remarks).
  bool any_left() const;

 private:
  std::string const& value(std::string const& key);
  std::map<std::string, std::string> values_;
  std::set<std::string> asked_;
};

}  // namespace penumbra
