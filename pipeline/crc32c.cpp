#include "pipeline/crc32c.hpp"

#include <array>
#include <cstring>

namespace penumbra {
namespace {

// Polynomial of RFC 3720, 0x1EDC6F41, with its bits reversed.
constexpr std::uint32_t polynomial = 0x82F63B78u;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = (remainder >> 1) ^ ((remainder & 1u) != 0 ? polynomial : 0u);
    table[byte] = remainder;
  }
  return table;
}

constexpr auto table = make_table();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(std::span<std::byte const> bytes) {
  std::uint64_t state = 0xFFFFFFFFu;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    state = __builtin_ia32_crc32di(state, word);
  }
  auto rest = static_cast<std::uint32_t>(state);
  for (; i < bytes.size(); ++i) rest = __builtin_ia32_crc32qi(rest, static_cast<std::uint8_t>(bytes[i]));
  return ~rest;
}
#endif

}  // namespace

std::uint32_t crc32c_by_table(std::span<std::byte const> bytes) {
  std::uint32_t state = 0xFFFFFFFFu;
  for (auto byte : bytes) state = (state >> 8) ^ table[(state ^ static_cast<std::uint32_t>(byte)) & 0xFFu];
  return ~state;
}

std::uint32_t crc32c(std::span<std::byte const> bytes) {
#if defined(__x86_64__)
  static bool const has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return crc32c_by_instruction(bytes);
#endif
  return crc32c_by_table(bytes);
}

}  // namespace penumbra
