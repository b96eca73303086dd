#pragma once

#include <map>
#include <set>
#include <string>

#include "analysis/registry.hpp"

namespace penumbra {

/// The entries of references.bib by key.
class Bibliography {
 public:
  /// `references.bib` of the data folder; empty when there is none.
  static Bibliography load(DataPlaces const& places);
  static Bibliography parse(std::string const& text);

  bool has(std::string const& key) const { return entries_.contains(key); }
  /// The whole entry, "@article{key, ...}"; empty when there is none.
  std::string entry(std::string const& key) const;
  /// arXiv number of an entry (its `eprint` field); empty when it has none.
  std::string arxiv(std::string const& key) const;
  /// Key of the entry with this arXiv number or doi; empty when there is none.
  std::string key_of(std::string const& number) const;

 private:
  std::map<std::string, std::string> entries_;
};

}  // namespace penumbra
