#include "pipeline/progress.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;

TEST_CASE("progress says how much is done, with a bar on a terminal only", "[progress]") {
  CHECK(Progress::line("computing", 10, 40, false) == "computing: 10/40 (25 %)");
  CHECK(Progress::line("computing", 10, 40, true) ==
        "computing [##########..............................] 10/40 (25 %)");
  CHECK(Progress::line("computing", 40, 40, true) ==
        "computing [########################################] 40/40 (100 %)");
  CHECK(Progress::line("computing", 0, 0, false) == "computing: 0/0 (100 %)");
}
