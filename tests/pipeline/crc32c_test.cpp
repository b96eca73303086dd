#include "pipeline/crc32c.hpp"

#include <catch2/catch.hpp>
#include <string_view>
#include <vector>

using namespace penumbra;

namespace {
std::span<std::byte const> bytes_of(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}
}  // namespace

TEST_CASE("CRC-32C gives the published check values", "[crc32c][published]") {
  // Check value of CRC-32/ISCSI in the catalogue of parametrised CRC algorithms.
  CHECK(crc32c(bytes_of("123456789")) == 0xE3069283u);
  // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and 0 .. 31.
  std::vector<std::byte> bytes(32);
  CHECK(crc32c(bytes) == 0x8A9136AAu);
  std::fill(bytes.begin(), bytes.end(), std::byte{0xFF});
  CHECK(crc32c(bytes) == 0x62A8AB43u);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
  CHECK(crc32c(bytes) == 0x46DD794Eu);
}

TEST_CASE("instruction and table agree for every length and alignment", "[crc32c][independent]") {
  std::vector<std::byte> bytes(100);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 37 + 11);
  for (std::size_t first = 0; first < 9; ++first)
    for (std::size_t length = 0; first + length <= bytes.size(); ++length) {
      auto const part = std::span<std::byte const>{bytes}.subspan(first, length);
      CHECK(crc32c(part) == crc32c_by_table(part));
    }
}

TEST_CASE("long stretches, which are computed side by side, agree with the table", "[crc32c][independent]") {
  std::vector<std::byte> bytes((std::size_t{1} << 17) + 64);
  std::uint32_t state = 1;
  for (auto& byte : bytes) {
    state = state * 1664525u + 1013904223u;  // a linear congruential generator: any bytes will do
    byte = static_cast<std::byte>(state >> 24);
  }
  std::size_t const around = std::size_t{64} << 10;
  for (std::size_t const first : {0, 1, 7, 8})
    for (std::size_t const length :
         {around - 1, around, around + 1, around + 31, around + 33, 2 * around - 5, 2 * around})
      CHECK(crc32c(std::span<std::byte const>{bytes}.subspan(first, length)) ==
            crc32c_by_table(std::span<std::byte const>{bytes}.subspan(first, length)));
}
