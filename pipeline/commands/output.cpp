#include "pipeline/commands/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "core/errors.hpp"

namespace penumbra {

std::string version_number() { return PENUMBRA_VERSION; }
std::string version_line() { return fmt::format("penumbra {}", version_number()); }

void print(std::string const& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw IoError(fmt::format("standard output cannot be written: {}", std::strerror(errno)));
}

namespace {

void refuse_not_finite(Json const& value, std::string const& where) {
  if (value.is_number_float() && !std::isfinite(value.get<double>()))
    throw InternalError(fmt::format("the result {} is not a finite number", where));
  if (value.is_object())
    for (auto const& [key, inner] : value.items()) refuse_not_finite(inner, where + "/" + key);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) refuse_not_finite(value[i], fmt::format("{}/{}", where, i));
}

/// Columns that a text takes on a terminal: bytes that continue a UTF-8 character take none.
std::size_t width_of(std::string const& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

void print_json(Json const& document) {
  refuse_not_finite(document, "");
  print(document.dump(2) + "\n");
}

void log_line(std::string const& text) { fmt::print(stderr, "{}\n", text); }

std::string aligned(std::vector<std::string> const& titles, std::vector<std::vector<std::string>> const& rows,
                    std::vector<std::size_t> const& right) {
  std::vector<std::size_t> widths;
  for (auto const& title : titles) widths.push_back(width_of(title));
  for (auto const& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  auto const line = [&](std::vector<std::string> const& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string const padding(widths[i] - width_of(cells[i]), ' ');
      bool const to_the_right = std::find(right.begin(), right.end(), i) != right.end();
      if (i > 0) text += "  ";
      text += to_the_right ? padding + cells[i] : cells[i] + padding;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };
  std::string text = line(titles);
  for (auto const& row : rows) text += line(row);
  return text;
}

std::string short_number(double value) { return fmt::format("{:.4g}", value); }

}  // namespace penumbra
