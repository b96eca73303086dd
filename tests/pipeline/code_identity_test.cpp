#include "pipeline/code_identity.hpp"

#include <catch2/catch.hpp>

// Debian builds everything with build ids (gcc --enable-linker-build-id); `readelf -n` prints them.
TEST_CASE("a build knows its identity, always the same", "[pipeline][code]") {
  auto const identity = penumbra::code_identity();
  CHECK(identity.size() == 64);
  CHECK(penumbra::code_identity() == identity);
}
