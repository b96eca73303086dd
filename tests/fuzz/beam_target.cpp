// The text of a beam. Its tables are those of the toy beside this file.
#include "beam/beam.hpp"
#include "core/errors.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {

void read_beam_file(Bytes input) {
  std::filesystem::path const folder = PENUMBRA_FUZZ_DATA;
  auto const answer = answer_of([&] {
    Problems problems;
    auto const beam = read_beam(text_of(input), folder, "toy", problems);
    if (!beam && problems.empty()) fault("no beam and no problem");
    problems.throw_if_any();
    static_cast<void>(beam->collisions_per_exposure());
    for (auto const& parent : beam->parents) static_cast<void>(parent.from("nobody").total());
  });
  require_place(answer, (folder / "beams" / "toy.toml").string());
}

}  // namespace penumbra::fuzz
