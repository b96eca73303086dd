#include "core/toml_reader.hpp"

#include <catch2/catch.hpp>

using penumbra::Dimension;
using penumbra::Problems;
using penumbra::TomlTable;

TEST_CASE("numbers are converted to the program's units", "[core][toml]") {
  Problems problems;
  auto table = TomlTable::parse("mass = \"10 MeV\"\nr = { value = 10, unit = \"cm\", source = \"x\" }\nbare = 0.3\n",
                                "card.toml", problems);
  CHECK(table.number("mass", Dimension::energy) == Approx(0.01));
  CHECK(table.sourced("r", Dimension::length).value == Approx(0.1));
  CHECK(table.number("bare", Dimension::energy) == 0.3);
  table.finish();
  CHECK(problems.empty());
}

TEST_CASE("every problem is reported with file, line and column", "[core][toml]") {
  Problems problems;
  auto table = TomlTable::parse("a = 1\nmass = \"10 m\"\nr = 3\ntypo = 2\n", "card.toml", problems);
  table.number("mass", Dimension::energy);
  table.sourced("r", Dimension::length);
  table.number("gone");
  table.finish();
  REQUIRE(problems.list().size() == 5);
  CHECK(problems.list()[0].where == "card.toml:2:8");
  CHECK(problems.list()[0].message.find("unit 'm' does not fit") != std::string::npos);
  CHECK(problems.list()[1].where == "card.toml:3:5");
  CHECK(problems.list()[2].message.find("'gone' is missing") != std::string::npos);
  CHECK(problems.list()[4].message.find("unknown key 'typo'") != std::string::npos);
}

TEST_CASE("a syntax error has a place", "[core][toml]") {
  Problems problems;
  TomlTable::parse("a = \n", "card.toml", problems);
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list()[0].where.substr(0, 12) == "card.toml:1:");
}
