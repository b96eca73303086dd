#include "pipeline/commands/bibliography.hpp"

#include <regex>

#include "pipeline/text_file.hpp"

namespace penumbra {

Bibliography Bibliography::load(DataPlaces const& places) {
  auto const file = places.data_root / "references.bib";
  return std::filesystem::exists(file) ? parse(read_whole_file(file)) : Bibliography{};
}

Bibliography Bibliography::parse(std::string const& text) {
  Bibliography bibliography;
  std::size_t at = 0;
  while ((at = text.find('@', at)) != std::string::npos) {
    auto const open = text.find('{', at);
    auto const comma = text.find(',', at);
    if (open == std::string::npos || comma == std::string::npos || comma < open) break;
    int depth = 0;
    auto end = open;
    for (; end < text.size(); ++end) {
      if (text[end] == '{') ++depth;
      if (text[end] == '}' && --depth == 0) break;
    }
    bibliography.entries_[text.substr(open + 1, comma - open - 1)] = text.substr(at, end + 1 - at);
    at = end;
  }
  return bibliography;
}

std::string Bibliography::entry(std::string const& key) const {
  auto const found = entries_.find(key);
  return found == entries_.end() ? std::string{} : found->second;
}

std::string Bibliography::arxiv(std::string const& key) const {
  static std::regex const eprint{R"re(\beprint\s*=\s*["{]([^"}]+)["}])re", std::regex::icase};
  auto const text = entry(key);
  std::smatch match;
  return std::regex_search(text, match, eprint) ? match[1].str() : std::string{};
}

std::string Bibliography::key_of(std::string const& number) const {
  std::regex const field{
      R"re(\b(eprint|doi)\s*=\s*["{])re" + std::regex_replace(number, std::regex{"\\."}, "\\.") + R"re(["}])re",
      std::regex::icase};
  for (auto const& [key, text] : entries_)
    if (text.find(number) != std::string::npos && std::regex_search(text, field)) return key;
  return {};
}

}  // namespace penumbra
