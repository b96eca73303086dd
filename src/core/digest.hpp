#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penumbra {

/// SHA-256 of some bytes.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  /// 64 hexadecimal digits; keys are shown as the first 12.
  std::string hex() const;
  std::string short_hex() const { return hex().substr(0, 12); }
  friend auto operator<=>(Digest const&, Digest const&) = default;
};

Digest sha256(std::span<std::byte const> bytes);
Digest sha256(std::string_view bytes);

/// Canonical, length-prefixed serialisation of everything that decides a result, so that equal meaning gives equal
/// bytes.
///
/// Every field carries its name and a type tag. Doubles are 8 bytes little-endian with -0 made +0; NaN is refused.
class CanonicalWriter {
 public:
  CanonicalWriter& field(std::string_view name, double value);  ///< throws InternalError for NaN
  CanonicalWriter& field(std::string_view name, std::int64_t value);
  CanonicalWriter& field(std::string_view name, std::string_view value);
  CanonicalWriter& field(std::string_view name, Digest const& value);
  /// The content of another writer: its digest in the bytes, its lines in the readable form.
  CanonicalWriter& field(std::string_view name, CanonicalWriter const& content);
  CanonicalWriter& field(std::string_view name, std::span<double const> values);
  CanonicalWriter& field(std::string_view name, std::vector<std::string> const& values);
  std::string const& bytes() const { return bytes_; }
  Digest digest() const { return sha256(std::string_view{bytes_}); }
  /// Human-readable "name = value" lines of the same content, for `--explain` and the provenance.
  std::string const& readable() const { return readable_; }

 private:
  void tag(char type, std::string_view name);
  void raw(std::string_view text);
  std::string bytes_;
  std::string readable_;
};

}  // namespace penumbra
