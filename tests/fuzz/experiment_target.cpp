// The text of an experiment or a measurement. Its beam is the toy beside this file.
#include "analysis/experiment_file.hpp"
#include "analysis/measurement.hpp"
#include "core/errors.hpp"
#include "model/registry.hpp"
#include "targets.hpp"

namespace penumbra::fuzz {
namespace {

/// Files are named like the analysis: what the text says, so that this check is passed.
std::string stem_of(std::string const& text) {
  constexpr std::string_view key = "name = \"";
  auto const at = text.find(key);
  if (at == std::string::npos) return "experiment";
  auto const from = at + key.size();
  auto const stem = text.substr(from, text.find_first_of("\"\n", from) - from);
  return stem.empty() || stem.find_first_of(std::string_view{"/\\.\0", 4}) != std::string::npos ? "experiment" : stem;
}

}  // namespace

void read_experiment(Bytes input) {
  auto const text = text_of(input);
  std::filesystem::path const folder = PENUMBRA_FUZZ_DATA;
  auto const file = stem_of(text) + ".toml";
  auto const answer = answer_of([&] {
    Problems problems;
    auto table = TomlTable::parse(text, file, problems);
    LoadedBeams loaded;
    std::unique_ptr<Analysis const> analysis;
    if (is_measurement(table))
      analysis = read_measurement(table, file, problems);
    else
      analysis = read_search(table, read_info(table, file), {folder, folder, loaded}, problems);
    if (!analysis && problems.empty()) fault("no analysis and no problem");
    problems.throw_if_any();
    static auto const model = make_model("dark-photon");
    CanonicalWriter key;
    analysis->write_key(key, *model);
    static_cast<void>(analysis->applies_to(*model));
  });
  if (!answer.starts_with(folder.string())) require_place(answer, file);
}

}  // namespace penumbra::fuzz
