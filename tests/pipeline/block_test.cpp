#include "pipeline/block.hpp"

#include <catch2/catch.hpp>

#include "core/errors.hpp"

using namespace penumbra;

namespace {
constexpr std::size_t capacity = 128;

/// A copy as it stands in the file: sealed bytes, then whatever was there before.
std::vector<std::byte> copy_of(std::uint64_t generation, std::string const& payload,
                               std::vector<std::byte> before = std::vector<std::byte>(capacity)) {
  auto const bytes = seal({generation, payload}, capacity);
  std::copy(bytes.begin(), bytes.end(), before.begin());
  return before;
}
}  // namespace

TEST_CASE("the valid copy with the higher generation counts, and the other is overwritten next", "[block]") {
  std::vector<std::byte> const empty(capacity);
  auto const none = read_pair(empty, empty);
  CHECK_FALSE(none.current);
  CHECK_FALSE(none.damaged);

  auto const first = read_pair(copy_of(1, "one"), empty);
  REQUIRE(first.current);
  CHECK(first.current->payload == "one");
  CHECK(first.next_copy == 1);
  CHECK_FALSE(first.damaged);

  auto const both = read_pair(copy_of(3, "three"), copy_of(2, "two"));
  CHECK(both.current->payload == "three");
  CHECK(both.next_copy == 1);
  auto const other = read_pair(copy_of(3, "three"), copy_of(4, "four"));
  CHECK(other.current->payload == "four");
  CHECK(other.next_copy == 0);
}

TEST_CASE("a write torn at any byte leaves the previous generation", "[block]") {
  auto const current = copy_of(5, "the state that must survive");
  auto const older = copy_of(4, "old");
  auto const newer = copy_of(6, "a longer payload of the next generation", older);
  for (std::size_t written = 0; written < capacity; ++written) {
    auto torn = older;
    std::copy_n(newer.begin(), written, torn.begin());
    auto const pair = read_pair(current, torn);
    REQUIRE(pair.current);
    bool const all_there = torn == newer;
    CHECK(pair.current->generation == (all_there ? 6 : 5));
    CHECK(pair.next_copy == (all_there ? 0 : 1));
  }
}

TEST_CASE("a flipped bit anywhere in a copy is found", "[block]") {
  auto const good = copy_of(7, "payload");
  auto const older = copy_of(6, "older");
  for (std::size_t byte = 0; byte < 7 + block_overhead_bytes; ++byte)
    for (int bit = 0; bit < 8; ++bit) {
      auto bad = good;
      bad[byte] ^= static_cast<std::byte>(1 << bit);
      auto const pair = read_pair(bad, older);
      REQUIRE(pair.current);
      CHECK(pair.current->payload == "older");
      CHECK(pair.damaged);
      CHECK(pair.next_copy == 0);
    }
}

TEST_CASE("a payload that does not fit is refused", "[block]") {
  CHECK_NOTHROW(seal({1, std::string(capacity - block_overhead_bytes, 'x')}, capacity));
  CHECK_THROWS_AS(seal({1, std::string(capacity - block_overhead_bytes + 1, 'x')}, capacity), InternalError);
}
