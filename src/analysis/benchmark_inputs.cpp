#include "analysis/benchmark_inputs.hpp"

#include <algorithm>

#include "core/table_reader.hpp"

namespace penumbra {
namespace {

double to_number(std::string_view text, std::string const& key) {
  try {
    return parse_number(text);
  } catch (std::invalid_argument const&) {
    throw UnknownInput("not a number: " + key);
  }
}

}  // namespace

BenchmarkInputs::BenchmarkInputs(std::string_view text) : asked_{"note", "selectable"} {
  while (!text.empty()) {
    auto const end = std::min(text.find(';'), text.size());
    auto const part = text.substr(0, end);
    auto const equals = std::min(part.find('='), part.size());
    if (!part.empty()) values_.emplace(part.substr(0, equals), part.substr(std::min(equals + 1, part.size())));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string const& BenchmarkInputs::value(std::string const& key) {
  asked_.insert(key);
  auto const found = values_.find(key);
  if (found == values_.end()) throw UnknownInput("missing: " + key);
  return found->second;
}

std::string BenchmarkInputs::text(std::string const& key) { return value(key); }

double BenchmarkInputs::number(std::string const& key) { return to_number(value(key), key); }

double BenchmarkInputs::number_or(std::string const& key, double otherwise) {
  return values_.contains(key) ? number(key) : otherwise;
}

double BenchmarkInputs::number_of(std::initializer_list<char const*> keys) {
  for (auto const* key : keys)
    if (values_.contains(key)) return number(key);
  throw UnknownInput("missing: " + std::string{*keys.begin()});
}

std::pair<double, double> BenchmarkInputs::range(std::string const& key) {
  std::string_view const text = value(key);
  auto const dots = text.find("..");
  if (dots == std::string_view::npos) throw UnknownInput("not a range: " + key);
  return {to_number(text.substr(0, dots), key), to_number(text.substr(dots + 2), key)};
}

void BenchmarkInputs::require_text(std::string const& key, std::string_view text) {
  if (value(key) != text) throw UnknownInput("another text: " + key);
}

void BenchmarkInputs::optional_text(std::string const& key, std::string_view text) {
  if (values_.contains(key)) require_text(key, text);
}

void BenchmarkInputs::optional_text_of(std::string const& key, std::initializer_list<std::string_view> texts) {
  if (!has(key)) return;
  auto const& given = value(key);
  if (std::find(texts.begin(), texts.end(), given) == texts.end()) throw UnknownInput("another text: " + key);
}

bool BenchmarkInputs::has(std::string const& key) const { return values_.contains(key); }

void BenchmarkInputs::require_prefix(std::string const& key, std::string_view prefix) {
  if (!value(key).starts_with(prefix)) throw UnknownInput("another text: " + key);
}

void BenchmarkInputs::optional_number(std::string const& key, double expected) {
  if (values_.contains(key) && number(key) != expected) throw UnknownInput("another value: " + key);
}

bool BenchmarkInputs::any_left() const {
  return std::any_of(values_.begin(), values_.end(),
                     [this](auto const& input) { return !asked_.contains(input.first); });
}

}  // namespace penumbra
