#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/errors.hpp"

namespace penumbra {

/// Data sets of different names that share events, or of which only one can happen: one of them enters a combination.
struct Overlap {
  std::vector<std::string> data_sets;
  std::string reason;
};

/// Reads `experiments/overlaps.toml`: [[overlap]] tables with `data_sets` (two or more) and `reason`.
std::vector<Overlap> read_overlaps(std::string_view text, std::string const& file, Problems& problems);

/// The same from the file below a data root; an absent file is an empty table. Throws InputError with every problem.
std::vector<Overlap> load_overlaps(std::filesystem::path const& data_root);

/// Which of a simulated experiment and a published curve of the same data is preferred.
enum class Preference { simulated, published };

/// An analysis that could enter a combination, and how many points of the grid its Asimov data would exclude.
struct Candidate {
  AnalysisInfo const* info = nullptr;
  std::uint64_t expected_excluded = 0;
};

/// Data set -> its group, called like the smallest of its data sets: those of the candidates, joined by the overlaps.
std::map<std::string, std::string> groups_of_data_sets(std::span<Candidate const> candidates,
                                                       std::span<Overlap const> overlaps);

/// Why an analysis enters no combination, whatever the card; empty when it may.
std::string why_never_combined(AnalysisInfo const& info);

/// What became of one group of overlapping analyses of a status.
struct GroupChoice {
  Status status = Status::observed;
  std::vector<std::string> data_sets;  ///< of the group, ascending
  std::size_t chosen = 0;              ///< index of the candidate
  std::vector<std::size_t> with{};     ///< indices of the other parts of the same limit, at other masses
  std::vector<std::size_t> others;     ///< indices of those that lost, in the order of the candidates
  std::string reason;                  ///< why, in text: for the map and the report
};

/// Which analyses enter the two combinations.
struct CombinationChoice {
  std::vector<GroupChoice> groups;                         ///< observed first; by first data set
  std::vector<std::pair<std::size_t, std::string>> never;  ///< candidates that may not enter any combination, and why
  /// Indices of the candidates that enter the combination of a status, ascending.
  std::vector<std::size_t> members(Status status) const;
};

/// Chooses one analysis of each group (a data set, joined by the overlaps) and status, without looking at observations:
/// the preferred kind (constraints count as simulated); then the larger expected exclusion; then the smaller rank.
/// Parts of one published limit, each at other masses, stand together and enter together.
/// Among constraints the rank comes before the expected exclusion: which prediction of the Standard Model holds is no
/// matter of which would exclude more. Favoured analyses, and those that say so, never enter.
/// Deterministic, whatever the order of the candidates. Throws InputError naming every tie.
CombinationChoice choose_for_combination(std::span<Candidate const> candidates, Preference preference,
                                         std::span<Overlap const> overlaps);

}  // namespace penumbra
