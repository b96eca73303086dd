#include "core/csv_reader.hpp"

#include <catch2/catch.hpp>

#include "core/errors.hpp"

using penumbra::CsvTable;

TEST_CASE("comma-separated texts are read as in RFC 4180", "[core][csv]") {
  auto const table =
      CsvTable::parse("id,source\r\n1,\"a, b\"\n\n2,\"he said \"\"no\"\"\"\n3,\"two\nlines\"\n4,\n", "x.csv");
  REQUIRE(table.rows() == 4);
  CHECK(table.field(0, "source") == "a, b");
  CHECK(table.field(1, "source") == "he said \"no\"");
  CHECK(table.field(2, "source") == "two\nlines");
  CHECK(table.field(3, "source").empty());
  CHECK(table.where(1) == "x.csv:4");
  CHECK(table.where(3) == "x.csv:7");
}

TEST_CASE("broken comma-separated texts are refused with the line", "[core][csv]") {
  CHECK_THROWS_WITH(CsvTable::parse("", "x.csv"), Catch::Contains("x.csv:1"));
  CHECK_THROWS_WITH(CsvTable::parse("\xEF\xBB\xBFid\n1\n", "x.csv"), Catch::Contains("byte-order mark"));
  CHECK_THROWS_WITH(CsvTable::parse("id,id\n", "x.csv"), Catch::Contains("twice"));
  CHECK_THROWS_WITH(CsvTable::parse("id,value\n1,2\n3\n", "x.csv"), Catch::Contains("x.csv:3"));
  CHECK_THROWS_WITH(CsvTable::parse("id\n\"open\n", "x.csv"), Catch::Contains("inside a quoted field"));
  CHECK_THROWS_WITH(CsvTable::parse("id\na\"b\n", "x.csv"), Catch::Contains("x.csv:2"));
  CHECK_THROWS_WITH(CsvTable::parse("id\n\"a\"b\n", "x.csv"), Catch::Contains("closing quote"));
  CHECK_THROWS_AS(CsvTable::parse("id\n1\n", "x.csv").field(0, "value"), penumbra::InputError);
}
