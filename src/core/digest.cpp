#include "core/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <bit>
#include <cmath>

#include "core/errors.hpp"

namespace penumbra {

static_assert(std::endian::native == std::endian::little, "the canonical form copies little-endian doubles");

std::string Digest::hex() const {
  std::string text;
  for (auto byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

Digest sha256(std::span<std::byte const> bytes) {
  Digest digest;
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.bytes.data(), &length, EVP_sha256(), nullptr) != 1 || length != 32)
    throw InternalError("SHA-256 failed");
  return digest;
}

Digest sha256(std::string_view bytes) { return sha256(std::as_bytes(std::span{bytes.data(), bytes.size()})); }

void CanonicalWriter::raw(std::string_view text) {
  auto const length = static_cast<std::uint64_t>(text.size());
  bytes_.append(reinterpret_cast<char const*>(&length), sizeof length);
  bytes_.append(text);
}

void CanonicalWriter::tag(char type, std::string_view name) {
  bytes_ += type;
  raw(name);
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, double value) {
  return field(name, std::span<double const>{&value, 1});
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, std::int64_t value) {
  tag('i', name);
  bytes_.append(reinterpret_cast<char const*>(&value), sizeof value);
  readable_ += fmt::format("{} = {}\n", name, value);
  return *this;
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, std::string_view value) {
  tag('s', name);
  raw(value);
  readable_ += fmt::format("{} = {}\n", name, value);
  return *this;
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, Digest const& value) {
  tag('h', name);
  bytes_.append(reinterpret_cast<char const*>(value.bytes.data()), value.bytes.size());
  readable_ += fmt::format("{} = sha256 {}\n", name, value.hex());
  return *this;
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, CanonicalWriter const& content) {
  auto const digest = content.digest();
  tag('h', name);
  bytes_.append(reinterpret_cast<char const*>(digest.bytes.data()), digest.bytes.size());
  std::string_view lines = content.readable();
  for (auto end = lines.find('\n'); end != lines.npos; end = lines.find('\n')) {
    readable_ += fmt::format("{}: {}\n", name, lines.substr(0, end));
    lines.remove_prefix(end + 1);
  }
  return *this;
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, std::span<double const> values) {
  tag('d', name);
  auto const count = static_cast<std::uint64_t>(values.size());
  bytes_.append(reinterpret_cast<char const*>(&count), sizeof count);
  auto const first = bytes_.size();
  for (double value : values) {
    if (std::isnan(value)) throw InternalError(fmt::format("not a number in the key field '{}'", name));
    double const canonical = value == 0.0 ? 0.0 : value;
    bytes_.append(reinterpret_cast<char const*>(&canonical), sizeof canonical);
  }
  if (values.size() == 1) {
    readable_ += fmt::format("{} = {}\n", name, values[0]);
  } else {
    auto const content = sha256(std::as_bytes(std::span{bytes_}.subspan(first)));
    readable_ +=
        fmt::format("{} = {} values, {} .. {}, sha256 {}\n", name, values.size(), values.empty() ? 0.0 : values.front(),
                    values.empty() ? 0.0 : values.back(), content.short_hex());
  }
  return *this;
}

CanonicalWriter& CanonicalWriter::field(std::string_view name, std::vector<std::string> const& values) {
  tag('l', name);
  auto const count = static_cast<std::uint64_t>(values.size());
  bytes_.append(reinterpret_cast<char const*>(&count), sizeof count);
  for (auto const& value : values) raw(value);
  readable_ += fmt::format("{} = {}\n", name, fmt::join(values, ", "));
  return *this;
}

}  // namespace penumbra
