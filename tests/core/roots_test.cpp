#include "core/roots.hpp"

#include <catch2/catch.hpp>
#include <numbers>

#include "core/errors.hpp"

TEST_CASE("a bracketed root is found and a missing one is refused", "[core][roots]") {
  CHECK(penumbra::find_root([](double x) { return x * x - 2.0; }, 0.0, 2.0) ==
        Approx(std::numbers::sqrt2).epsilon(1e-11));
  CHECK_THROWS_AS(penumbra::find_root([](double x) { return x * x + 1.0; }, 0.0, 2.0), penumbra::InternalError);
}
