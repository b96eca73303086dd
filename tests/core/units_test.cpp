#include "core/units.hpp"

#include <catch2/catch.hpp>

using penumbra::Dimension;
using penumbra::in_base_units;

TEST_CASE("a quantity has the same bits in whichever unit it is written", "[core][units]") {
  // 17.5 * 1e-3 is 0.017500000000000002 in doubles: the plain product would tell the two apart.
  CHECK(*in_base_units(17.5, "MeV", Dimension::energy) == 0.0175);
  CHECK(*in_base_units(17500.0, "keV", Dimension::energy) == 0.0175);
  CHECK(*in_base_units(510.99895, "keV", Dimension::energy) == 0.00051099895);
  for (int i = 1; i < 1000; ++i) {
    double const length_m = i / 100.0;
    CHECK(*in_base_units(length_m, "m", Dimension::length) == length_m);
    CHECK(*in_base_units(i, "cm", Dimension::length) == length_m);
    CHECK(*in_base_units(10.0 * i, "mm", Dimension::length) == length_m);
  }
  CHECK_FALSE(in_base_units(1.0, "GeV", Dimension::length));
}
