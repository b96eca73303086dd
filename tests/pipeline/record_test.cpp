#include "pipeline/record.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "pipeline/crc32c.hpp"

using namespace penumbra;

namespace {
Record example() {
  return {.slab = 0x1122334455667788,
          .key = short_key(sha256("a key")),
          .crc = {1, 2, 3, 0xFFFFFFFF},
          .points = 4000,
          .run_id = 0xABCDEF0123456789};
}
template <class T>
T at(RecordBytes const& bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}
}  // namespace

TEST_CASE("the fields of a record stand where the format says", "[record]") {
  auto const bytes = pack(example());
  CHECK(at<std::uint64_t>(bytes, 8) == 0x1122334455667788);
  CHECK(std::memcmp(&bytes[16], sha256("a key").bytes.data(), 16) == 0);
  CHECK(at<std::uint32_t>(bytes, 32) == 1);
  CHECK(at<std::uint32_t>(bytes, 44) == 0xFFFFFFFF);
  CHECK(at<std::uint32_t>(bytes, 48) == 4000);
  CHECK(at<std::uint64_t>(bytes, 52) == 0xABCDEF0123456789);
  CHECK(at<std::uint32_t>(bytes, 60) == crc32c(std::span{bytes}.first<60>()));
}

TEST_CASE("a record comes back as it was, and not after any flipped bit", "[record]") {
  auto const bytes = pack(example());
  CHECK(unpack_record(bytes) == example());
  CHECK_FALSE(unpack_record(RecordBytes{}));
  for (std::size_t byte = 0; byte < record_bytes; ++byte)
    for (int bit = 0; bit < 8; ++bit) {
      auto bad = bytes;
      bad[byte] ^= static_cast<std::byte>(1 << bit);
      CHECK_FALSE(unpack_record(bad));
    }
}
