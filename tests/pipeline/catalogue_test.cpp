#include "pipeline/catalogue.hpp"

#include <catch2/catch.hpp>

#include "core/errors.hpp"
#include "pipeline/block.hpp"
#include "pipeline/provenance.hpp"

using namespace penumbra;

namespace {
CatalogueEntry example() {
  return {.state = RowState::requested,
          .name = std::string(max_name_bytes, 'n'),
          .key = sha256("key"),
          .kind = Kind::limit,
          .status = Status::projected,
          .data_set = std::string(max_data_set_bytes, 'd'),
          .in_combination = true,
          .definition_offset = 17,
          .definition_length = 4,
          .first_response = 12,
          .components = 2,
          .retired_in = 9,
          .sensitivity = 123456789};
}
}  // namespace

TEST_CASE("a catalogue comes back as it was, and the smallest one fits into its block", "[catalogue]") {
  Catalogue catalogue(64);
  catalogue[0] = example();
  catalogue[63] = example();
  auto const bytes = pack(catalogue);
  CHECK(unpack_catalogue(bytes) == catalogue);
  CHECK(bytes.size() + block_overhead_bytes <= catalogue_bytes_per_row * catalogue.size());
  CHECK_THROWS_AS(unpack_catalogue(bytes.substr(1)), IoError);
}

TEST_CASE("a header comes back as it was", "[catalogue]") {
  Header const header{.state = RunState::running,
                      .complete = true,
                      .run_id = UINT64_MAX,
                      .host = "node17",
                      .job = "42",
                      .started = "2030-01-02T03:04:05Z",
                      .catalogue_generation = 8};
  auto const back = unpack_header(pack(header));
  CHECK(back.state == header.state);
  CHECK(back.complete);
  CHECK(back.run_id == header.run_id);
  CHECK(back.host == header.host);
  CHECK(back.catalogue_generation == 8);
  CHECK_THROWS_AS(unpack_header("{}"), IoError);
}

TEST_CASE("the catalogue says where a definition stands in the provenance", "[provenance]") {
  Catalogue catalogue(4);
  catalogue[2] = example();
  Provenance provenance{.input = R"({"model": "dark-photon"})", .rows = std::vector<RowProvenance>(4), .log = {}};
  provenance.rows[2] = {
      .definition = "line \"one\"\nline two", .component_groups = {"flux:a", "flux:b"}, .code = "abc"};
  auto const text = pack(provenance, catalogue, 1 << 20);
  CHECK(text.substr(catalogue[2].definition_offset, catalogue[2].definition_length) == R"("line \"one\"\nline two")");
  auto const back = unpack_provenance(text, 4);
  CHECK(back.rows[2].definition == provenance.rows[2].definition);
  CHECK(back.rows[2].component_groups == provenance.rows[2].component_groups);
  CHECK(back.rows[2].code == "abc");
  CHECK(back.input == R"({"model":"dark-photon"})");
}

TEST_CASE("a provenance that is too long loses its longest definitions first", "[provenance]") {
  Catalogue catalogue(2);
  catalogue[0] = example();
  catalogue[1] = example();
  Provenance provenance{.input = "{}", .rows = std::vector<RowProvenance>(2), .log = {}};
  provenance.rows[0].definition = std::string(5000, 'a');
  provenance.rows[1].definition = "short";
  auto const text = pack(provenance, catalogue, 2000);
  CHECK(text.size() <= 2000);
  CHECK(catalogue[0].definition_length == 0);
  CHECK(unpack_provenance(text, 2).rows[1].definition == "short");
}
