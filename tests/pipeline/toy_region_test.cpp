#include "pipeline/toy_region.hpp"

#include <catch2/catch.hpp>

using namespace penumbra;

TEST_CASE("a net has the first and the last value, equal steps, and no more nodes than asked for", "[toys][property]") {
  CHECK(net_nodes(5, 64) == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(net_nodes(200, 64).size() <= 64);
  CHECK(net_nodes(10, 4) == std::vector<std::size_t>{0, 3, 6, 9});
  CHECK(net_nodes(11, 4) == std::vector<std::size_t>{0, 4, 8, 10});
  CHECK(net_nodes(1, 64) == std::vector<std::size_t>{0});
  for (std::size_t values = 2; values < 300; ++values) {
    auto const nodes = net_nodes(values, 64);
    CHECK((nodes.front() == 0 && nodes.back() == values - 1 && nodes.size() <= 64));
  }
}
