#pragma once

#include <string>
#include <vector>

#include "pipeline/catalogue.hpp"

namespace penumbra {

/// What the map tells about where one row comes from.
struct RowProvenance {
  std::string definition;                     ///< readable content of the row's key; empty when it had to be left out
  std::vector<std::string> component_groups;  ///< nuisance group of each component
  std::string code;  ///< which code made all of it, or last found it right; empty while that is not known
};

/// One run, as the run log keeps it.
struct RunLogEntry {
  std::string started;
  std::string ended;
  std::string host;
  std::string job;
  std::string run_id;
  std::string version;
  std::string build;  ///< commit, compiler, CPU, libraries
  int ranks = 1;
  int threads = 1;
  std::string outcome;  ///< "running", "complete", "stopped"
};

/// The story of a map: what was asked for, where each row comes from, who worked on it.
struct Provenance {
  std::string input = "{}";         ///< JSON of the caller: the card, versions, ...
  std::vector<RowProvenance> rows;  ///< one per row of the catalogue
  std::vector<RunLogEntry> log;     ///< oldest first
};

/// Canonical JSON of at most `capacity` bytes; writes into the catalogue where the definitions stand. When it is too
/// long, definitions (longest first) and the oldest runs are left out.
std::string pack(Provenance const& provenance, Catalogue& catalogue, std::size_t capacity);
/// Throws IoError when the text is not a provenance of this catalogue's size.
Provenance unpack_provenance(std::string const& text, std::size_t rows);

}  // namespace penumbra
