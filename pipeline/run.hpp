#pragma once

#include <mpi.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/digest.hpp"
#include "pipeline/map_layout.hpp"

namespace penumbra {

/// One analysis that the map shall hold.
struct RowRequest {
  std::string name;  ///< at most 95 bytes
  Digest key;        ///< of everything that decides the row's numbers
  Kind kind = Kind::experiment;
  Status status = Status::observed;
  std::string data_set;                       ///< at most 159 bytes
  bool in_combination = true;                 ///< may enter the combination
  std::string definition;                     ///< readable content of the key, kept in the provenance
  std::vector<std::string> component_groups;  ///< nuisance group of each component; empty when nothing is profiled
};

/// Where the numbers of one analysis go, for the coupling points asked for. Every span has `ColumnResult::couplings`
/// values.
struct RowResult {
  struct Component {
    std::span<double> nominal, low, high;
  };
  std::span<double> expected, log_likelihood, asimov, cls;
  std::vector<Component> components;  ///< one per component group of the row
};

/// Coupling points `first_coupling` .. `first_coupling + couplings` of one column: nearly always the whole column, a
/// part of it when the column is longer than a slab. All values are 0 (cls: 1) until written.
struct ColumnResult {
  std::size_t first_coupling = 0;
  std::size_t couplings = 0;
  std::vector<RowResult> rows;  ///< in the order of the rows asked for
};

/// Computes whole columns; called concurrently for different columns. Must be a pure function of its arguments.
class ColumnComputer {
 public:
  virtual ~ColumnComputer() = default;
  /// The coupling points of one mass point that `out` asks for, for the rows listed (indices into the requests).
  virtual void compute(std::size_t column, std::span<std::size_t const> rows, ColumnResult& out) const = 0;
  /// ln L(s+b)/L(b) of a row when its components have these signals: how the profile re-evaluates an analysis.
  virtual double log_likelihood(std::size_t row, std::span<double const> component_signal) const = 0;
  /// Which rows enter the combination of a status, given for every row the number of grid points that it would exclude
  /// at 90 % if the data were the background (asimov <= ln 0.1). Called with the same arguments on all ranks.
  virtual std::vector<std::size_t> combine(Status status, std::span<std::uint64_t const> sensitivity) const = 0;
};

/// One analysis with components at one point, as the profile sees it.
struct ProfiledAnalysis {
  std::size_t row = 0;                          ///< index into the requests, for ColumnComputer::log_likelihood
  std::span<std::size_t const> groups;          ///< shared nuisance of each component: an index below `group_count`
  std::span<char const> factors;                ///< does the component multiply signals (`is_factor`)?
  std::span<ComponentSignal const> components;  ///< each component and the ends of its envelope
};

/// Maximum over the shared nuisances, penalties included, of the summed ln L of the analyses. Called concurrently.
using ProfileFunction = std::function<double(std::span<ProfiledAnalysis const> analyses, std::size_t group_count)>;

enum class ClaimMode { dynamic, fixed };

struct RunOptions {
  std::filesystem::path path;
  MapGrid grid;
  Digest grid_key;
  std::string input = "{}";    ///< JSON: the card and whatever else the provenance shall keep
  std::optional<int> threads;  ///< per rank
  bool restart = false;        ///< replaces an existing map
  bool must_exist = false;     ///< `update`: a missing map is an error
  bool trust = false;          ///< skips the spot check of reused rows
  bool verify = false;         ///< reads everything back first, as after an unclean end, and computes what is damaged
  std::string code;            ///< which code computes: rows that the same code made need no spot check; empty: all do
  ClaimMode claim = ClaimMode::dynamic;
  ProfileFunction profile;  ///< unset: profiled = nominal
  std::uint64_t stop_after_slabs =
      0;               ///< for tests: behaves as if signalled after so many slabs of this rank; 0 = never
  bool quiet = false;  ///< no log and no progress on stderr
};

enum class RunOutcome { complete, stopped, nothing_to_do };

struct RunResult {
  RunOutcome outcome = RunOutcome::complete;
  std::uint64_t slabs_computed = 0;        ///< (row, slab) pairs computed, all ranks
  std::uint64_t slabs_reused = 0;          ///< (row, slab) pairs found done
  std::uint64_t slabs_damaged = 0;         ///< found broken after an unclean end, and computed again
  std::vector<std::string> rows_computed;  ///< names of analyses with anything to compute
  std::vector<std::string> rows_changed;   ///< by the spot check: code changed without a new physics_version
  /// 0, or 75 when stopped by a signal with everything finished so far on disk.
  int exit_code() const { return outcome == RunOutcome::stopped ? 75 : 0; }
};

/// Brings the map to hold exactly the requested rows and their combination: creates it, continues it or updates it.
///
/// Collective. Throws InputError (other grid, newer format) and IoError (locked, unreadable, no space) on all ranks
/// alike; an error of one of several ranks while computing ends the job through MPI_Abort with the exit code of the
/// error.
RunResult run(RunOptions const& options, std::vector<RowRequest> const& requests, ColumnComputer const& computer,
              MPI_Comm comm);

}  // namespace penumbra
