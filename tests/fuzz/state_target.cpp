// The small pieces of state that a map keeps about itself; the first character says which.
#include <algorithm>

#include "core/errors.hpp"
#include "pipeline/block.hpp"
#include "pipeline/catalogue.hpp"
#include "pipeline/commands/map_json.hpp"
#include "pipeline/provenance.hpp"
#include "pipeline/record.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {
namespace {

/// What is read is written again, and read to the same.
void read_provenance(std::string const& text) {
  constexpr std::size_t rows = 8;
  constexpr std::size_t room = 1 << 20;
  auto const provenance = unpack_provenance(text, rows);
  static_cast<void>(MapStory::read(text));
  Catalogue catalogue(rows);
  catalogue.front().state = RowState::requested;
  auto const again = pack(provenance, catalogue, room);
  if (unpack_provenance(again, rows).input != provenance.input) fault("the provenance changed by writing it");
}

void read_catalogue(std::string const& text) {
  auto const catalogue = unpack_catalogue(text);
  if (why_impossible(catalogue, 64).empty() && unpack_catalogue(pack(catalogue)) != catalogue)
    fault("the catalogue changed by writing it");
}

void read_copies(Bytes bytes) {
  auto const all = std::as_bytes(bytes);
  auto const half = all.size() / 2;
  auto const pair = read_pair(all.first(half), all.subspan(half));
  if (!pair.current) return;
  auto const again = seal(*pair.current, all.size() + block_overhead_bytes);
  if (!unseal(again) || unseal(again)->payload != pair.current->payload) fault("a block changed by writing it");
}

void read_record(Bytes bytes) {
  RecordBytes copy{};
  std::copy_n(std::as_bytes(bytes).begin(), std::min(bytes.size(), copy.size()), copy.begin());
  if (auto const record = unpack_record(copy)) static_cast<void>(pack(*record));
}

}  // namespace

void read_map_state(Bytes input) {
  if (input.empty()) return;
  auto const rest = input.subspan(1);
  static_cast<void>(answer_of([&] {
    switch (input.front()) {
      case 'h':
        return static_cast<void>(pack(unpack_header(text_of(rest))));
      case 'p':
        return read_provenance(text_of(rest));
      case 'c':
        return read_catalogue(text_of(rest));
      case 'b':
        return read_copies(rest);
      case 'r':
        return read_record(rest);
      default:
        return;
    }
  }));
}

}  // namespace penumbra::fuzz
