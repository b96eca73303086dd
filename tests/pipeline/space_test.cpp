#include "pipeline/space.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/errors.hpp"

using namespace penumbra;

TEST_CASE("what cannot fit is refused with both numbers", "[space]") {
  auto const here = std::filesystem::temp_directory_path();
  CHECK_NOTHROW(check_free_space(here, 0));
  // An exabyte: more than any disk has.
  CHECK_THROWS_WITH(check_free_space(here, std::uint64_t{1} << 60), Catch::Contains("needs 1152921504606846976 bytes"));
  CHECK_THROWS_AS(check_free_space(here / "no-such-folder", 1), IoError);
}
