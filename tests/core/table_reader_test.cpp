#include "core/table_reader.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using penumbra::TextTable;

TEST_CASE("a table gives its header and columns back", "[core][table]") {
  auto const table = TextTable::parse("# title: A curve\n# cl: 0.9\nmass_GeV,g\n0.1,1e-3\n0.2,inf\n", "x.csv");
  CHECK(table.header("title") == "A curve");
  CHECK(table.number("cl") == 0.9);
  CHECK(table.rows() == 2);
  CHECK(std::isinf(table.column("g")[1]));
}

TEST_CASE("what does not parse is refused with its place", "[core][table]") {
  auto const [text, expected] = GENERATE(table<std::string, std::string>({
      {"\xEF\xBB\xBFmass,g\n", "x.csv:1:1: begins with a byte-order mark"},
      {"mass,g\n0.1,1\n0.2\n", "x.csv:3:1: expected 2 values"},
      {"mass,g\n0.1,abc\n", "x.csv:2:5: 'abc' is not a number"},
      {"mass,g\n0.1,nan\n", "x.csv:2:5: not a number (NaN)"},
      {"# a: 1\n# a: 2\nm\n", "x.csv:2:1: the key 'a' is given twice"},
      {"", "x.csv:1:1: no column titles"},
  }));
  CHECK_THROWS_WITH(TextTable::parse(text, "x.csv"), Catch::StartsWith(expected));
}

TEST_CASE("the content of a table is its titles and numbers, not how they are written", "[core][table]") {
  auto const content = [](std::string const& text) { return TextTable::parse(text, "x.csv").content(); };
  auto const written = content("# title: A curve\nmass_GeV,g\n0.1,1e-3\n0.2,inf\n");
  CHECK(content("# notes: read again\n# title: B\n\nmass_GeV , g\r\n 1.0e-1,0.001\r\n\n0.2,inf") == written);
  CHECK(content("g,mass_GeV\n1e-3,0.1\ninf,0.2\n") == written);
  CHECK(content("mass_GeV,g\n0.1,1.0001e-3\n0.2,inf\n") != written);
  CHECK(content("mass_GeV,h\n0.1,1e-3\n0.2,inf\n") != written);
  CHECK(content("mass_GeV,g\n0.2,inf\n0.1,1e-3\n") != written);
}
