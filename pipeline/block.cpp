#include "pipeline/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/errors.hpp"
#include "pipeline/crc32c.hpp"

namespace penumbra {
namespace {

bool never_written(std::span<std::byte const> copy) {
  return std::all_of(copy.begin(), copy.end(), [](std::byte b) { return b == std::byte{0}; });
}

}  // namespace

std::vector<std::byte> seal(Block const& block, std::size_t capacity) {
  std::size_t const size = block.payload.size() + block_overhead_bytes;
  if (size > capacity)
    throw InternalError(fmt::format("a state block of {} bytes does not fit into {} bytes", size, capacity));
  std::vector<std::byte> bytes(size);
  auto const length = static_cast<std::uint32_t>(block.payload.size());
  std::memcpy(bytes.data(), &block.generation, 8);
  std::memcpy(bytes.data() + 8, &length, 4);
  std::memcpy(bytes.data() + 12, block.payload.data(), block.payload.size());
  std::uint32_t const crc = crc32c(std::span{bytes}.first(size - 4));
  std::memcpy(bytes.data() + size - 4, &crc, 4);
  return bytes;
}

std::optional<Block> unseal(std::span<std::byte const> copy) {
  if (copy.size() < block_overhead_bytes) return std::nullopt;
  Block block;
  std::uint32_t length = 0;
  std::memcpy(&block.generation, copy.data(), 8);
  std::memcpy(&length, copy.data() + 8, 4);
  if (block.generation == 0 || length > copy.size() - block_overhead_bytes) return std::nullopt;
  std::uint32_t crc = 0;
  std::memcpy(&crc, copy.data() + 12 + length, 4);
  if (crc != crc32c(copy.first(12 + length))) return std::nullopt;
  block.payload.assign(reinterpret_cast<char const*>(copy.data()) + 12, length);
  return block;
}

BlockPair read_pair(std::span<std::byte const> copy_0, std::span<std::byte const> copy_1) {
  auto const first = unseal(copy_0);
  auto const second = unseal(copy_1);
  BlockPair pair;
  pair.damaged = (!first && !never_written(copy_0)) || (!second && !never_written(copy_1));
  bool const second_is_current = second && (!first || second->generation > first->generation);
  pair.current = second_is_current ? second : first;
  pair.next_copy = second_is_current || !first ? 0 : 1;
  return pair;
}

}  // namespace penumbra
