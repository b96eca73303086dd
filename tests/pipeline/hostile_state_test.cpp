#include "core/errors.hpp"
#include "pipeline/catalogue.hpp"
#include "pipeline/commands/map_json.hpp"
#include "pipeline/state_json.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace penumbra;

namespace {

CatalogueEntry requested(std::string const& name, std::uint32_t first_response, std::uint32_t components) {
  CatalogueEntry entry;
  entry.state = RowState::requested;
  entry.name = name;
  entry.first_response = first_response;
  entry.components = components;
  return entry;
}

std::string nested(std::size_t depth) {
  return R"({"input":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

}  // namespace

TEST_CASE("a catalogue that no run wrote is refused with its fault") {
  CHECK(why_impossible({requested("a", 0, 1), requested("b", 3, 1), {}}, 6).empty());
  CHECK_THAT(why_impossible({requested("a", 0, 1), requested("b", 2, 1)}, 6), Catch::Contains("share"));
  CHECK_THAT(why_impossible({requested("a", 4, 1)}, 6), Catch::Contains("beyond"));
  // 3 * 0x55555556 is 2 in 32 bits
  CHECK_THAT(why_impossible({requested("a", 0, 0x55555556)}, 6), Catch::Contains("beyond"));
  CHECK_THAT(why_impossible({requested("a", 0, 0), requested("a", 0, 0)}, 6), Catch::Contains("twice"));
  CHECK_THAT(why_impossible({requested("", 0, 0)}, 6), Catch::Contains("no name"));
  CHECK_THAT(why_impossible({requested("a\x1b[2J", 0, 0)}, 6), Catch::Contains("printable"));
  auto entry = requested("a", 0, 0);
  entry.status = static_cast<Status>(7);
  CHECK_THAT(why_impossible({entry}, 6), Catch::Contains("status 7"));
}

TEST_CASE("JSON of a map is an object, and flat enough to be written again") {
  CHECK(parse_state(nested(20), "provenance").contains("input"));
  CHECK_THROWS_AS(parse_state(nested(100000), "provenance"), IoError);
  CHECK_THROWS_AS(parse_state("[]", "header"), IoError);
  CHECK_THROWS_AS(parse_state("{", "header"), IoError);
  CHECK_THROWS_AS(MapStory::read(R"({"input":{"model":1}})"), IoError);
  CHECK_THROWS_AS(MapStory::read(R"({"input":{"options":{"dm":2}}})"), IoError);
  CHECK(MapStory::read(R"({"input":{"model":"dark-photon"}})").model == "dark-photon");
}
