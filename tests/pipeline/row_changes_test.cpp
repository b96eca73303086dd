#include "pipeline/row_changes.hpp"

#include <catch2/catch.hpp>

namespace penumbra {
namespace {

Digest key_of(std::string const& content) { return sha256(std::string_view{content}); }

RowRequest request(std::string const& name, std::string const& definition) {
  RowRequest row;
  row.name = name;
  row.key = key_of(definition);
  row.definition = definition;
  return row;
}

struct Map {
  Catalogue catalogue{64};
  std::vector<RowProvenance> provenance{64};
  void put(std::size_t row, std::string const& name, std::string const& definition, RowState state) {
    catalogue[row].name = name;
    catalogue[row].key = key_of(definition);
    catalogue[row].state = state;
    provenance[row].definition = definition;
  }
};

TEST_CASE("an update keeps, adds, changes, takes back and removes rows", "[row_changes]") {
  Map map;
  map.put(0, "kept", "a = 1\n", RowState::requested);
  map.put(1, "changed", "background = 1\nsignal = 2\n", RowState::requested);
  map.put(2, "gone", "c = 1\n", RowState::requested);
  map.put(3, "back", "d = 1\n", RowState::retired);
  std::vector<RowRequest> const wanted{request("new", "e = 1\n"), request("kept", "a = 1\n"),
                                       request("changed", "background = 3\nsignal = 2\n"), request("back", "d = 1\n")};
  auto const changes = row_changes(map.catalogue, map.provenance, wanted);
  REQUIRE(changes.size() == 5);
  auto const action = [&](std::string const& name) {
    for (auto const& change : changes)
      if (change.name == name) return change.action;
    throw std::runtime_error(name);
  };
  CHECK(action("kept") == RowAction::kept);
  CHECK(action("changed") == RowAction::changed);
  CHECK(action("gone") == RowAction::removed);
  CHECK(action("back") == RowAction::returned);
  CHECK(action("new") == RowAction::added);
  auto const& fields = changes[1].fields;
  REQUIRE(changes[1].name == "changed");
  REQUIRE(fields.size() == 1);
  CHECK(fields[0].field == "background");
  CHECK(fields[0].before == "1");
  CHECK(fields[0].after == "3");
}

TEST_CASE("an analysis that takes back its old content is named with what differs", "[row_changes]") {
  Map map;
  map.put(0, "a", "background = 2\n", RowState::requested);
  map.put(1, "a", "background = 1\n", RowState::retired);
  std::vector<RowRequest> const wanted{request("a", "background = 1\n")};
  auto const changes = row_changes(map.catalogue, map.provenance, wanted);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].action == RowAction::returned);
  CHECK(changes[0].row == 1);
  CHECK(changes[0].fields.size() == 1);
}

TEST_CASE("lines that repeat a field are told apart by their values", "[row_changes]") {
  auto const changes = changed_fields("energy = 1\nenergy = 2\nold = x\n", "energy = 1\nenergy = 3\nnew = y\n");
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].field == "energy");
  CHECK(changes[0].before == "2");
  CHECK(changes[0].after == "3");
  CHECK(changes[1].field == "old");
  CHECK_FALSE(changes[1].after);
  CHECK(changes[2].field == "new");
  CHECK_FALSE(changes[2].before);
  CHECK(changed_fields("a = 1\n", "a = 1\n").empty());
}

}  // namespace
}  // namespace penumbra
