#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/digest.hpp"

namespace penumbra {

/// First 16 bytes of a content key.
using ShortKey = std::array<std::uint8_t, 16>;
ShortKey short_key(Digest const& key);

/// Says that one slab of one row is finished, and what its bytes add up to.
struct Record {
  std::uint64_t slab = 0;
  ShortKey key{};
  std::array<std::uint32_t, 4>
      crc{};                 ///< CRC32C of the slab's valid bytes in each dataset of the row; zero where it has none
  std::uint32_t points = 0;  ///< valid points in the slab
  std::uint64_t run_id = 0;
  friend bool operator==(Record const&, Record const&) = default;
};

inline constexpr std::size_t record_bytes = 64;
using RecordBytes = std::array<std::byte, record_bytes>;

RecordBytes pack(Record const& record);

/// Nothing when it was never written (all zero), or when magic, version or its own CRC are wrong.
std::optional<Record> unpack_record(std::span<std::byte const, record_bytes> bytes);

}  // namespace penumbra
