#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penumbra {

/// A small piece of state that is stored twice; the older copy is the one that is overwritten, so that a torn write
/// costs one generation, never the state. A copy is: generation (8 bytes), length (4), payload, CRC32C of all before it
/// (4).
struct Block {
  std::uint64_t generation = 0;  ///< counts from 1
  std::string payload;
};

inline constexpr std::size_t block_overhead_bytes = 16;

/// The bytes of one copy. Throws InternalError when they do not fit into `capacity`.
std::vector<std::byte> seal(Block const& block, std::size_t capacity);

/// What a copy holds; nothing when it was never written, or torn.
std::optional<Block> unseal(std::span<std::byte const> copy);

/// The state of a pair of copies.
struct BlockPair {
  std::optional<Block> current;  ///< the valid copy with the higher generation
  std::size_t next_copy = 0;     ///< the copy to overwrite next
  bool damaged = false;          ///< one copy was written but cannot be read
};
BlockPair read_pair(std::span<std::byte const> copy_0, std::span<std::byte const> copy_1);

}  // namespace penumbra
