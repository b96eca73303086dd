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
// The instruction takes 8 bytes and has its result three cycles later: stretches side by side keep it busy.
constexpr std::size_t lanes = 4;
constexpr std::size_t worth_splitting_bytes = std::size_t{64} << 10;

/// Product of two polynomials modulo the one of the CRC; the highest bit is the coefficient of x^0.
constexpr std::uint32_t product(std::uint32_t a, std::uint32_t b) {
  std::uint32_t result = 0;
  for (int power = 31; power >= 0; --power) {
    if ((a >> power & 1u) != 0) result ^= b;
    b = (b >> 1) ^ ((b & 1u) != 0 ? polynomial : 0u);  // times x
  }
  return result;
}

/// x^(8 n): what n bytes that follow do to a CRC.
constexpr std::uint32_t after_bytes(std::size_t n) {
  std::uint32_t result = 1u << 31;
  for (std::uint32_t square = 1u << 23; n != 0; n >>= 1, square = product(square, square))
    if ((n & 1u) != 0) result = product(result, square);
  return result;
}

__attribute__((target("sse4.2"))) std::uint32_t one_stretch(std::byte const* bytes, std::size_t size) {
  std::uint64_t state = 0xFFFFFFFFu;
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i, sizeof word);
    state = __builtin_ia32_crc32di(state, word);
  }
  auto rest = static_cast<std::uint32_t>(state);
  for (; i < size; ++i) rest = __builtin_ia32_crc32qi(rest, static_cast<std::uint8_t>(bytes[i]));
  return ~rest;
}

/// CRCs of neighbouring stretches of `size` bytes, a multiple of 8.
__attribute__((target("sse4.2"))) std::array<std::uint32_t, lanes> several_stretches(std::byte const* bytes,
                                                                                     std::size_t size) {
  std::array<std::uint64_t, lanes> state;
  state.fill(0xFFFFFFFFu);
  for (std::size_t i = 0; i < size; i += 8)
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes + lane * size + i, sizeof word);
      state[lane] = __builtin_ia32_crc32di(state[lane], word);
    }
  std::array<std::uint32_t, lanes> crc;
  for (std::size_t lane = 0; lane < lanes; ++lane) crc[lane] = ~static_cast<std::uint32_t>(state[lane]);
  return crc;
}

std::uint32_t crc32c_by_instruction(std::span<std::byte const> bytes) {
  if (bytes.size() < worth_splitting_bytes) return one_stretch(bytes.data(), bytes.size());
  auto const size = bytes.size() / lanes / 8 * 8;
  auto const shift = after_bytes(size);
  std::uint32_t crc = 0;
  for (auto const stretch : several_stretches(bytes.data(), size)) crc = product(shift, crc) ^ stretch;
  auto const rest = bytes.subspan(lanes * size);
  return product(after_bytes(rest.size()), crc) ^ one_stretch(rest.data(), rest.size());
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
