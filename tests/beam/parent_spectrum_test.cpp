#include "beam/parent_spectrum.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;

TEST_CASE("a table with another t is refused", "[beam]") {
  CHECK_THROWS_WITH((ParentSpectrum{TextTable::parse("# t: p theta\np_GeV,t_GeV,density\n", "old.csv")}),
                    Catch::Contains("old.csv:1:1: t is 'p theta', expected '2 p sin(theta/2)'"));
}
