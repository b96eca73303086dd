// A small finished map, with the bytes changed that the input says: of the structure HDF5 keeps, of the state (with
// good checksums, so that it is believed), of records and numbers. Then the commands that read maps.
#include "base_map.hpp"
#include "core/errors.hpp"
#include "pipeline/commands/commands.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {
namespace {

/// Takes numbers and bytes off the front of an input; zeros at its end.
class Source {
 public:
  explicit Source(Bytes bytes) : bytes_{bytes} {}
  bool empty() const { return bytes_.empty(); }
  std::size_t number(std::size_t width) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value |= std::size_t{take(1).empty() ? std::uint8_t{0} : last_} << (8 * i);
    return value;
  }
  Bytes take(std::size_t count) {
    auto const taken = bytes_.first(std::min(count, bytes_.size()));
    bytes_ = bytes_.subspan(taken.size());
    if (!taken.empty()) last_ = taken.back();
    return taken;
  }

 private:
  Bytes bytes_;
  std::uint8_t last_ = 0;
};

void change(BaseMap& map, Source& source) {
  switch (source.number(1) % 7) {
    case 0: {  // a few bytes of the structure
      auto const at = source.number(2);
      map.change_structure(at, source.take(1 + source.number(1) % 8));
      return;
    }
    case 1:
      return map.replace_state(StateBlock::header, text_of(source.take(source.number(2))));
    case 2: {  // a few bytes of the catalogue
      auto const at = source.number(2);
      return map.change_catalogue(at, source.take(1 + source.number(1) % 16));
    }
    case 3:
      return map.replace_state(StateBlock::provenance, text_of(source.take(source.number(2))));
    case 4: {
      auto const record = source.number(2);
      auto const at = source.number(1);
      return map.change_record(record, at, source.take(1 + source.number(1) % 16));
    }
    case 5: {
      auto const at = source.number(4);
      return map.change(at, source.take(1 + source.number(1) % 16));
    }
    default:
      return map.cut(source.number(4));
  }
}

}  // namespace

void read_map(Bytes input) {
  static BaseMap map;
  Source source{input};
  auto const command = source.number(1) % 5;
  bool const untouched = source.empty();
  for (int changes = 0; changes < 8 && !source.empty(); ++changes) change(map, source);
  auto const answer = answer_of([&] {
    switch (command) {
      case 0:
        return static_cast<void>(run_info({map.path(), "--verify", "--json"}));
      case 1:
        return static_cast<void>(run_contour({map.path(), "--json", "--incomplete"}));
      case 2:
        return static_cast<void>(run_diff({map.path(), map.good_path(), "--json"}));
      case 3:
        return static_cast<void>(run_contour({map.path(), "--rule", "delta", "--incomplete"}));
      default:
        return static_cast<void>(run_info({map.path()}));
    }
  });
  if (untouched && !answer.empty()) fault("a good map is refused: " + answer);
  map.restore();
}

}  // namespace penumbra::fuzz
