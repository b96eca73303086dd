#pragma once

#include <string>
#include <vector>

#include "pipeline/commands/bibliography.hpp"
#include "pipeline/export/export_job.hpp"

namespace penumbra {

/// Why a publication has to be cited.
struct Citation {
  std::string analysis;  ///< or "model"
  std::string role;      ///< "publication", "recast", "digitised", "numbers", "beam", "model"
  std::string key;       ///< in references.bib
};

/// Every publication that the chosen analyses of a map rest on: their own, who turned others' data into a curve, the
/// collection that a curve was read from, and the sources of the numbers in experiment and beam files; the model's.
/// In the order of names; each key once per analysis. Throws InputError for keys that references.bib does not have.
std::vector<Citation> citations(ExportJob& job, Bibliography const& bibliography);

/// The entries of all of them, each once, by key.
std::string bibtex_entries(std::vector<Citation> const& citations, Bibliography const& bibliography);

}  // namespace penumbra
