#include "pipeline/export/citations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "core/errors.hpp"
#include "model/registry.hpp"
#include "pipeline/text_file.hpp"

namespace penumbra {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> all_matches(std::string const& text, std::regex const& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at) found.push_back((*at)[1]);
  return found;
}

/// INSPIRE keys in the `source` of the numbers of a TOML file; none when there is no such file.
std::vector<std::string> sources_in(fs::path const& file) {
  static std::regex const source{R"re(\bsource\s*=\s*"([^"]*)")re"};
  static std::regex const key{R"re(\b([A-Z][A-Za-z'-]+:[0-9]{4}[a-z]{2,3})\b)re"};
  std::vector<std::string> keys;
  if (!fs::exists(file)) return keys;
  for (auto const& text : all_matches(read_whole_file(file), source))
    for (auto const& one : all_matches(text, key)) keys.push_back(one);
  return keys;
}

/// Collects citations, each key once per analysis, and what references.bib lacks.
class Collector {
 public:
  explicit Collector(Bibliography const& bibliography) : bibliography_{bibliography} {}

  void add(std::string const& analysis, std::string const& role, std::string const& key) {
    if (key.empty() || !seen_.insert({analysis, key}).second) return;
    if (!bibliography_.has(key))
      missing_.add(analysis, fmt::format("references.bib has no entry '{}' ({})", key, role));
    citations_.push_back({analysis, role, key});
  }
  /// Publications that a text names by their arXiv number or doi.
  void add_numbers(std::string const& analysis, std::string const& role, std::string const& text) {
    static std::regex const number{R"re((?:arXiv:|doi:)([0-9]{4}\.[0-9]{4,5}|10\.[^ ,;)]+))re"};
    for (auto const& one : all_matches(text, number)) {
      auto const key = bibliography_.key_of(one);
      if (key.empty())
        missing_.add(analysis, fmt::format("references.bib has no entry with the eprint or doi '{}' ({})", one, role));
      add(analysis, role, key);
    }
  }
  std::vector<Citation> finish() const {
    if (!missing_.empty()) throw InputError(missing_.text() + "\nadd the entries, so that they can be cited");
    return citations_;
  }

 private:
  Bibliography const& bibliography_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::vector<Citation> citations_;
  Problems missing_;
};

}  // namespace

std::vector<Citation> citations(ExportJob& job, Bibliography const& bibliography) {
  Collector collector{bibliography};
  if (auto const& model = job.story.model; !model.empty())
    collector.add("model", "model",
                  make_model(model, job.story.options.get<std::map<std::string, std::string>>())->reference());
  for (auto const& name : job.names()) {
    auto const& info = job.analysis(name, "the bibliography").info();
    collector.add(name, "publication", info.reference);
    collector.add(name, "recast", info.recast);
    collector.add_numbers(name, "digitised", info.digitised_by);
    if (info.kind == Kind::limit) continue;
    for (auto const& key : sources_in(job.places.experiments / (name + ".toml"))) collector.add(name, "numbers", key);
    if (info.beam.empty()) continue;
    for (auto const& key : sources_in(job.places.data_root / "experiments" / "beams" / (info.beam + ".toml")))
      collector.add(name, "beam", key);
  }
  return collector.finish();
}

std::string bibtex_entries(std::vector<Citation> const& citations, Bibliography const& bibliography) {
  std::set<std::string> keys;
  for (auto const& citation : citations) keys.insert(citation.key);
  std::string entries;
  for (auto const& key : keys) entries += bibliography.entry(key) + "\n\n";
  return entries;
}

}  // namespace penumbra
