#include "core/digest.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "core/errors.hpp"

TEST_CASE("SHA-256 of 'abc' is the one printed in FIPS 180-2, appendix B.1", "[core][digest][published]") {
  CHECK(penumbra::sha256(std::string_view{"abc"}).hex() ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("the canonical form tells apart what differs and only that", "[core][digest]") {
  auto const key = [](double value) { return penumbra::CanonicalWriter{}.field("x", value).digest(); };
  CHECK(key(0.0) == key(-0.0));
  CHECK(key(1.0) != key(std::nextafter(1.0, 2.0)));
  CHECK_THROWS_AS(key(std::numeric_limits<double>::quiet_NaN()), penumbra::InternalError);
  CHECK(penumbra::CanonicalWriter{}.field("a", "bc").digest() != penumbra::CanonicalWriter{}.field("ab", "c").digest());
}

TEST_CASE("a writer within a writer keeps its lines readable and counts by its digest", "[core][digest]") {
  penumbra::CanonicalWriter inner;
  inner.field("a", 1.0).field("b", std::string_view{"x"});
  auto const outer = penumbra::CanonicalWriter{}.field("part", inner);
  CHECK(outer.readable() == "part: a = 1\npart: b = x\n");
  CHECK(outer.digest() == penumbra::CanonicalWriter{}.field("part", inner.digest()).digest());
}
